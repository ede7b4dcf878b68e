"""Citations as BibTeX. Pure.

``@online``: biblatex and Zotero know it as a page on the web; classic BibTeX, which does not, sets it as ``@misc`` with a
warning. ``date`` is biblatex's, ``year`` and ``month`` are BibTeX's; ``organization`` is biblatex's, ``howpublished``
BibTeX's. ``annotation`` holds what proves the capture: annotated styles print it, the others leave it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from web.citation.citation import Citation
from web.citation.key import key
from web.citation.names import Name
from web.wording import LANGUAGES, day

MEDIA_TYPE = "application/x-bibtex"

_ESCAPES = str.maketrans({
    "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "$": r"\$", "#": r"\#", "%": r"\%",
    "&": r"\&", "_": r"\_", "~": r"{\textasciitilde}", "^": r"{\textasciicircum}", "<": r"{\textless}",
    ">": r"{\textgreater}", "|": r"{\textbar}",
})  # fmt: skip
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=`)(?=`)|(?<=,)(?=,)|(?<=[?!])(?=`)")
_BABEL = {"de": "ngerman", "nb": "norsk", "no": "norsk", "sl": "slovene", "ur": None, "sw": None, "zh": None}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def write(citations: Iterable[Citation]) -> Iterator[str]:
    """One entry after another, as they come."""
    return (entry(cited) for cited in citations)


def entry(cited: Citation) -> str:
    """One entry, each field on its line; braces are balanced whatever the texts hold."""
    published = cited.published
    month = _MONTHS[published.month - 1] if published else ""
    fields = {
        "author": " and ".join(_author(name) for name in cited.authors),
        "title": f"{{{escaped(cited.heading)}}}",  # braces within braces: the title keeps its capitals
        "organization": escaped(cited.site),
        "howpublished": escaped(cited.site),
        "date": f"{published:%Y-%m-%d}" if published else "",
        "year": f"{published:%Y}" if published else "",
        "url": _verbatim(cited.permalink),
        "urldate": f"{cited.captured:%Y-%m-%d}",
        "langid": _langid(cited.lang),
        "keywords": escaped(", ".join(label.replace(",", " ") for label in cited.labels)),
        "note": escaped(f"{cited.kept(day(cited.captured))} {cited.original}"),
        "annotation": escaped(". ".join(cited.proof.lines())),
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    if month:
        lines.append(f"  month = {month},\n")  # without braces: a name that each style has a word for
    return f"@online{{{key(cited)},\n{''.join(lines)}}}\n\n"


def escaped(text: str) -> str:
    """Plain text for a field. Braces become commands: BibTeX counts even an escaped one (``btxdoc``); what LaTeX would
    draw together (``--``, two quotes) stays apart."""
    return _LIGATURE.sub("{}", text.translate(_ESCAPES))


def _author(name: Name) -> str:
    if name.literal:
        return f"{{{escaped(name.literal)}}}"
    family = f"{name.particle} {_word(name.family)}".strip()
    return ", ".join([family, *([_word(name.suffix)] if name.suffix else []), _word(name.given)])


def _word(text: str) -> str:
    """A part of a name; in braces where BibTeX would cut it anew: “Ortega y Gasset”, “Sons and Daughters”."""
    tricky = "," in text or any(word[:1].islower() for word in text.split())
    return f"{{{escaped(text)}}}" if tricky else escaped(text)


def _verbatim(url: str) -> str:
    """A URL as biblatex takes it: as it stands, for its braces are escaped in the way of URLs already."""
    return url.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")


def _langid(lang: str | None) -> str:
    if not lang:
        return ""
    return _BABEL[lang] or "" if lang in _BABEL else LANGUAGES.get(lang, "").lower()
