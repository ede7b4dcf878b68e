"""WordPress' export (WXR 1.0 to 1.2): an RSS 2.0 file in which the posts of a blog stand whole. Pure: nodes in."""

from __future__ import annotations

import html
import re
from datetime import datetime

from archive.exchange.entries import Node
from archive.exchange.exported import Blog, Exported, Passed
from archive.model import Facts, PageKind
from archive.plain_article import paragraphs
from archive.timestamp import parse_iso

_KINDS = {"post": PageKind.POST, "page": PageKind.PAGE}
_STATUSES = {
    "publish": None,
    "": None,
    "private": Passed.PRIVATE,
    "trash": Passed.TRASHED,
    "draft": Passed.DRAFT,
    "pending": Passed.DRAFT,
    "future": Passed.DRAFT,
    "auto-draft": Passed.DRAFT,
}
_MOST_LABELS = 200
_NO_DATE = "0000-00-00"
_LABELS = {"category", "post_tag", "tag"}
_BLOCK_COMMENT = re.compile(r"<!--\s*/?wp:[^>]*-->\n?")
_SPACES = re.compile(r"\s+")

Authors = dict[str, str]


def blog_of(head: Node) -> Blog:
    """The blog that an export is of."""
    home = head.said("wp:base_blog_url") or head.said("link")
    return Blog(
        title=_line(head.said("title")),
        home=home if home.lower().startswith(("http://", "https://")) else None,
    )


def authors_of(head: Node) -> Authors:
    """The names by which readers know the logins (WXR 1.1 and later)."""
    return {
        login.casefold(): name
        for author in head.all("wp:author")
        if (login := author.said("wp:author_login"))
        and (name := _line(author.said("wp:author_display_name")))
    }


def article_of(item: Node, authors: Authors) -> Exported | Passed:
    """The published post or page in an item, or why it is none."""
    kind = item.said("wp:post_type").lower() or "post"
    if kind == "attachment":
        return Passed.ATTACHMENT
    if kind not in _KINDS:
        return Passed.OTHER
    passed = _STATUSES.get(item.said("wp:status").lower(), Passed.OTHER)
    if passed is not None:
        return passed
    if item.said("wp:post_password"):
        return Passed.LOCKED
    return Exported(
        link=_link(item),
        kind=_KINDS[kind],
        facts=_facts(item, authors),
        content=paragraphs(_BLOCK_COMMENT.sub("", _text(item, "content:encoded"))),
        comments=sum(1 for _ in item.all("wp:comment")),
    )


def _link(item: Node) -> str | None:
    guid = item.first("guid")
    permanent = guid is not None and guid.attributes.get("isPermaLink", "true").lower() == "true"
    named = guid.text.strip() if guid is not None else ""
    return item.said("link") or (
        named if permanent or named.lower().startswith(("http://", "https://")) else None
    )


def _facts(item: Node, authors: Authors) -> Facts:
    login = _line(item.said("dc:creator"))
    labels = [
        label
        for one in item.all("category")
        if one.attributes.get("domain", "category") in _LABELS and (label := _line(html.unescape(one.text)))
    ]
    return Facts(
        title=_line(html.unescape(_text(item, "title"))),
        author=authors.get(login.casefold(), login) if login else None,
        published=_published(item),
        updated=_moment(item.said("wp:post_modified_gmt")),
        labels=tuple(dict.fromkeys(labels[:_MOST_LABELS])),
        platform_id=_line(item.said("guid")),
    )


def _published(item: Node) -> datetime | None:
    """In UTC, or, of an item that never got that, by the blog's own clock."""
    written = (item.said("wp:post_date_gmt"), item.said("pubDate"), item.said("wp:post_date"))
    return next((moment for text in written if (moment := _moment(text))), None)


def _moment(text: str) -> datetime | None:
    """A time as WordPress writes it; none when it is ``0000-00-00``, which as a date is 1970."""
    moment = None if text.startswith(_NO_DATE) else parse_iso(text)
    return moment if moment is None or moment.timestamp() else None


def _text(item: Node, name: str) -> str:
    node = item.first(name)
    return node.text if node is not None else ""


def _line(text: str) -> str | None:
    return _SPACES.sub(" ", text).strip()[:1000] or None
