"""Wikipedia's template “cite web” (English Wikipedia, Template:Cite web), as wikitext. Pure."""

from __future__ import annotations

import re

from web.citation.citation import Citation
from web.citation.names import Name
from web.citation.styles.run import Line, line

_MARKUP = re.compile(r"[|{}\[\]<>&]|''+|~~~+|__+")


def wikipedia(cited: Citation) -> Line:
    """One template. ``url`` is the page's own address there, and ``archive-url`` ours."""
    fields = {
        **_people(cited.authors),
        "title": cited.heading,
        "website": cited.site,
        "date": f"{cited.published:%Y-%m-%d}" if cited.published else "",
        "language": cited.lang or "",
        "url": cited.original,
        "archive-url": cited.permalink,
        "archive-date": f"{cited.captured:%Y-%m-%d}",
    }
    written = " ".join(f"|{name}={_inert(text)}" for name, text in fields.items() if text)
    return line(f"{{{{cite web {written}}}}}")


def _people(names: tuple[Name, ...]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for number, name in enumerate(names, start=1):
        if name.literal:
            fields[f"author{number}"] = name.literal
        else:
            fields[f"last{number}"], fields[f"first{number}"] = name.surname, name.given
    return fields


def _inert(text: str) -> str:
    """Text in which nothing is wikitext."""
    return _MARKUP.sub(lambda found: "".join(f"&#{ord(letter)};" for letter in found[0]), text)
