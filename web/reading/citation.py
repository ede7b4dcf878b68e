"""An article as one sentence that can be pasted under a text, and as the tags that reference managers read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from archive.timestamp import iso_there
from web.wording import day


@dataclass(frozen=True, slots=True)
class Citable:
    """What is known of an article, from its Document or, before it is indexed, from its Page."""

    title: str
    url: str
    permalink: str
    source: str
    author: str | None = None
    published: datetime | None = None
    archived: datetime | None = None
    snapshot: str | None = None  # absolute URL
    lang: str | None = None
    labels: tuple[str, ...] = ()
    told_by: str | None = None  # “an export”: what the text is from, when not from its own page


def sentence(article: Citable) -> list[str]:
    """Author, title, place and dates, the archive's permalink, the original's address: parts that are joined by
    spaces, apart so that each can be set in its own direction."""
    parts = [
        f"{article.author}." if article.author else "",
        f"“{article.title}.”" if not article.title.endswith((".", "!", "?", "…")) else f"“{article.title}”",
        f"{article.source}{', ' + day(article.published) if article.published else ''}.",
        _archived(article),
        f"{article.permalink}.",
        f"Originally at {article.url}.",
    ]
    return [part for part in parts if part]


def _archived(article: Citable) -> str:
    if article.archived is None:
        return ""
    if article.told_by is None:
        return f"Archived {day(article.archived)}."
    return f"Text from {article.told_by}, kept {day(article.archived)}."


def dublin_core(article: Citable) -> list[tuple[str, str]]:
    """``<meta name>`` tags. Never ``citation_title``: on its own it makes a journal article of a blog post."""
    tags = [
        ("DC.type", "Text"),
        ("DC.title", article.title),
        ("DC.creator", article.author),
        ("DC.date", iso_there(article.published) if article.published else None),
        ("DC.publisher", article.source),
        ("DC.language", article.lang),
        ("DC.identifier", article.permalink),
        ("DC.source", article.url),
        ("author", article.author),
    ]
    return [(name, value) for name, value in tags if value]


def open_graph(article: Citable, site: str) -> list[tuple[str, str]]:
    """``<meta property>`` tags (ogp.me, ``article``)."""
    tags = [
        ("og:type", "article"),
        ("og:title", article.title),
        ("og:url", article.permalink),
        ("og:site_name", article.source or site),
        ("article:author", article.author),
        ("article:published_time", iso_there(article.published) if article.published else None),
        *(("article:tag", label) for label in article.labels),
    ]
    return [(name, value) for name, value in tags if value]
