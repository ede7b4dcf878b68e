"""The forms in which a whole list can be taken away: what each is called, its media type, and what writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.model import Document
from web.citation.forms import FORMS
from web.listing import ENDINGS, records, spreadsheet
from web.listing.citations import citations

if TYPE_CHECKING:
    from web.compose import Backfile


@dataclass(frozen=True, slots=True)
class ListForm:
    """A form by its ending, which is the path's too: ``/search.<ending>``."""

    ending: str
    label: str
    content_type: str

    def write(self, documents: Iterable[Document], joined: Backfile, root: str) -> Iterator[str]:
        """The text of the list, piece by piece; needs no request. ``root`` is this site's address."""
        if self.ending == "csv":
            return spreadsheet.write(documents, root)
        if self.ending == "jsonl":
            return records.lines(documents, root)
        return FORMS[self.ending].write(citations(documents, joined, root))


_OWN = {
    "csv": ListForm("csv", "CSV", f"{spreadsheet.MEDIA_TYPE}; charset=utf-8; header=present"),
    "jsonl": ListForm("jsonl", "JSON Lines", records.LINES_TYPE),
}

LIST_FORMS: dict[str, ListForm] = {
    ending: _OWN.get(ending) or ListForm(ending, FORMS[ending].label, FORMS[ending].content_type)
    for ending in ENDINGS
}
