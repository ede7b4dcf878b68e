"""The parts of a blog page: the post's body, the blocks of popular and related posts, the frame around them.

Themes are told by class and id, never by words: headings are localised. A zone holds for all that is inside it
unless a stronger one begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from lxml import etree
from lxml.etree import _Element

from archive.discover import blocks
from archive.discover.markup import Markup, tokens


class Zone(IntEnum):
    """In the order of strength: within a zone, only a stronger one begins."""

    NONE = 0
    MAIN = 1  # where the text must be when no theme says so
    SIDE = 2  # header, footer, sidebar, menu
    LISTED = 3  # a list of links made by hand: a blogroll, a menu of pages
    AUTHOR = 4
    BODY = 5
    RELATED = 6
    POPULAR = 7
    IGNORED = 8  # comments, share buttons, labels, archives, paging


_WIDGETS: dict[str, Zone] = {
    # Blogger: a widget's type is a class beside ``widget``, in every theme
    "popularposts": Zone.POPULAR, "featuredpost": Zone.RELATED, "linklist": Zone.LISTED, "bloglist": Zone.LISTED,
    "pagelist": Zone.LISTED, "profile": Zone.LISTED, "blogarchive": Zone.IGNORED, "label": Zone.IGNORED,
    "followers": Zone.IGNORED, "followbyemail": Zone.IGNORED, "stats": Zone.IGNORED, "subscribe": Zone.IGNORED,
    "attribution": Zone.IGNORED, "translate": Zone.IGNORED, "adsense": Zone.IGNORED, "reportabuse": Zone.IGNORED,
    "blogsearch": Zone.IGNORED, "customsearch": Zone.IGNORED, "navbar": Zone.IGNORED, "feed": Zone.IGNORED,
}  # fmt: skip
_CLASSES: dict[str, Zone] = {
    # Blogger's posts
    "popular-posts": Zone.POPULAR, "post-author": Zone.AUTHOR, "post-share-buttons": Zone.IGNORED,
    "share-buttons": Zone.IGNORED, "post-labels": Zone.IGNORED, "labels": Zone.IGNORED, "blog-pager": Zone.IGNORED,
    "post-feeds": Zone.IGNORED, "feed-links": Zone.IGNORED, "blog-feeds": Zone.IGNORED, "comment-link": Zone.IGNORED,
    "comments": Zone.IGNORED, "post-icons": Zone.IGNORED, "post-location": Zone.IGNORED, "reaction-buttons": Zone.IGNORED,
    # WordPress and its plugins
    "yarpp": Zone.RELATED, "yarpp-related": Zone.RELATED, "jp-relatedposts": Zone.RELATED, "crp_related": Zone.RELATED,
    "wpp-list": Zone.POPULAR, "popular_posts": Zone.POPULAR, "widget_top-posts": Zone.POPULAR, "top-posts": Zone.POPULAR,
    "widget_popular_posts": Zone.POPULAR, "blogroll": Zone.LISTED, "widget_links": Zone.LISTED,
    "comments-area": Zone.IGNORED, "comment-respond": Zone.IGNORED, "sharedaddy": Zone.IGNORED, "sd-sharing": Zone.IGNORED,
    "addtoany_share_save_container": Zone.IGNORED, "post-navigation": Zone.IGNORED, "nav-links": Zone.IGNORED,
    "pagination": Zone.IGNORED, "breadcrumb": Zone.IGNORED, "breadcrumbs": Zone.IGNORED, "tagcloud": Zone.IGNORED,
    "cat-links": Zone.IGNORED, "tags-links": Zone.IGNORED, "widget_categories": Zone.IGNORED,
    "widget_archive": Zone.IGNORED, "widget_tag_cloud": Zone.IGNORED, "widget_recent_comments": Zone.IGNORED,
    "widget_recent_entries": Zone.IGNORED, "widget_meta": Zone.IGNORED, "widget_calendar": Zone.IGNORED,
    "wp-block-latest-comments": Zone.IGNORED, "site-info": Zone.IGNORED,
    # anybody's
    "related-posts": Zone.RELATED, "relatedposts": Zone.RELATED, "related_posts": Zone.RELATED, "related-post": Zone.RELATED,
    "related-articles": Zone.RELATED, "related-content": Zone.RELATED, "read-next": Zone.RELATED,
    "recommended-posts": Zone.RELATED, "author-bio": Zone.AUTHOR, "author-box": Zone.AUTHOR, "byline": Zone.AUTHOR,
    "widget": Zone.SIDE, "sidebar": Zone.SIDE, "share": Zone.IGNORED, "sharing": Zone.IGNORED,
    "social-share": Zone.IGNORED, "credits": Zone.IGNORED, "advertisement": Zone.IGNORED, "cookie-notice": Zone.IGNORED,
}  # fmt: skip
_IDS: dict[str, Zone] = {
    "comments": Zone.IGNORED, "respond": Zone.IGNORED, "disqus_thread": Zone.IGNORED, "jp-relatedposts": Zone.RELATED,
    "related-posts": Zone.RELATED, "relatedposts": Zone.RELATED, "related_posts": Zone.RELATED, "blogroll": Zone.LISTED,
    "sidebar": Zone.SIDE, "footer": Zone.SIDE, "header": Zone.SIDE,
}  # fmt: skip
_TAGS = {"nav": Zone.SIDE, "aside": Zone.SIDE, "footer": Zone.SIDE, "header": Zone.SIDE}
_NAMED = (
    "post-body", "entry-content", "e-content", "post-content", "article-content", "article-body", "article__body",
    "post__content", "post-entry", "td-post-content", "single-content", "available-content",
)  # fmt: skip
_PLAIN = ("article", "main", "body")


@dataclass(frozen=True, slots=True)
class TextRoot:
    """The element that holds an article's text. ``named``: the theme says so; otherwise the frame may lie in it."""

    element: _Element | None = None
    named: bool = False


