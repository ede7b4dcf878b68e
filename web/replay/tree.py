"""Archived HTML as an element tree, in time that grows with its size and no faster. Pure."""

from __future__ import annotations

import re

from lxml import etree

MOST_ATTRIBUTES = 1_000  # on one element

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_TAG = re.compile(r"<[^<>]*>")
_NEVER_EMPTY = re.compile(
    r"<(?:a|abbr|address|article|aside|b|big|blockquote|button|center|cite|code|dd|del|details|div|dl|dt|em|fieldset|figure"
    r"|font|footer|form|h[1-6]|header|i|ins|label|li|main|nav|ol|option|p|pre|q|s|section|select|small|span|strike|strong|sub"
    r"|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul)"
    r"(?:\s++(?:[^\s\"'<>/=]++(?:\s*+=\s*+(?:\"[^\"<>]*+\"|'[^'<>]*+'|[^\s\"'<>=/]++))?+)?+)*+",
    re.IGNORECASE,
)
_UNSHOWN = re.compile(r"<(script|style|template)\b", re.IGNORECASE)


def xml_text(text: str) -> str:
    """Text without the characters that a tree can't hold."""
    return _NOT_XML.sub("", text)


def without_empty_tags(html: str) -> str:
    """HTML in which ``<a name=x />`` opens an element, as browsers read it (HTML §13.2.5.40); libxml2 closes it at once.

    Only of elements that are neither void nor of SVG or MathML. Linear: no character is looked at twice.
    """
    kept, start, seen = [], 0, 0
    at = html.find("/>")
    while at >= 0:
        tag = html.rfind("<", seen, at)
        found = _NEVER_EMPTY.match(html, tag, at) if tag >= 0 else None
        # At the end of an unquoted value the slash is one of its letters.
        if found and found.end() == at and (html[at - 1] in " \t\r\n\f\"'" or html[tag + 1 : at].isalnum()):
            kept.append(html[start:at])
            start = at + 1
        seen = at + 2
        at = html.find("/>", seen)
    return "".join(kept) + html[start:]


def parsed(html: str) -> etree._Element | None:
    """The root of the tree, without comments; None for a document that is empty, nested deeper than libxml2
    builds a tree (2,048), or has more than ``MOST_ATTRIBUTES`` on one element."""
    body = xml_text(html).encode("utf-8")
    if not body.strip() or _is_too_wide(body):
        return None
    parser = etree.HTMLParser(
        encoding="utf-8",
        recover=True,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        default_doctype=False,
    )
    root = etree.fromstring(body, parser)
    too_deep = any("depth" in entry.message.lower() for entry in parser.error_log)
    return None if too_deep else root


def text_of(html: str) -> str:
    """The text between the tags as HTML, in one pass."""
    kept, at = [], 0
    for found in _UNSHOWN.finditer(html):
        if found.start() < at:
            continue
        kept.append(html[at : found.start()])
        end = html.find(f"</{found[1]}", found.end())
        at = len(html) if end < 0 else end
    kept.append(html[at:])
    return _TAG.sub(" ", xml_text("".join(kept))).replace("<", "&lt;")


class _Widest:
    """A parser target that only looks at how many attributes there are on one element."""

    def __init__(self) -> None:
        self.most = 0

    def start(self, tag: str, attrib: dict[str, str]) -> None:
        self.most = max(self.most, len(attrib))

    def close(self) -> int:
        return self.most


def _is_too_wide(body: bytes) -> bool:
    """Building the tree takes the square of the number of attributes on an element (50,000: 3 s; 800,000 would
    take a quarter of an hour); only looking does not."""
    if len(body) < 2 * MOST_ATTRIBUTES:
        return False
    parser = etree.HTMLParser(  # type: ignore[call-overload]  # the stubs ask for a method for every event
        target=_Widest(), encoding="utf-8", recover=True, huge_tree=True
    )
    most: int = etree.fromstring(body, parser)
    return most > MOST_ATTRIBUTES
