"""Blogger's exports: the old one (Atom with ``kind#…`` categories) and Takeout's ``feed.atom`` (``blogger/2018``).

A page of a blog's public feed is read the same way. Pure: nodes in, articles out.
"""

from __future__ import annotations

import html
import re

from archive.discover import blogger
from archive.exchange.entries import Node
from archive.exchange.exported import Blog, Exported, Passed
from archive.model import Facts, PageKind
from archive.timestamp import parse_iso

_KIND_SCHEME = "http://schemas.google.com/g/2005#kind"
_KINDS = {"post": PageKind.POST, "page": PageKind.PAGE}
_PASSED = {
    "comment": Passed.COMMENT,
    "settings": Passed.SETTING,
    "template": Passed.SETTING,
}
_LIVE = {"", "live"}
_TRASHED = {"soft_trashed", "trashed", "deleted"}
_MOST_LABELS = 200
_NOBODY = {"Unknown", "Anonymous", "noreply@blogger.com"}
_SPACES = re.compile(r"\s+")


def blog_of(head: Node) -> Blog:
    """The blog that a feed is of. Takeout's does not say its address."""
    home = next((_href(link) for link in head.all("link") if _is_page(link)), None)
    return Blog(
        title=_line(head.said("title")),
        home=home if home and home.lower().startswith(("http://", "https://")) else None,
        platform_id=blogger.blog_id(head.said("id")),
    )


def article_of(entry: Node) -> Exported | Passed:
    """The published post or page in an entry, or why it is none."""
    kind = _kind(entry)
    if isinstance(kind, Passed):
        return kind
    status = entry.said("blogger:status").lower()
    if entry.said("blogger:trashed") or status in _TRASHED:
        return Passed.TRASHED
    if status not in _LIVE or any(
        control.said("app:draft").lower() == "yes" for control in entry.all("app:control")
    ):
        return Passed.DRAFT
    return Exported(link=_link(entry), kind=kind, facts=_facts(entry), content=_content(entry))


def _kind(entry: Node) -> PageKind | Passed:
    said = entry.said("blogger:type").lower()
    if not said:
        terms = [
            one.attributes.get("term", "")
            for one in entry.all("category")
            if one.attributes.get("scheme") == _KIND_SCHEME
        ]
        # A comments feed has no kinds; what answers another entry is a comment (RFC 4685, section 3).
        unsaid = "comment" if entry.first("thr:in-reply-to") else "post"
        said = terms[0].rpartition("#")[2].lower() if terms else unsaid
    return _KINDS.get(said) or _PASSED.get(said, Passed.OTHER)


def _link(entry: Node) -> str | None:
    found = next((_href(link) for link in entry.all("link") if _is_page(link)), None)
    return found or entry.said("blogger:filename") or None


def _is_page(link: Node) -> bool:
    kind = link.attributes.get("type", "text/html")
    return link.attributes.get("rel", "alternate") == "alternate" and kind == "text/html"


def _href(link: Node) -> str | None:
    return link.attributes.get("href", "").strip() or None


def _facts(entry: Node) -> Facts:
    author = _line(entry.said("author", "name"))
    labels = [
        html.unescape(term)
        for one in entry.all("category")
        if one.attributes.get("scheme") != _KIND_SCHEME and (term := _line(one.attributes.get("term", "")))
    ]
    return Facts(
        title=_title(entry),
        author=None if author in _NOBODY else author,
        published=parse_iso(entry.said("published")),
        updated=parse_iso(entry.said("updated")),
        labels=tuple(dict.fromkeys(labels[:_MOST_LABELS])),
        platform_id=_line(entry.said("id")),
    )


def _title(entry: Node) -> str | None:
    title = entry.first("title")
    if title is None:
        return None
    return _line(html.unescape(title.text) if title.attributes.get("type") == "html" else title.text)


def _content(entry: Node) -> str:
    content = entry.first("content")
    if content is None:
        return ""
    return html.escape(content.text) if content.attributes.get("type") == "text" else content.text


def _line(text: str) -> str | None:
    return _SPACES.sub(" ", text).strip()[:1000] or None
