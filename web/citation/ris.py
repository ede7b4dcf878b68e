"""Citations as RIS, one line a value (the format of Reference Manager, which EndNote, Zotero and Mendeley read). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from web.citation.citation import Citation, Kind
from web.citation.names import Name
from web.wording import day

MEDIA_TYPE = "application/x-research-info-systems"


def write(citations: Iterable[Citation]) -> Iterator[str]:
    """One record after another, as they come."""
    return (record(cited) for cited in citations)


def record(cited: Citation) -> str:
    """One record. Texts are on one line each (``plain_text``), so no value can begin a tag of its own."""
    published = cited.published
    tags = [
        ("TY", "BLOG" if cited.kind is Kind.POST else "ELEC"),
        *(("AU", _author(name)) for name in cited.authors),
        ("TI", cited.heading),
        ("T2", cited.site),
        ("PY", f"{published:%Y}" if published else ""),
        ("DA", f"{published:%Y/%m/%d}/" if published else ""),
        ("Y2", f"{cited.captured:%Y/%m/%d/%H:%M:%S}"),
        ("LA", cited.lang or ""),
        *(("KW", label) for label in cited.labels),
        ("UR", cited.permalink),
        ("UR", cited.original),
        ("DB", cited.archive),
        ("N1", f"{cited.kept(day(cited.captured))} {cited.original}"),
        *(("N1", line) for line in cited.proof.lines()),
    ]
    lines = [f"{tag}  - {value}\r\n" for tag, value in tags if value]
    return f"{''.join(lines)}ER  - \r\n\r\n"


def _author(name: Name) -> str:
    """``Family, Given, Suffix``. A comma cuts a name here, and has no escape: a literal name loses its own."""
    return " ".join(name.literal.replace(",", " ").split()) if name.literal else name.inverted
