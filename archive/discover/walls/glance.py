"""What a page looks like to one who tells walls from articles: its words, its headings, how much prose it has.

Everything is worked out when it is first asked for: most pages are told to be articles by their title and a single
scan for marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from lxml.etree import _Element

from archive.discover import markup
from archive.discover.articles import is_article
from archive.discover.markup import Markup, tokens
from archive.discover.zones import text_root

_SCANNED = 128 * 1024  # bytes in which marks of software are looked for
_MOST_TEXT = 8_000  # visible characters that are counted
_UNSEEN = frozenset({"script", "style", "template", "svg", "head", "noscript", "iframe", "object"})
_FRAME = frozenset({"nav", "footer", "aside", "form", "button", "select", "label"})
_INLINE = frozenset({
    "a", "abbr", "b", "big", "br", "cite", "code", "em", "font", "i", "img", "ins", "kbd", "mark", "q", "s", "small",
    "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "wbr",
})  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3"})
_NAMED_HEADINGS = frozenset({"error-code", "error-title", "error-message", "error-description", "page-title"})
_MOST_HEADINGS = 8
_LONG_PIECE = 50  # characters
_RICH = 2_000  # more than what any teller allows a wall to have
_SPACES = re.compile(r"\s+")
_APOSTROPHES = str.maketrans("’‘ʼ`", "''''")


class Glance:
    """A parsed page and what of it tells a wall. Texts are case-folded, with plain apostrophes and single spaces."""

    def __init__(self, page: Markup, body: bytes) -> None:
        self.page = page
        self._body = body

    @cached_property
    def raw(self) -> bytes:
        """The beginning of the body in lower case, in which marks of software are looked for."""
        return self._body[:_SCANNED].lower()

    @cached_property
    def title(self) -> str:
        """What stands in ``title``."""
        element = self.page.first("title")
        return folded(markup.text(element)) if element is not None else ""

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The first headings, and what error templates name as theirs."""
        found: list[str] = []
        for element in self.page.root.iter():
            if element.tag in _HEADINGS or (element.get("class") and tokens(element) & _NAMED_HEADINGS):
                found.append(folded(markup.text(element)))
                if len(found) >= _MOST_HEADINGS:
                    break
        return tuple(heading for heading in found if heading)

    @cached_property
    def text(self) -> str:
        """The visible text, cut after some thousand characters."""
        return folded(" ".join(_visible(self.page.root)))

    @cached_property
    def prose(self) -> int:
        """Characters of running text under one roof: what an article has, and lists, menus and notices have not.

        Each paragraph (a block with no block in it) counts for its parent in full and for its grandparent by half, as
        Readability scores them; the words of links, forms and of the frame do not count.
        """
        return _prose(self.page.root)

    @cached_property
    def rich(self) -> bool:
        """Whether ``p`` elements alone hold more running text under one roof than any wall has: quick to tell."""
        roofs: dict[_Element, int] = {}
        for paragraph in self.page.root.iter("p"):
            parent = paragraph.getparent()
            if parent is None or parent.tag in _FRAME:
                continue
            size = len(paragraph.text or "") + sum(len(child.tail or "") for child in paragraph)
            roofs[parent] = roofs.get(parent, 0) + size
            if roofs[parent] > _RICH and not any(above.tag in _FRAME for above in parent.iterancestors()):
                return True
        return False

    @cached_property
    def meta(self) -> dict[str, str]:
        """The page's ``meta`` values."""
        return markup.meta(self.page)

    @cached_property
    def body_class(self) -> frozenset[str]:
        """The classes of ``body``."""
        body = self.page.first("body")
        return tokens(body) if body is not None else frozenset()

    @cached_property
    def noindex(self) -> bool:
        """Whether the page asks search engines to leave it out."""
        return "noindex" in self.meta.get("robots", "").lower()

    @cached_property
    def states_article(self) -> bool:
        """Whether the page says of itself, in JSON-LD or ``meta``, that it is an article."""
        return is_article(self.page, self.meta)

    @cached_property
    def named_body(self) -> bool:
        """Whether the theme names the element that holds a post's text, and there is text in it."""
        root = text_root(self.page)
        return root.named and root.element is not None and len(markup.text(root.element, 100)) > 40

    def poor(self, most: int) -> bool:
        """Whether there is less running text than ``most`` characters, and nothing says that it is an article."""
        return self.prose < most and not (self.states_article and self.prose > 40)

    def bare(self, most: int) -> bool:
        """Like ``poor``, and without the element that themes keep a post's text in either."""
        return self.poor(most) and not self.named_body

    def links(self, tag: str, name: str) -> Iterator[str]:
        """The values of an attribute of all elements of a kind, in lower case."""
        for element in self.page.root.iter(tag):
            if value := element.get(name):
                yield value.lower()


def folded(text: str) -> str:
    """A text as phrases are compared: case-folded, plain apostrophes, single spaces."""
    return _SPACES.sub(" ", text.translate(_APOSTROPHES)).strip().casefold()


def _visible(root: _Element) -> Iterator[str]:
    size = 0
    for _, text in _texts(root, _UNSEEN):
        yield text
        size += len(text)
        if size > _MOST_TEXT:
            return


def _texts(root: _Element, without: frozenset[str]) -> Iterator[tuple[_Element, str]]:
    """Every piece of text with the element that it stands in, in document order, outside of some elements."""
    stack: list[tuple[_Element, bool]] = [(root, False)]
    while stack:
        element, tail = stack.pop()
        if tail:
            parent = element.getparent()
            if parent is not None and element.tail and _is_wording(element.tail):
                yield parent, element.tail
            continue
        if not isinstance(element.tag, str) or element.tag in without:
            continue
        if element.text and _is_wording(element.text):
            yield element, element.text
        for child in reversed(element):
            stack += [(child, True), (child, False)]


def _is_wording(text: str) -> bool:
    """Whether a piece of text is words: puzzles for browsers are kept in hidden elements, as signs without letters."""
    if len(text) < _LONG_PIECE:
        return not text.isspace()
    piece = text[: _LONG_PIECE * 4]
    return sum(map(str.isalpha, piece)) * 3 > len(piece)


def _prose(root: _Element) -> int:
    blocks: dict[_Element, int] = {}
    for element, text in _texts(root, _UNSEEN | _FRAME | _HEADINGS):
        block, linked = _block(element)
        if block is not None and not linked:
            blocks[block] = blocks.get(block, 0) + len(text.strip())
    roofs: dict[_Element, float] = {}
    for block, size in blocks.items():
        parent = block.getparent()
        own = size if _holds_blocks(block) or parent is None else 0
        roof = block if own else parent
        above = roof.getparent() if roof is not None else None
        if roof is not None:
            roofs[roof] = roofs.get(roof, 0) + size
        if above is not None:
            roofs[above] = roofs.get(above, 0) + size / 2
    return int(max(roofs.values(), default=0))


def _block(element: _Element | None) -> tuple[_Element | None, bool]:
    """The block that a piece of text belongs to, and whether it stands in a link."""
    linked = False
    while element is not None and element.tag in _INLINE:
        linked = linked or element.tag == "a"
        element = element.getparent()
    return element, linked


def _holds_blocks(element: _Element) -> bool:
    return any(isinstance(child.tag, str) and child.tag not in _INLINE for child in element)
