"""The forms in which a whole list can be taken away: what each is called, its media type, and what writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indexer.model import Document
from web.citation.forms import FORMS
from web.listing import ENDINGS, spreadsheet
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
        return FORMS[self.ending].write(citations(documents, joined, root))


_CSV = ListForm("csv", "CSV", f"{spreadsheet.MEDIA_TYPE}; charset=utf-8; header=present")

LIST_FORMS: dict[str, ListForm] = {
    ending: ListForm(ending, FORMS[ending].label, FORMS[ending].content_type) if ending in FORMS else _CSV
    for ending in ENDINGS
}