def walk(markup: Markup, text: TextRoot) -> Iterator[tuple[_Element, Zone]]:
    """Every element in document order, with the zone that it lies in."""
    open_zones = [Zone.NONE]
    for event, element in etree.iterwalk(markup.root, events=("start", "end")):
        if event == "end":
            open_zones.pop()
            continue
        zone = max(open_zones[-1], _begins(element, text))
        open_zones.append(zone)
        yield element, zone


def text_root(markup: Markup) -> TextRoot:
    """The element that holds the article's text: what the theme names so, else ``article``, ``main`` or ``body``.

    Of several the longest; none within a block of related or popular posts, whose cards reuse the names.
    """
    longest: dict[str, tuple[int, _Element]] = {}
    opened: list[tuple[int, Zone]] = [(0, Zone.NONE)]
    seen = 0
    for event, element in etree.iterwalk(markup.root, events=("start", "end")):
        if event == "start":
            opened.append((seen, max(opened[-1][1], _begins(element, TextRoot()))))
            seen += len(element.text or "")
            continue
        before, zone = opened.pop()
        if zone < Zone.RELATED:
            for name in _names(element):
                if name not in longest or seen - before > longest[name][0]:
                    longest[name] = (seen - before, element)
        seen += len(element.tail or "")
    for name in ("articlebody", *_NAMED, *_PLAIN):
        if name in longest:
            return TextRoot(longest[name][1], named=name not in _PLAIN)
    return TextRoot()


def _names(element: _Element) -> Iterator[str]:
    if element.tag in _PLAIN:
        yield str(element.tag)
    if (element.get("itemprop") or "").lower() == "articlebody":
        yield "articlebody"
    if element.get("class"):
        words = tokens(element)
        yield from (name for name in _NAMED if name in words)


def _begins(element: _Element, text: TextRoot) -> Zone:
    if element is text.element:
        return Zone.BODY if text.named else Zone.MAIN
    if element.tag in {"html", "body"} or not isinstance(element.tag, str):
        return Zone.NONE
    zone = _TAGS.get(element.tag, Zone.NONE)
    if element.get("class"):
        zone = max(zone, _by_class(tokens(element)))
    if name := element.get("id"):
        zone = max(zone, _IDS.get(name.lower(), Zone.NONE), _by_build((name.lower(),)))
    return zone


def _by_class(words: frozenset[str]) -> Zone:
    zone = max((_CLASSES[word] for word in words if word in _CLASSES), default=Zone.NONE)
    zone = max(zone, _by_build(words))
    if "widget" not in words:
        return zone
    if "blog" in words:  # the widget that holds the posts themselves
        return Zone.NONE
    return max((zone, *(_WIDGETS[word] for word in words if word in _WIDGETS)))


def _by_build(words: Iterable[str]) -> Zone:
    if any(blocks.popular(word) for word in words):
        return Zone.POPULAR
    return Zone.RELATED if any(blocks.related(word) for word in words) else Zone.NONE
