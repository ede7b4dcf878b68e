"""Which captures the archive holds of a URL, in whatever spelling it is asked for; and what was taken down."""

from __future__ import annotations

from archive import uri
from archive.errors import BackfileError, TakenDown
from archive.model import Capture, Takedown
from web.current import backfile
from web.statuses import NoSnapshot, NoSuchPage


def captures_of(url: str) -> list[Capture]:
    """Every capture of a canonical URL, oldest first: under its own key, else under the key of its article
    (Blogger's ``?m=1``, tracking parameters), else of the Page that it belongs to. Raises TakenDown."""
    catalogue = backfile().catalogue
    refuse_taken_down(url)
    found = catalogue.captures.of_surt(uri.surt(url))
    if found:
        return found
    folded = uri.fold(url)
    if folded != url and (found := catalogue.captures.of_surt(uri.surt(folded))):
        return found
    page = catalogue.pages.by_surt(uri.page_surt(url))
    return catalogue.captures.of_page(page.id) if page else []


def refuse_taken_down(url: str) -> None:
    """Raises TakenDown for a URL that was."""
    denial = backfile().catalogue.takedowns.denial(url)
    if denial is not None:
        raise _of(denial)


def as_taken_down(error: BackfileError) -> BackfileError:
    """“There is no such thing” as what it is where the thing was taken down: one place for every door, old or new."""
    takedowns = backfile().catalogue.takedowns
    denial: Takedown | None = None
    match error:
        case NoSnapshot(url=url):
            denial = takedowns.denial(url) or takedowns.denial_of_address(url)
        case NoSuchPage(what="article", wanted=wanted):
            denial = takedowns.denial_of_page(wanted)
        case NoSuchPage(what="capture", wanted=wanted) if wanted.isascii() and wanted.isdigit():
            denial = takedowns.denial_of_capture(int(wanted[:18]))
        case NoSuchPage(what="capture", wanted=wanted):
            denial = takedowns.denial_of_record(f"urn:uuid:{wanted.lower()}")
    return _of(denial) if denial is not None else error


def _of(denial: Takedown) -> TakenDown:
    return TakenDown(denial.at, denial.reason)
