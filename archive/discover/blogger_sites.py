"""Recognising a blog of Blogger's, whatever of it was typed."""

from __future__ import annotations

from archive.discover import blogger, refusals
from archive.discover.known import Known
from archive.discover.platform import BLOGGERS, Platform
from archive.discover.recognised import Ask, Recognised, ask, recognised
from archive.discover.refusals import Refusal
from archive.model import SourceKind


def step(known: Known) -> Recognised | Ask | Refusal:
    """The verdict, or what to ask next. Its feeds state their totals; a page tells the theme."""
    marked = next(one for one in known.all if one.blogger)
    stated = next((one.home for one in known.all if one.blogger and one.home), None)
    home = known.settled(blogger.home_of(stated or marked.canonical or marked.url))
    if wanted := ask(known, None if _counted(known, home) else f"{blogger.feed_of(home)}?max-results=1"):
        return wanted
    with_feed = known.whole_feed(home) is not None
    themed = any(one.html and one.blogger for one in known.all)
    standing = f"{blogger.pages_feed_of(home)}?max-results=1" if with_feed else None
    page = None if themed and with_feed else home  # without a feed, the home page has the name
    if wanted := ask(known, page, standing):
        return wanted
    if not any(one.usable for one in known.all):
        return refusals.UNREADABLE_BLOG
    number = next((one.blog_id for one in known.all if one.blog_id), None)
    platform = known.platform(BLOGGERS) or Platform.BLOGGER
    feed_url, sitemap_url = blogger.feed_of(home), blogger.sitemap_of(home)
    return recognised(known, SourceKind.BLOGGER, home, feed_url, sitemap_url, platform, number)


def _counted(known: Known, home: str) -> bool:
    """Whether a feed of the whole blog has stated its total."""
    feed = known.whole_feed(home)
    return feed is not None and feed.feed is not None and feed.feed.total is not None
