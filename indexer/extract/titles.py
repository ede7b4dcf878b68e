"""The title of a page's article: the headline that a reader sees, checked against what the page declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from indexer.extract.linked_data import LinkedData
from indexer.extract.markup import Markup, is_aside, visible_text
from indexer.extract.sites import fold, is_site_name, squeeze

MAX_TITLE = 500
MAX_HEADINGS = 60

_HEADLINE_CLASSES = (
    "entry-title", "post-title", "article-title", "post__title", "article__title", "single-title", "page-title",
    "gh-article-title", "post-full-title", "headline", "entry-header__title", "wp-block-post-title", "tdb-title-text",
)  # fmt: skip
_SITE_TITLE = re.compile(
    r"site-?(?:title|name|branding|logo)|blog-?title|logo|screen-reader|sr-only|visually-hidden", re.I
)
_SEPARATOR = re.compile(r"\s+[|–—\-»«›‹·•:~⋆*/]+\s+|\s*[|»«›‹·•]+\s*|\s+::\s+|:\s+|\s+[-–—]|[-–—]\s+")
_STRONG_SEPARATOR = re.compile(r"\s+[|»«›‹·•–—-]\s+")
_AGREES = 0.5
_AGREES_WELL = 0.75
_CHAPTER = 0.05
"""Lesser headings are mostly those of chapters, which share words with the title: they have to agree better."""


@dataclass(frozen=True, slots=True)
class Headline:
    """A title, and the element that shows it, if one does."""

    text: str = ""
    element: HtmlElement | None = None


def headline_of(markup: Markup, data: LinkedData, names: frozenset[str]) -> Headline:
    """The article's title; its text is empty when there is none.

    A heading wins when it agrees with a declared title (JSON-LD, Open Graph, ``<title>``), for what stands
    above the text is what its author called it; declared titles are cut and stuffed for search engines. The only
    ``<h1>`` of a page wins even if nothing agrees with it. Otherwise the declared title, without the site's name.
    """
    declared = [bare(text, names) for text in _declared(markup, data)]
    declared = [text for text in declared if text and not is_site_name(text, names)]
    if is_index(markup.canonical or markup.url or ""):
        # The headings of a listing are those of its posts; its name is the blog's or the archive's.
        return Headline(markup.first_meta("og:title") or markup.title)
    candidates = list(_headings(markup, names))
    best, worth = Headline(), 0.0
    for headline, prior in candidates:
        agreed = max((_agreement(headline.text, other) for other in declared), default=0.0)
        if agreed >= (_AGREES if prior > _CHAPTER else _AGREES_WELL) and agreed + prior > worth:
            best, worth = headline, agreed + prior
    if best.text:
        return best
    alone = [
        headline
        for headline, _ in candidates
        if headline.element is not None and headline.element.tag == "h1"
    ]
    if len({headline.text for headline in alone}) == 1:
        return alone[0]
    return Headline(declared[0] if declared else markup.first_meta("og:title") or markup.title)


_INDEX_PATH = re.compile(
    r"^/(?:(?:19|20)\d\d/?(?:(?:0[1-9]|1[0-2])/?)?|search(?:/label/.*)?/?|archive/?|page/\d+/?)?$"
)


def is_index(url: str) -> bool:
    """Whether an address is that of a home page, a year's or month's archive or a search, as blogs name them."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return False
    return bool(url) and _INDEX_PATH.match(path) is not None


def _declared(markup: Markup, data: LinkedData) -> Iterator[str]:
    yield data.text("headline")
    yield markup.first_meta("og:title")
    yield markup.first_meta("twitter:title", "dc.title", "citation_title", "headline", "parsely-title")
    yield markup.title
    if (
        not markup.meta.get("og:title")
        and (parts := _STRONG_SEPARATOR.split(markup.title))
        and len(parts) > 1
    ):
        # Nothing but <title>: the longest of its parts is the article's, the rest the site's and the section's.
        yield max(parts, key=len)


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


def _headings(markup: Markup, names: frozenset[str]) -> Iterator[tuple[Headline, float]]:
    """Candidates with how much their markup speaks for them: named as headline, ``h1``, lesser headings."""
    groups = (
        (markup.itemprops.get("headline", []), 0.3),
        (list(markup.of_class(*_HEADLINE_CLASSES)), 0.25),
        (markup.tags.get("h1", []), 0.2),
        (markup.tags.get("h2", []), 0.05),
        (markup.tags.get("h3", []), 0.0),
    )
    seen: set[HtmlElement] = set()
    for elements, prior in groups:
        for element in elements[:MAX_HEADINGS]:
            if element not in seen and element.tag != "meta" and not _is_site_title(markup, element):
                seen.add(element)
                for text, less in _readings(element):
                    if text and len(text) <= MAX_TITLE and not is_site_name(text, names):
                        yield Headline(text, element), prior - less


def _readings(element: HtmlElement) -> Iterator[tuple[str, float]]:
    """The heading whole, and without a kicker or subtitle that is an element of its own in it."""
    yield visible_text(element), 0.0
    children = [
        child
        for child in element
        if isinstance(child.tag, str) and child.tag not in ("br", "em", "i", "b", "strong")
    ]
    if (
        len(children) == 1
        and (whole := visible_text(element))
        and (part := visible_text(children[0])) != whole
    ):
        yield part, 0.1
        yield whole.removeprefix(part).removesuffix(part).strip(" |:–—-"), 0.1
    elif 1 < len(children) <= 4:
        yield from ((visible_text(child), 0.1) for child in children)


def _is_site_title(markup: Markup, element: HtmlElement) -> bool:
    """Whether a heading is the site's own: named so, hidden, linked to the home page, or apart from the article."""
    parent = element.getparent()
    around = (element, parent) if parent is not None else (element,)
    if any(_SITE_TITLE.search(f"{node.get('class') or ''} {node.get('id') or ''}") for node in around):
        return True
    links = [*element.iter("a")] or ([parent] if parent is not None and parent.tag == "a" else [])
    home = len(links) == 1 and _is_home(links[0].get("href") or "", markup.url)
    return home or is_aside(markup, element)


def _is_home(href: str, url: str | None) -> bool:
    """Whether a link leads to the root of a site while the page itself is not that root."""
    try:
        target, own = urlsplit(href.split("id_/")[-1]), urlsplit(url or "")
    except ValueError:
        return False
    path = re.sub(r"^/web/\d+[a-z_]*/https?:/+[^/]+", "", target.path)
    return (
        bool(href)
        and path in ("", "/")
        and not target.query
        and not href.startswith("#")
        and own.path not in ("", "/")
    )


def _agreement(heading: str, declared: str) -> float:
    """1 for the same words; else the share of common words in the shorter one, lessened by what differs."""
    if (one := fold(heading)) == (two := fold(declared)) or squeeze(heading) == squeeze(declared):
        return 1.0
    words, others = set(one.split()), set(two.split())
    if not words or not others:
        return 0.0
    common = len(words & others)
    return 0.6 * common / min(len(words), len(others)) + 0.3 * common / len(words | others)
