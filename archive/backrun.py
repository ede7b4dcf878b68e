"""The back run of a Source in one sentence: how many of its posts the archive holds, and what is missing and why. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from archive.discover import wordpress
from archive.model import LinkKind, Tally


def sentence(tallies: Sequence[Tally]) -> str | None:
    """What the Tallies of a Crawl prove, fit to be read out; None when there are none.

    “1,204 of 1,210 posts that the feed states are held: 4 answered 404, 1 refused by robots.txt, 1 could not be had …”
    """
    whole = next((tally for tally in tallies if tally.kind is LinkKind.SEED), None)
    if whole is None:
        return None
    all_held = whole.stated is None and 0 < whole.named == whole.held
    joint = ", but " if all_held else ": "  # “all are held: the sitemap could not be had” would be no reason
    return f"{_count(whole, tallies)}{joint + whole.reason if whole.reason else ''}."


_NAMES = {
    LinkKind.SITEMAP: "the sitemap",
    LinkKind.ARCHIVE: "the archive pages",
    LinkKind.POPULAR: "the popular posts",
    LinkKind.RELATED: "the related posts",
    LinkKind.BODY: "the links in the texts",
    LinkKind.SISTER: "the sister sites",
    LinkKind.AUTHOR: "the authors’ own pages",
}


def list_name(tally: Tally) -> str:
    """What a list is called: “the feed”, “the sitemap” …"""
    return _NAMES.get(tally.kind) or ("the REST API" if wordpress.is_rest(tally.url) else "the feed")


def _count(whole: Tally, tallies: Sequence[Tally]) -> str:
    held, stated = whole.held, whole.stated
    if stated is None:
        if whole.named == 0:
            return "No list names a post"
        silent = "" if whole.reason else " (none states how many there are)"
        return f"{_all_of(held, whole.named)} that its lists name are held{silent}"
    stating = next((one for one in tallies if one.kind is LinkKind.FEED and one.stated == stated), None)
    name = list_name(stating) if stating is not None else "the platform"
    if whole.named <= stated:
        of = stated if not whole.complete else whole.named
        return f"{_all_of(held, of)} that {name} states are held"
    return f"{_all_of(held, whole.named)} that its lists name are held ({name} states {stated:,})"


def _all_of(held: int, count: int) -> str:
    if count == 1:
        return "The only post" if held == 1 else "None of the 1 post"
    return f"All {count:,} posts" if held == count else f"{held:,} of {count:,} posts"
