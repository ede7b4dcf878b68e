"""Which captures the archive holds of a URL, in whatever spelling it is asked for."""

from __future__ import annotations

from archive import uri
from archive.model import Capture
from web.current import backfile


def captures_of(url: str) -> list[Capture]:
    """Every capture of a canonical URL, oldest first: under its own key, else under the key of its article
    (Blogger's ``?m=1``, tracking parameters), else of the Page that it belongs to."""
    catalogue = backfile().catalogue
    found = catalogue.captures.of_surt(uri.surt(url))
    if found:
        return found
    folded = uri.fold(url)
    if folded != url and (found := catalogue.captures.of_surt(uri.surt(folded))):
        return found
    page = catalogue.pages.by_surt(uri.page_surt(url))
    return catalogue.captures.of_page(page.id) if page else []
