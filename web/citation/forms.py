"""The forms in which citations can be taken away: what each is called, its media type, and what writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from web.citation import bibtex, csl, ris
from web.citation.citation import Citation


@dataclass(frozen=True, slots=True)
class Form:
    """A form by its ending. ``write`` takes any number of Citations and gives pieces of text as they come."""

    ending: str
    label: str
    media_type: str
    write: Callable[[Iterable[Citation]], Iterator[str]]

    @property
    def content_type(self) -> str:
        """JSON is UTF-8 always (RFC 8259 §8.1), and its types have no ``charset``."""
        return self.media_type if self.media_type.endswith("json") else f"{self.media_type}; charset=utf-8"


FORMS: dict[str, Form] = {
    form.ending: form
    for form in (
        Form("bib", "BibTeX", bibtex.MEDIA_TYPE, bibtex.write),
        Form("ris", "RIS", ris.MEDIA_TYPE, ris.write),
        Form("json", "CSL-JSON", csl.MEDIA_TYPE, csl.write),
    )
}
"""By ending; formatted text (``txt``) has styles instead of one form."""
