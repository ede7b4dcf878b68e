"""An article as a plain HTML document: the form in which what an export or a feed tells of it is kept.

It says what it is: title, byline, dates and labels for people and as JSON-LD (schema.org), its address as canonical,
and what it was made from as a link of the relation ``via`` (RFC 4287 §4.2.7.2). Pure.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from datetime import datetime

from archive.model import Facts, PageKind
from archive.timestamp import iso

GENERATOR = "Backfile"
OWN = "backfile-told"
"""The class of what stands around the content: all else in the body is the article's own, wherever its tags close."""

_MARGIN = re.compile(r"\n[ \t]*\n\s*")
_BLOCK = re.compile(
    r"</?(?:address|article|aside|blockquote|details|div|dl|fieldset|figure|footer|form|h[1-6]|header|hr|iframe|main"
    r"|nav|ol|p|pre|section|style|script|table|ul|video)\b|<!--|\[",
    re.I,
)
_PARAGRAPHS = re.compile(r"<(?:p|div|pre|table|ul|ol|blockquote)\b", re.I)
_VIA = re.compile(r'<link rel="via" href="([^"<>]*)" title="([^"<>]*)">')


@dataclass(frozen=True, slots=True)
class PlainArticle:
    """An article as something else than its own page tells it. ``content`` is HTML, as it was written there."""

    url: str
    kind: PageKind
    facts: Facts
    content: str


def document(article: PlainArticle, *, via_url: str, via_name: str, note: str) -> bytes:
    """The document in UTF-8: the same for the same article and origin. ``note`` tells readers where it is from."""
    facts = article.facts
    return "\n".join(
        [
            "<!DOCTYPE html>",
            "<html>",
            "<head>",
            '<meta charset="utf-8">',
            f'<meta name="generator" content="{GENERATOR}">',
            f"<title>{_text(facts.title or article.url)}</title>",
            f'<link rel="canonical" href="{_text(article.url)}">',
            f'<link rel="via" href="{_text(via_url)}" title="{_text(via_name)}">',
            f'<script type="application/ld+json">{_linked_data(article)}</script>',
            "</head>",
            "<body>",
            '<article class="hentry">',
            f'<header class="{OWN}">',
            f'<h1 class="entry-title">{_text(facts.title)}</h1>' if facts.title else "",
            *_byline(facts),
            "</header>",
            '<div class="entry-content">',
            article.content,
            "</div>",
            f'<footer class="{OWN}">',
            *_labels(facts),
            f"<p><small>{_text(note)}</small></p>",
            "</footer>",
            "</article>",
            "</body>",
            "</html>",
            "",
        ]
    ).encode("utf-8", "replace")


def via_of(body: bytes) -> tuple[str, str] | None:
    """The address and the name of what such a document was made from; None for any other document."""
    found = _VIA.search(body[:65536].decode("utf-8", "replace"))
    return (html.unescape(found[1]), html.unescape(found[2])) if found else None


def paragraphs(content: str) -> str:
    """Text whose paragraphs are blank lines, as WordPress keeps it, with ``<p>`` around each; markup that has its own
    blocks stays as it is."""
    if _PARAGRAPHS.search(content):
        return content
    pieces = [piece.strip() for piece in _MARGIN.split(content.replace("\r\n", "\n"))]
    return "\n".join(
        piece if _BLOCK.match(piece) else f"<p>{piece.replace(chr(10), '<br>')}</p>"
        for piece in pieces
        if piece
    )


def _byline(facts: Facts) -> list[str]:
    parts = []
    if facts.author:
        parts.append(f'<span class="author">{_text(facts.author)}</span>')
    if facts.published:
        parts.append(_time("published", facts.published))
    if facts.updated:
        parts.append(_time("updated", facts.updated))
    return [f'<p class="byline">{" · ".join(parts)}</p>'] if parts else []


def _time(name: str, moment: datetime) -> str:
    return f'<time class="{name}" datetime="{iso(moment)}">{moment:%Y-%m-%d}</time>'


def _labels(facts: Facts) -> list[str]:
    tags = ", ".join(f'<a rel="tag">{_text(label)}</a>' for label in facts.labels)
    return [f'<p class="labels">{tags}</p>'] if tags else []


def _linked_data(article: PlainArticle) -> str:
    facts = article.facts
    said = {
        "@context": "https://schema.org",
        "@type": "WebPage" if article.kind is PageKind.PAGE else "BlogPosting",
        "mainEntityOfPage": article.url,
        "headline": facts.title,
        "author": {"@type": "Person", "name": facts.author} if facts.author else None,
        "datePublished": iso(facts.published) if facts.published else None,
        "dateModified": iso(facts.updated) if facts.updated else None,
        "keywords": list(facts.labels) or None,
    }
    known = {name: value for name, value in said.items() if value}
    return json.dumps(known, ensure_ascii=False).replace("<", "\\u003c")


def _text(value: str | None) -> str:
    return html.escape(value or "")
