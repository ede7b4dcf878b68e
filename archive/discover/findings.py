"""What discovery hands over: an answer's targets, links and facts, and what a list stated of itself."""

from __future__ import annotations

from dataclasses import dataclass

from archive.discover.walls import Wall
from archive.model import Facts, Link, PageKind, Target


@dataclass(frozen=True, slots=True)
class Listing:
    """What one page of a feed or sitemap stated. ``total``: of the whole list, when it says; ``entries``: here;
    ``next``: the page after it, which is among the targets too. ``complete``: this was the last one.

    ``elsewhere``: entries that lead to other sites; ``nameless``: entries without an address.

    A list whose next page repeats this one has no end: a crawl stops when a page brought nothing new.
    """

    total: int | None
    entries: int
    next: str | None
    complete: bool
    elsewhere: int = 0
    nameless: int = 0


@dataclass(frozen=True, slots=True)
class Discovery:
    """What an answer leads to. ``page_kind`` None: this is no article (a list, a style sheet, a feed …), and no
    Page is made of it. ``facts`` are the target's, with gaps filled by what the page says of itself. ``notices``
    say in plain words what was broken or left out. ``wall`` is what stands in the place of what was asked for (a
    captcha, a removed blog); None as a rule. ``aside``: archive pages, and the posts on this one, that are followed only
    if the lists fall short. ``perhaps``: links on a list page that are posts if they are of the shape of posts.
    ``homeward``: of a page that calls the home page its own address, what its title and headings say (a theme's mistake,
    or the home page in an article's place)."""

    targets: tuple[Target, ...] = ()
    links: tuple[Link, ...] = ()
    canonical: str | None = None
    page_kind: PageKind | None = None
    facts: Facts | None = None
    listing: Listing | None = None
    notices: tuple[str, ...] = ()
    wall: Wall | None = None
    aside: tuple[Target, ...] = ()
    perhaps: tuple[Target, ...] = ()
    homeward: str | None = None
