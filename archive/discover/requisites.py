"""What a page needs to look as it did: images, style sheets, icons, fonts. No scripts, no big media."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml.etree import _Element

from archive import uri
from archive.discover import stylesheets
from archive.discover.markup import Markup, tokens

MOST = 2000
"""Requisites taken of one page."""

_CANDIDATE = re.compile(r"[\s,]*+([^\s,]\S*)")
_ICONS = frozenset({"icon", "apple-touch-icon", "apple-touch-icon-precomposed", "mask-icon", "image_src"})
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-orig-file")
_XLINK = "{http://www.w3.org/1999/xlink}href"


def of_page(markup: Markup) -> list[str]:
    """The canonical URLs of what a page needs, each once: style sheets, images, then other sizes of images."""
    first: list[str | None] = []
    later: list[str | None] = []
    for element in markup.root.iter():
        if not isinstance(element.tag, str):
            continue
        if style := element.get("style"):
            first += map(markup.resolve, stylesheets.needed(style))
        if background := element.get("background"):
            first.append(markup.resolve(background))
        if taken := _TAKERS.get(element.tag):
            first += map(markup.resolve, taken(element))
        if element.tag in {"img", "source"} and _is_picture(element):
            later += map(markup.resolve, _other_sizes(element))
    unique = dict.fromkeys(url for url in first + later if url)
    unique.pop(markup.url, None)  # an empty src means the page itself
    return list(unique)[:MOST]


def of_stylesheet(css: str, url: str) -> list[str]:
    """The canonical URLs of what a style sheet needs; its own address is the base (CSS Values 4 §4.5.1)."""
    found = dict.fromkeys(full for href in stylesheets.needed(css) if (full := uri.join(url, href)))
    found.pop(url, None)
    return list(found)[:MOST]


def srcset(value: str) -> list[str]:
    """The URLs of a ``srcset`` (HTML §4.8.4.2.1), without their descriptors. Linear in its length."""
    found: list[str] = []
    at = 0
    while candidate := _CANDIDATE.match(value, at):
        url = candidate[1]
        found.append(url.rstrip(","))
        comma = candidate.end() - 1 if url.endswith(",") else value.find(",", candidate.end())
        if comma < 0:
            break
        at = comma + 1
    return found


def _is_picture(element: _Element) -> bool:
    parent = element.getparent()
    return element.tag == "img" or (parent is not None and parent.tag == "picture")


def _other_sizes(element: _Element) -> Iterator[str]:
    for name in ("srcset", "data-srcset", "data-lazy-srcset"):
        if value := element.get(name):
            yield from srcset(value)


def _image(element: _Element) -> Iterator[str]:
    for name in ("src", *_LAZY):
        if value := element.get(name):
            yield value


def _link(element: _Element) -> Iterator[str]:
    rel, href = tokens(element, "rel"), element.get("href")
    preloads = "preload" in rel and (element.get("as") or "").lower() in {"image", "style", "font"}
    if href and ("stylesheet" in rel or rel & _ICONS or preloads):
        yield href


def _style(element: _Element) -> Iterator[str]:
    yield from stylesheets.needed("".join(element.itertext()))


def _input(element: _Element) -> Iterator[str]:
    if (element.get("type") or "").lower() == "image" and (src := element.get("src")):
        yield src


def _poster(element: _Element) -> Iterator[str]:
    if poster := element.get("poster"):
        yield poster


def _svg(element: _Element) -> Iterator[str]:
    href = element.get("href") or element.get(_XLINK) or element.get("xlink:href")
    if href and not href.startswith("#"):
        yield href


_TAKERS: dict[str, Callable[[_Element], Iterator[str]]] = {
    "img": _image,
    "image": _svg,
    "use": _svg,
    "link": _link,
    "style": _style,
    "input": _input,
    "video": _poster,
}
