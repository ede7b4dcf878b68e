"""The last resort: the text of the page's largest plain container, for pages in which trafilatura sees nothing."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from lxml.html import HtmlElement, tostring

from indexer.extract.boilerplate import is_boilerplate, named_as_boilerplate
from indexer.extract.markup import Markup
from indexer.extract.rendering import clean, render

_GONE = "script,style,noscript,template,nav,aside,footer,header,form,button,select,textarea,iframe,svg,dialog"
_MAIN = ("article", "main", "[role=main]", "#content", ".content", ".post", "body")
_BLOCKS = frozenset(
    ("p", "div", "section", "article", "ul", "ol", "li", "dt", "dd", "table", "tr", "br", "pre", "blockquote",
     "h1", "h2", "h3", "h4", "h5", "h6")
)  # fmt: skip
MIN_TEXT = 40
MAX_SOURCE = 2_000_000


def fallback_text(markup: Markup) -> str:
    """The text of the first of a short list of containers that has some; empty when the page says next to nothing."""
    body: HtmlElement | None = markup.root.find("body")
    if markup.is_vast:
        return render(body if body is not None else markup.root, is_boilerplate)
    source = tostring(body if body is not None else markup.root, encoding="unicode")[:MAX_SOURCE]
    try:
        soup = BeautifulSoup(source, "lxml")
    except RecursionError:
        return ""
    for tag in soup.select(_GONE):
        tag.decompose()
    for selector in _MAIN:
        for found in soup.select(selector, limit=3):
            text = _text(found)
            if len(text) >= MIN_TEXT:
                return text
    return ""


def _text(top: Tag) -> str:
    parts: list[str] = []
    for node in top.descendants:
        if isinstance(node, Tag):
            parts.append("\n\n" if node.name in _BLOCKS else "")
        elif isinstance(node, NavigableString) and not _in_furniture(node, top):
            parts.append(" ".join(node.split()) + " ")
    return clean("".join(parts))


def _in_furniture(node: NavigableString, top: Tag) -> bool:
    names = (str(tag.get("class") or "") for tag in node.parents if tag is not top and isinstance(tag, Tag))
    return any(named_as_boilerplate(name) for name in names if name)
