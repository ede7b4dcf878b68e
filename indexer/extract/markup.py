"""One parsed page, indexed in a single walk, that all rules read. No I/O; bounded on hostile input."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from archive import tags

MAX_CHARACTERS = 10_000_000
"""What is read of one page: no article is longer, and every rule is linear in this."""

MAX_ELEMENTS = 40_000
"""trafilatura and htmldate take time with the square of this; an article page has a few thousand."""

MAX_DEPTHS = 1_500_000
"""The sum of all elements' depths: what asks each element for those above it takes time with this; a page has 100,000."""

UNSEEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "title",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "canvas",
        "audio",
        "video",
        "select",
        "option",
        "textarea",
        "datalist",
        "dialog",
        "map",
    ]
)
"""Elements whose text no reader sees as part of an article."""


@dataclass(slots=True)
class Markup:
    """A page's tree, and where its marked-up places are.

    ``meta`` maps a lower-cased ``name``, ``property`` or ``itemprop`` of ``<meta>`` to its contents;
    ``classes``, ``itemprops`` and ``rels`` map one token to the elements that carry it, in page order.
    """

    root: HtmlElement
    url: str | None = None
    title: str = ""
    lang: str = ""
    canonical: str = ""
    meta: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    classes: dict[str, list[HtmlElement]] = field(default_factory=lambda: defaultdict(list))
    itemprops: dict[str, list[HtmlElement]] = field(default_factory=lambda: defaultdict(list))
    rels: dict[str, list[HtmlElement]] = field(default_factory=lambda: defaultdict(list))
    tags: dict[str, list[HtmlElement]] = field(default_factory=lambda: defaultdict(list))
    ids: dict[str, HtmlElement] = field(default_factory=dict)
    linked_data: list[str] = field(default_factory=list)
    frames: set[HtmlElement] = field(default_factory=set)
    elements: int = 0
    depths: int = 0

    @property
    def is_vast(self) -> bool:
        """Whether the page has so many elements that only what is linear may be done with it."""
        return self.elements > MAX_ELEMENTS or self.depths > MAX_DEPTHS

    def first_meta(self, *names: str) -> str:
        """The first non-empty content among these names, in this order; else empty."""
        return next((text for name in names for text in self.meta.get(name, ()) if text), "")

    def of_class(self, *tokens: str) -> Iterator[HtmlElement]:
        """Elements that carry one of these class tokens: token by token, each in page order."""
        for token in tokens:
            yield from self.classes.get(token, ())


# What XML can't hold: lxml refuses to set such text again, so one stray control character would cost the article.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef])|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]));",
    re.IGNORECASE,
)
_KEPT_TAGS = frozenset(["h1", "h2", "h3", "time", "article", "main", "abbr"])


def parse(text: str, url: str | None = None) -> Markup | None:
    """Parse decoded HTML, forgiving anything; None when there is no element or text at all.

    Nesting beyond 2,048 levels is lost (libxml2 stops there), what came before it is kept.
    """
    # Given bytes and their encoding, libxml2 never trusts a <meta charset> in them.
    body = tags.bounded(_CONTROLS.sub("", text[:MAX_CHARACTERS])).encode("utf-8", "ignore")
    parser = HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        huge_tree=True,
        no_network=True,
    )
    try:
        root = document_fromstring(body, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    markup = Markup(root=root, url=url)
    markup.lang = root.get("lang") or root.get("xml:lang") or ""
    depth: dict[HtmlElement | None, int] = {}
    for element in root.iter(etree.Element):
        _index(markup, element)
        markup.elements += 1
        depth[element] = above = depth.get(element.getparent(), 0) + 1
        markup.depths += above
    markup.frames = _frames(markup)
    return markup


def _index(markup: Markup, element: HtmlElement) -> None:
    tag = element.tag
    if tag == "meta":
        _index_meta(markup, element)
    elif tag == "link":
        if (element.get("rel") or "").lower() == "canonical" and not markup.canonical:
            markup.canonical = (element.get("href") or "").strip()
    elif tag == "script":
        if (element.get("type") or "").strip().lower().startswith("application/ld+json") and element.text:
            markup.linked_data.append(element.text)
    elif tag == "title":
        parent = element.getparent()
        if not markup.title and parent is not None and parent.tag != "svg":
            markup.title = " ".join(element.text_content().split())
    else:
        _index_place(markup, element, str(tag))


def _index_meta(markup: Markup, element: HtmlElement) -> None:
    content = " ".join((element.get("content") or "").split())
    for attribute in ("name", "property", "itemprop"):
        if (name := element.get(attribute)) and content:
            markup.meta[name.strip().lower()].append(content)
    if itemprop := element.get("itemprop"):
        markup.itemprops[itemprop.strip()].append(element)


def _index_place(markup: Markup, element: HtmlElement, tag: str) -> None:
    if tag in _KEPT_TAGS:
        markup.tags[tag].append(element)
    for attribute, index in (("class", markup.classes), ("itemprop", markup.itemprops), ("rel", markup.rels)):
        if value := element.get(attribute):
            for token in value.split():
                index[token].append(element)
    if identifier := element.get("id"):
        markup.ids.setdefault(identifier, element)


_OUTER = frozenset(("nav", "footer", "aside"))
_INNER = frozenset(("article", "main", "header"))
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:comments?|commentlist|recentcomments|related|popular|sidebar|recent|yarpp|widget-area|recommended|more-posts)",
    re.IGNORECASE,
)
_CONTENT_CLASSES = ("entry-content", "post-body", "post-content", "article-body", "article-content")


def _frames(markup: Markup) -> set[HtmlElement]:
    """Every element that holds a headline or an article's text: a wrapper, whatever its class says of sidebars."""
    held = [
        *markup.tags.get("h1", ())[:8],
        *markup.tags.get("main", ())[:2],
        *markup.itemprops.get("articleBody", ())[:2],
    ]
    held += [element for name in _CONTENT_CLASSES for element in markup.classes.get(name, ())[:2]]
    return {frame for element in held for frame in (element, *element.iterancestors())}


def is_aside(markup: Markup, element: HtmlElement) -> bool:
    """Whether the element stands in navigation, a sidebar, comments or a block of other posts."""
    article = False
    for parent in element.iterancestors():
        article = article or parent.tag in _INNER
        if parent in markup.frames or parent.tag == "body":
            return False
        if parent.tag in _OUTER and not article:
            # An article's own footer holds its byline in many themes.
            return parent.tag != "footer" or not any(
                above.tag == "article" for above in parent.iterancestors()
            )
        if _ASIDE.search(f"{parent.get('class') or ''} {parent.get('id') or ''}"):
            return True
    return False


MAX_SMALL = 400
"""Elements in one from which on it counts as large, however little text they hold."""


def is_larger(element: HtmlElement, characters: int) -> bool:
    """Whether an element holds more text than so many characters; looks no further than it has to."""
    for number, node in enumerate(element.iter()):
        characters -= len(node.text or "") + len(node.tail or "") * (node is not element)
        if characters < 0 or number > MAX_SMALL:
            return True
    return False


def visible_text(element: HtmlElement, between: str = "") -> str:
    """The element's text on one line, without scripts and the like; ``between`` stands between its pieces."""
    parts: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, node in walker:
        if event == "end":
            if node is not element:
                parts.append(node.tail or "")
        elif node.tag in UNSEEN and node is not element:
            walker.skip_subtree()
        else:
            parts.append(node.text or "")
            if node.tag == "br":
                parts.append(" ")
    return " ".join(between.join(parts).split())
