"""The lead of an article: a paragraph that a theme sets above the body, apart from it, and that the page repeats as its
description."""

from __future__ import annotations

from itertools import islice

from lxml.html import HtmlElement

from indexer.extract.bylines import following
from indexer.extract.markup import UNSEEN, Markup, is_aside, is_larger, visible_text
from indexer.extract.sites import squeeze

MIN_LEAD = 60
MAX_LEAD = 1_000
MAX_ELEMENTS = 150
"""How many elements behind the headline are looked at."""

_SAME = 50
"""As many letters in common at the beginning count as the same: descriptions are cut."""


def lead_of(markup: Markup, headline: HtmlElement | None, text: str) -> str:
    """The lead, if the page shows one behind its headline that the text lacks; else empty."""
    said = {
        squeeze(description)[:_SAME] for description in _descriptions(markup) if len(description) >= MIN_LEAD
    }
    said = {begin for begin in said if len(begin) == _SAME}
    if headline is None or not said or markup.is_vast:
        return ""
    held = squeeze(text)
    if any(begin in held for begin in said):
        return ""
    for element in islice(_leaves(headline), MAX_ELEMENTS):
        if is_larger(element, 2 * MAX_LEAD):
            continue
        words = visible_text(element)
        if (
            MIN_LEAD <= len(words) <= MAX_LEAD
            and squeeze(words)[:_SAME] in said
            and not is_aside(markup, element)
        ):
            return words
    return ""


def _descriptions(markup: Markup) -> list[str]:
    names = ("og:description", "description", "twitter:description")
    return [text for name in names for text in markup.meta.get(name, ())]


def _leaves(headline: HtmlElement) -> list[HtmlElement]:
    """The elements behind the headline that may hold a paragraph, outermost first."""
    return [
        element
        for top in following(headline)
        if isinstance(top.tag, str)
        for element in top.iter(
            "p", "div", "h2", "h3", "h4", "span", "strong", "em", "section", "blockquote", "summary"
        )
        if element.tag not in UNSEEN
    ]
