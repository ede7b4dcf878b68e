"""How an article came into the archive, in words with a link to what named it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.discover import wordpress
from archive.model import LinkKind, Page, Source
from web.replay.address import path_of
from web.wording import readable

WAYS_IN: dict[LinkKind, str] = {
    # Each is followed by what named the article.
    LinkKind.SEED: "typed as an address",
    LinkKind.FEED: "as a feed, named by",
    LinkKind.SITEMAP: "as a sitemap, named by",
    LinkKind.ARCHIVE: "as an archive page, named by",
    LinkKind.POST: "from",  # the list: see list_of
    LinkKind.PAGE: "as a standing page, from",
    LinkKind.POPULAR: "named in the popular posts of",
    LinkKind.RELATED: "named in the related posts of",
    LinkKind.BODY: "linked from the text of",
    LinkKind.SISTER: "on a sister site, named by",
    LinkKind.AUTHOR: "named as its author’s own page by",
    LinkKind.SOCIAL: "as an account, named by",
    LinkKind.REQUISITE: "as a part of",
    LinkKind.REDIRECT: "through a redirect from",
    LinkKind.ROBOTS: "as the rules of",
    LinkKind.EXPORT: "imported from",
}
_FEED_WORDS = ("feed", "rss", "atom", "index.xml")


@dataclass(frozen=True, slots=True)
class WayIn:
    """``words`` lead to ``name``, which links to ``href`` (None: there is nothing to link to). ``source`` is the blog that
    it came with, when that is not said yet."""

    words: str
    name: str | None = None
    href: str | None = None
    source: str | None = None


def way_in(page: Page, named_by: Page | None, source: Source | None) -> WayIn:
    """How a Page came in. ``named_by``: the Page behind its ``via``, when there is one; ``source``: its own Source."""
    words = WAYS_IN[page.link_kind]
    around = source.name if source is not None else None
    if page.via is None and page.link_kind is LinkKind.POST:  # no list named it
        return WayIn(WAYS_IN[LinkKind.SEED], source=around)
    if page.via is None:
        return WayIn(words.removesuffix(", named by").removesuffix(", from"), source=around)
    if page.link_kind is LinkKind.EXPORT:
        return WayIn(words, page.via, source=around)
    if named_by is not None:
        name = named_by.facts.title or readable(named_by.url, 60)
        return WayIn(words, name, f"/page/{named_by.id}", around)
    if page.link_kind in (LinkKind.POST, LinkKind.PAGE) and source is not None:
        return WayIn(words, f"{list_of(page.via, source)} of {source.name}", path_of("*", page.via))
    if source is not None and page.via == source.url:
        return WayIn(words, f"the home page of {source.name}", path_of("*", page.via))
    return WayIn(words, readable(page.via, 60), path_of("*", page.via), around)


def list_of(url: str, source: Source) -> str:
    """What kind of list of a Source an address is."""
    path = urlsplit(url).path.lower()
    if wordpress.is_rest(url):
        return "the REST API"
    if url == source.sitemap_url or "sitemap" in path:
        return "the sitemap"
    if url == source.feed_url or any(word in path for word in _FEED_WORDS):
        return "the feed"
    return "the home page" if url == source.url else "an archive page"
