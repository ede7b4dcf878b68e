"""The links of a Source's articles, taken together: where they lead, and which of it the archive does not have."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from archive.discover import places
from archive.model import Link, LinkKind, Page, PageKind
from archive.store.database import Database
from archive.store.tables import captures, links, pages

REPEATED = 3
"""Articles whose texts link to a site before it counts as one that the blog points to."""
_NEWEST = 100  # articles whose links are counted: what a blog names, it goes on naming
_MOST_NAMED = 200


@dataclass(frozen=True, slots=True)
class LinkOut:
    """A link on one of a Source's articles. ``surt`` is the key of where it leads, ``via`` the article's URL."""

    url: str
    surt: str
    kind: LinkKind
    via: str


@dataclass(frozen=True, slots=True)
class Named:
    """What several articles of a Source link to: its address, the words of one of the links, and how many do."""

    url: str
    kind: LinkKind
    text: str
    articles: int


def points_to_a_site(url: str) -> bool:
    """Whether a link in a text leads to a site as such: its home page, and none of a service or a network."""
    return places.home(url) and not (places.service(url) or places.network(url))


class Links:
    """Reads the table of links, a Source at a time. (``Pages`` writes it.)"""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_pages(self, page_ids: Collection[str]) -> dict[str, tuple[list[Link], str]]:
        """The links on each of some Pages, in their order there, and the record id of the Capture that shows them; Pages
        without links are left out."""
        columns = (links.c.page_id, links.c.url, links.c.kind, links.c.text, captures.c.record_id)
        query = select(*columns).join(captures, links.c.capture_id == captures.c.id)
        query = query.where(links.c.page_id.in_(page_ids)).order_by(links.c.page_id, links.c.position)
        found: dict[str, tuple[list[Link], str]] = {}
        with self._database.read() as connection:
            for page_id, url, kind, text, record_id in connection.execute(query):
                found.setdefault(page_id, ([], record_id))[0].append(Link(url, kind, text))
        return found

    def keys_from(self, page: Page) -> list[str]:
        """The keys of what a Page links to, each once, without its own: by these ``Pages.links_to`` knows who links."""
        query = select(links.c.surt).where(links.c.page_id == page.id, links.c.surt.is_not(None)).distinct()
        with self._database.read() as connection:
            found = connection.execute(query.order_by(links.c.surt)).scalars()
            return [surt for surt in found if surt != page.surt]

    def unheld(self, source_id: int, kinds: Collection[LinkKind], *, most: int) -> list[LinkOut]:
        """Links of these kinds to what the archive holds no article of; those on the newest articles first, each in its
        order there."""
        there = pages.alias()
        query = (
            select(links.c.url, links.c.surt, links.c.kind, pages.c.url.label("via"))
            .select_from(
                pages.join(links, links.c.page_id == pages.c.id).outerjoin(
                    there, there.c.surt == links.c.surt
                )
            )
            .where(pages.c.source_id == source_id, links.c.kind.in_(kinds), links.c.surt.is_not(None))
            .where(there.c.id.is_(None))
            .order_by(pages.c.published.desc().nulls_last(), pages.c.id, links.c.position)
            .limit(most)
        )
        with self._database.read() as connection:
            return [LinkOut(row.url, row.surt, row.kind, row.via) for row in connection.execute(query)]

    def sisters(self, source_id: int) -> list[Named]:
        """The sites that a Source's newest articles name beside it, in lists of links and profiles, or to which the texts
        of several of them point; the most frequent first."""
        found = self.most_named(source_id, (LinkKind.SISTER, LinkKind.BODY))
        return [
            one
            for one in found
            if one.kind is LinkKind.SISTER or (one.articles >= REPEATED and points_to_a_site(one.url))
        ]

    def most_named(self, source_id: int, kinds: Collection[LinkKind]) -> list[Named]:
        """What a Source's own newest articles link to with these kinds, the most frequent first."""
        newest = (
            select(pages.c.id)
            .where(pages.c.source_id == source_id, pages.c.kind != PageKind.RELATED)
            .order_by(pages.c.published.desc().nulls_last(), pages.c.id)
            .limit(_NEWEST)
        )
        count = func.count(links.c.page_id.distinct())
        query = (
            select(func.min(links.c.url), links.c.kind, func.max(links.c.text), count)
            .where(links.c.page_id.in_(newest), links.c.kind.in_(kinds), links.c.surt.is_not(None))
            .group_by(links.c.surt, links.c.kind)
            .order_by(count.desc(), func.min(links.c.url))
            .limit(_MOST_NAMED)
        )
        with self._database.read() as connection:
            return [Named(url, kind, text, number) for url, kind, text, number in connection.execute(query)]

    def around(self, source_id: int, kinds: Collection[LinkKind]) -> dict[LinkKind, tuple[int, int]]:
        """Of each kind: to how many addresses the Source's articles link, and of how many the archive has an article."""
        there = pages.alias()
        query = (
            select(links.c.kind, func.count(links.c.surt.distinct()), func.count(there.c.id.distinct()))
            .select_from(
                pages.join(links, links.c.page_id == pages.c.id).outerjoin(
                    there, there.c.surt == links.c.surt
                )
            )
            .where(pages.c.source_id == source_id, links.c.kind.in_(kinds))
            .group_by(links.c.kind)
        )
        with self._database.read() as connection:
            return {kind: (named, held) for kind, named, held in connection.execute(query)}
