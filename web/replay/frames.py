"""Documents within an archived document: frames, objects, embeds (HTML §4.8.5-7, §16.3.2). Pure.

A framed document is one of the replay's own answers, in a sandbox of its own without scripts; the policy lets a
frame reach the replay prefix and nothing else. What can't be shown so becomes a link in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from web.headers import USER_CLICK
from web.replay.links import Addresses

KEPT = frozenset(
    {"width", "height", "name", "title", "id", "class", "style", "align", "border", "frameborder", "scrolling",
     "marginwidth", "marginheight", "noresize", "hspace", "vspace", "lang", "dir", "bordercolor", "hidden",
     "aria-label", "aria-hidden"}
)  # fmt: skip
MOST_SRCDOC = 200_000  # characters

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_ENDING = re.compile(r"\.([A-Za-z0-9]{2,5})(?:[?#]|$)")
_PICTURES = frozenset({"png", "jpg", "jpeg", "gif", "webp", "avif", "bmp", "ico"})
_PAGES = frozenset({"htm", "html", "xhtml", "shtml", "php", "asp", "aspx", "jsp", "cgi", "txt"})
_LATE = ("data-src", "data-lazy-src")

Inert = Callable[[str], str]
"""A document in the document, made inert."""


def names(root: etree._Element) -> frozenset[str]:
    """The names of a document's own frames, which its links may open in."""
    found = (element.get("name") or "" for element in root.iter("iframe", "frame"))
    return frozenset(name for name in found if _NAME.fullmatch(name))


def rewrite(element: etree._Element, tag: str, addresses: Addresses, inert: Inert) -> bool:
    """Make a frame one of the replay's; False: it holds nothing that a frame shows, and its own attributes are still
    to be rewritten."""
    if tag in ("object", "embed"):
        return _embedded(element, tag, addresses)
    document = element.get("srcdoc")
    source = element.get("src") or ""
    if not source.strip() or source.strip().lower().startswith("about:"):
        source = next((late for name in _LATE if (late := element.get(name))), "")
    if document is not None and len(document) <= MOST_SRCDOC and addresses.frames_left > 0:
        addresses.frames_left -= 1
        _framed(element, tag, None, addresses)
        element.set("srcdoc", inert(document))
        return True
    address = addresses.frame(source) if source else None
    if address is None and tag == "iframe" and (link := addresses.link(source) if source else None):
        _linked(element, link, addresses.absolute(source))
    else:
        _framed(element, tag, address, addresses)
    return True


def _embedded(element: etree._Element, tag: str, addresses: Addresses) -> bool:
    source = element.get("data" if tag == "object" else "src") or ""
    kind, named = (element.get("type") or "").partition(";")[0].strip().lower(), _ending(source)
    sized = element.get("width") and element.get("height")
    is_drawing = kind == "image/svg+xml" or (not kind and named in ("svg", "svgz"))
    if (kind.startswith("image/") or (not kind and named in _PICTURES) or is_drawing) and not (
        is_drawing and sized
    ):
        return _pictured(element, addresses.requisite(source))
    is_page = kind in ("text/html", "application/xhtml+xml", "text/plain", "text/xml", "application/xml")
    if source and (is_drawing or is_page or (not kind and named in _PAGES)):
        address = addresses.frame(source)
        if address is not None:
            _framed(element, "iframe", address, addresses)
            return True
    if tag == "embed" or kind == "application/pdf" or (not kind and named == "pdf"):
        link = addresses.link(source) if source else None
        _linked(element, link, addresses.absolute(source))
        return True
    return False  # an object shows what it has instead


def _ending(source: str) -> str:
    found = _ENDING.search(source)
    return found[1].lower() if found else ""


def _emptied(element: etree._Element, tag: str, addresses: Addresses | None = None) -> None:
    """The element alone, under another name, with the attributes that only place it."""
    kept = {name: value for name, value in element.attrib.items() if str(name) in KEPT}
    tail = element.tail
    element.clear()
    element.tail = tail
    element.tag = tag
    for name, value in kept.items():
        if name != "style":
            element.set(name, value)
        elif addresses is not None:
            element.set("style", addresses.css(str(value)))


def _framed(element: etree._Element, tag: str, address: str | None, addresses: Addresses) -> None:
    _emptied(element, tag, addresses)
    if not _NAME.fullmatch(element.get("name") or ""):
        element.attrib.pop("name", None)
    if address is not None:
        element.set("src", address)
    if tag == "iframe":
        element.set("sandbox", USER_CLICK)
        element.set("referrerpolicy", "no-referrer")


def _pictured(element: etree._Element, address: str | None) -> bool:
    if address is None:
        return False
    _emptied(element, "img")
    element.set("src", address)
    element.set("alt", "")
    return True


def _linked(element: etree._Element, address: str | None, text: str | None) -> None:
    """A link to what it held takes its place."""
    _emptied(element, "span" if address is None else "a")
    element.attrib.pop("name", None)
    if address is not None:
        element.set("href", address)
        element.set("target", "_top")
        element.text = f"Embedded: {text}"
