"""The title of a page's article: the headline that a reader sees, checked against what the page declares."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from indexer.extract.linked_data import LinkedData
from indexer.extract.markup import Markup, inside, visible_text
from indexer.extract.sites import fold, is_site_name, squeeze

MAX_TITLE = 500

_HEADLINE_CLASSES = (
    "entry-title", "post-title", "article-title", "post__title", "article__title", "single-title", "page-title",
    "gh-article-title", "post-full-title", "headline", "entry-header__title", "wp-block-post-title", "tdb-title-text",
)  # fmt: skip
_NOT_MAIN = frozenset(("nav", "footer", "aside"))
_SEPARATOR = re.compile(r"\s+[|–—\-»«›‹·•:~⋆*/]+\s+|\s*[|»«›‹·•]+\s*|\s+::\s+|:\s+|\s+[-–—]|[-–—]\s+")


def title_of(markup: Markup, data: LinkedData, names: frozenset[str]) -> str | None:
    """The article's title, or None.

    A heading wins when it agrees with a declared title (JSON-LD, Open Graph, ``<title>``), for what stands
    above the text is what its author called it; search titles are cut and stuffed. The only ``<h1>`` of a page
    wins alone. Otherwise the declared title, without the site's name.
    """
    declared = [bare(text, names) for text in _declared(markup, data)]
    declared = [text for text in declared if text and not is_site_name(text, names)]
    heading = _heading(markup, declared, names)
    if heading:
        return heading
    return declared[0] if declared else (_declared_any(markup) or None)


def _declared(markup: Markup, data: LinkedData) -> Iterator[str]:
    yield data.text("headline")
    yield markup.first_meta("og:title")
    yield markup.first_meta("twitter:title", "dc.title", "citation_title", "headline", "parsely-title")
    yield markup.title


def _declared_any(markup: Markup) -> str:
    return markup.first_meta("og:title") or markup.title


def bare(title: str, names: frozenset[str]) -> str:
    """A declared title without the site's name before or after it, however it is set off."""
    title = " ".join(title.split())[:MAX_TITLE]
    cuts = list(_SEPARATOR.finditer(title))
    for cut in cuts:
        head, tail = title[: cut.start()].strip(), title[cut.end() :].strip()
        if tail and head and is_site_name(tail, names):
            return bare(head, names)
    for cut in reversed(cuts):
        head, tail = title[: cut.start()].strip(), title[cut.end() :].strip()
        if tail and head and is_site_name(head, names):
            return tail
    return title


def _heading(markup: Markup, declared: list[str], names: frozenset[str]) -> str:
    found = list(_headings(markup, names))
    best, worth = "", 0.0
    for text, prior in found:
        agreed = max((_agreement(text, other) for other in declared), default=0.0)
        if agreed + prior > worth and agreed >= 0.5:
            best, worth = text, agreed + prior
    if best:
        return best
    alone = [text for text, prior in found if prior >= 0.2]
    return alone[0] if len(set(alone)) == 1 else ""


def _headings(markup: Markup, names: frozenset[str]) -> Iterator[tuple[str, float]]:
    """Candidates with how much their markup speaks for them: named as headline, ``h1``, lesser headings."""
    seen: set[HtmlElement] = set()
    groups = (
        (markup.itemprops.get("headline", []), 0.3),
        (list(markup.of_class(*_HEADLINE_CLASSES)), 0.25),
        (markup.tags.get("h1", []), 0.2),
        (markup.tags.get("h2", [])[:12], 0.05),
        (markup.tags.get("h3", [])[:6], 0.0),
    )
    for elements, prior in groups:
        for element in elements[:40]:
            if element in seen or inside(element, _NOT_MAIN):
                continue
            seen.add(element)
            text = _heading_text(element)
            if text and len(text) <= MAX_TITLE and not is_site_name(text, names):
                yield text, prior


def _heading_text(element: HtmlElement) -> str:
    if element.tag == "meta":
        return ""
    return visible_text(element)


def _agreement(heading: str, declared: str) -> float:
    """1 for the same words; else the share of common words in the shorter one, lessened by what differs."""
    if (one := fold(heading)) == (two := fold(declared)) or squeeze(heading) == squeeze(declared):
        return 1.0
    words, others = set(one.split()), set(two.split())
    if not words or not others:
        return 0.0
    common = len(words & others)
    return 0.6 * common / min(len(words), len(others)) + 0.3 * common / len(words | others)
