"""An element as plain text: one form for every winner.

Paragraphs are separated by an empty line; a list item or a table row is a line of its own (cells separated by a
tab); ``<pre>`` keeps its lines. NFC; no soft hyphens, zero-width spaces or control characters; ZWNJ, ZWJ and
the marks of writing direction stay, for they carry meaning.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from lxml import etree
from lxml.html import HtmlElement

from indexer.extract.markup import UNSEEN

Skip = Callable[[HtmlElement], bool]

_PARAGRAPH = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "nav",
        "blockquote",
        "figure",
        "figcaption",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "dl",
        "table",
        "pre",
        "hr",
        "form",
        "fieldset",
        "address",
        "details",
        "summary",
        "center",
        "body",
        "html",
        "noscript",
    ]
)
_LINE = frozenset(["li", "dt", "dd", "tr", "caption", "legend", "optgroup", "br"])
_CELL = frozenset(("td", "th"))
# Marks that Unicode lets a text carry without showing: useful to a typesetter, noise to a reader and a search.
_NOISE = re.compile(
    "[\u00ad\u200b\u2060\ufeff\ufffc\ufffd\ue000-\uf8ff\u0000\u0001\u0004-\u0008\u000c\u000e-\u001f\u007f-\u009f]"
)
_SPACES = re.compile(r"[^\S\n\t\v]+")
# In this order each run is short when the next pattern looks at it: nothing is quadratic.
_TABS = re.compile(r" ?\t[ \t]*")
_BREAKS = re.compile(r"[ \t]?[\n\v][ \t\n\v]*")
_PLACE = re.compile("\x02(\\d+)\x03")


def clean(text: str) -> str:
    """The one form of a text: see the module."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = _TABS.sub("\t", _SPACES.sub(" ", _NOISE.sub("", text)))
    text = _BREAKS.sub(lambda run: "\n\n" if run[0].count("\n") > 1 else "\n", text)
    return unicodedata.normalize("NFC", text).strip()


def render(element: HtmlElement, skip: Skip = lambda _: False) -> str:
    """The element's text. ``skip`` names elements to be left out with all that is in them."""
    kept: list[str] = []
    text = clean("".join(_pieces(element, skip, kept)))
    return _PLACE.sub(lambda place: _kept(kept, place[1]), text) if kept else text


def lines_from(elements: Iterable[HtmlElement], limit: int) -> list[str]:
    """The lines of about the first ``limit`` characters of several elements."""
    parts: list[str] = []
    for element in elements:
        for piece in _pieces(element, lambda _: False, []):
            parts.append(piece)
            limit -= len(piece)
            if limit < 0:
                break
        parts.append("\n")
        if limit < 0:
            break
    return [line for line in clean("".join(parts)).split("\n") if line]


def _pieces(element: HtmlElement, skip: Skip, kept: list[str]) -> Iterator[str]:
    """Texts and the marks of breaks, in page order; a ``<pre>`` goes to ``kept`` and leaves its number."""
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, node in walker:
        tag = str(node.tag)
        if event == "end":
            yield _edge(tag) if tag != "br" else ""
            if node is not element:
                yield _flow(node.tail)
        elif node is not element and (tag in UNSEEN or skip(node)):
            walker.skip_subtree()
        elif tag == "pre":
            kept.append(_lines(node))
            yield f"\n\n\x02{len(kept) - 1}\x03"
            walker.skip_subtree()
        else:
            yield _edge(tag) if tag not in _CELL else ""
            yield _flow(node.text)


def _edge(tag: str) -> str:
    """What the border of an element means for the text."""
    if tag in _PARAGRAPH:
        return "\n\n"
    if tag in _LINE:
        return "\n" if tag == "br" else "\v"  # edges of lines that meet are one break; each <br> counts
    return "\t" if tag in _CELL else ""


def _flow(text: str | None) -> str:
    """Text in flow: line ends of the source are spaces."""
    return text.replace("\n", " ").replace("\t", " ").replace("\r", " ") if text else ""


def _lines(node: HtmlElement) -> str:
    """Preformatted text: its own lines, with ``<br>`` as one."""
    parts: list[str] = []
    for part in node.iter():
        parts.append("\n" if part.tag == "br" else part.text or "")
        if part is not node:
            parts.append(part.tail or "")
    text = _NOISE.sub("", "".join(parts).replace("\r\n", "\n"))
    return unicodedata.normalize("NFC", "\n".join(line.rstrip() for line in text.split("\n")).strip("\n"))


def _kept(kept: list[str], place: str) -> str:
    return kept[int(place)] if len(place) < 6 and int(place) < len(kept) else ""
