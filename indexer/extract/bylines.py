"""The places in a page's body that name its author, with how much each is worth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from indexer.extract.markup import Markup, is_aside, is_larger, visible_text
from indexer.extract.names import person
from indexer.extract.rendering import lines_from

MAX_PLACES = 40
MAX_TEXT = 200_000
MAX_PICTURES = 60
_LEVELS, _BESIDE = 3, 250
"""How far around a portrait, and in how short a text, a name is looked for."""

_NAME = r"((?:[^\W\d_a-zß-ÿ][\w'’.-]*)(?: (?:[^\W\d_a-zß-ÿ][\w'’.-]*|de|van|von|da|del|la)){0,3})"
_FULL_NAME = re.compile(r"[^\W\d_a-zß-ÿ][\w'’-]+(?: [^\W\d_a-zß-ÿ][\w'’.-]*){1,2}")
_GUEST = re.compile(
    rf"\b[Gg]uest (?:(?:post|article|contribution|blog)(?: (?:is|was))?(?: written)? by|author|writer):? {_NAME}"
)
_WRITTEN_BY = re.compile(rf"\b(?:Written|Posted|Words|Text) by:? {_NAME}")
_NEAR = 1_500
"""How many characters after the headline are looked at for a line that says "by …"."""

_PATH = re.compile(
    r"/(?:authors?|autor|autoren|autores|auteurs?|creator|profile?|contributors?|writers?|redakteure?|journalists?)/[^/?#]+/?$"
)
# Pages of people in general: of the author in some sites, of those written about in others.
_PEOPLE_PATH = re.compile(r"/(?:people|person|staff|redaktion|team)/[^/?#]+/?$")
_CLASS = re.compile(
    r"(?:^|[-_\s])(?:authors?|autor(?:en)?|auteurs?|writer|byline|posted-?by|credit)(?:$|[-_\s])|"
    r"author-?name|(?<=[a-z])Author(?:Name)?(?:$|[-_\s])"
)
_NAME_CLASS = re.compile(
    r"author[-_]*(?:name|title|link)|(?<=[a-z])AuthorName|authorName|byline[-_]*(?:name|author)", re.I
)
_NOT_NAME_CLASS = re.compile(
    r"bio|box|image|img|avatar|photo|desc|about|social|comment|meta-?data|label|role|info|job|position|archive|post-?count",
    re.I,
)
_SAYS_BY = re.compile(
    r"^\W*(?:(?:post(?:ed)?|written|published|authored|words|text|story|article) by|by|von|par|por|di|door|av|af|przez|"
    r"(?:author|autor(?:in)?|auteur|autore|автор|作者)\s*[:：])[\s:：]",
    re.IGNORECASE,
)


def bylines(markup: Markup, headline: HtmlElement | None) -> Iterator[tuple[str, float]]:
    """Texts that may name the author, with their weights. The first good one of each kind of place."""
    authors = markup.itemprops.get("author", [])
    named = (
        name
        for element in authors
        for name in element.iter()
        if "name" in (name.get("itemprop") or "").split()
    )
    kinds: tuple[tuple[Iterable[HtmlElement], float], ...] = (
        (named, 0.9),
        (authors, 0.6),
        (markup.rels.get("author", ()), 0.8),
        (_links(markup, _PATH), 0.7),
        (_links(markup, _PEOPLE_PATH), 0.3),
        (_of_class(markup, _NAME_CLASS), 0.7),
        (_of_class(markup, _CLASS), 0.5),
        (markup.of_class("fn"), 0.5),
    )
    for elements, weight in kinds:
        yield from _first(markup, elements, weight)
    if headline is not None and (line := _line_after(headline)):
        yield line, 0.7
    if headline is not None and (guest := _GUEST.search(" ".join(lines_from(following(headline), _NEAR)))):
        yield guest[1], 5.0  # whoever has the account, the text is another's
    if not markup.is_vast and (written := _WRITTEN_BY.search(visible_text(markup.root, " ")[:MAX_TEXT])):
        yield written[1], 0.15
    yield from _portraits(markup)


def _portraits(markup: Markup) -> Iterator[tuple[str, float]]:
    """The first picture that is described by a name which stands beside it, too: how pages without markup show authors."""
    for picture in list(markup.root.iter("img"))[:MAX_PICTURES]:
        name = " ".join((picture.get("alt") or "").split())
        if not _FULL_NAME.fullmatch(name) or is_aside(markup, picture):
            continue
        around = picture
        for _ in range(_LEVELS):
            parent = around.getparent()
            if parent is None or parent.tag in ("body", "main", "article"):
                break
            around = parent
        if is_larger(around, 4 * _BESIDE):
            continue
        beside = visible_text(around, " ")
        if len(beside) <= _BESIDE and name.casefold() in beside.casefold():
            yield name, 0.12
            return


def _links(markup: Markup, path: re.Pattern[str]) -> Iterator[HtmlElement]:
    return (link for link in markup.root.iter("a") if path.search((link.get("href") or "").lower()))


def _of_class(markup: Markup, pattern: re.Pattern[str]) -> Iterator[HtmlElement]:
    for token, elements in markup.classes.items():
        if pattern.search(token) and not _NOT_NAME_CLASS.search(token):
            yield from elements[:MAX_PLACES]


def _first(markup: Markup, elements: Iterable[HtmlElement], weight: float) -> Iterator[tuple[str, float]]:
    for number, element in enumerate(elements):
        if number > MAX_PLACES:
            return
        text = element.get("content") or visible_text(element, " ")
        if text and person(text) and not is_aside(markup, element):
            yield text, weight
            return


def _line_after(headline: HtmlElement) -> str:
    """The first line after the headline that begins with "by", in some language, and holds a name."""
    lines = lines_from(following(headline), _NEAR)
    return next((line for line in lines if _SAYS_BY.search(line) and person(line)), "")


def following(element: HtmlElement) -> Iterator[HtmlElement]:
    """Everything that begins after the element ends, in page order."""
    node: HtmlElement | None = element
    while node is not None and node.tag != "body":
        yield from node.itersiblings()
        node = node.getparent()
