"""An archived HTML document made inert: no script, no address outside the replay. Pure: text in, text out.

The policy in the answer's headers is the wall; this is what makes the page look right behind it. Both hold
alone: a test takes each away in turn.
"""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree

from web.replay import frames, head, srcset
from web.replay.links import Addresses
from web.replay.tree import parsed, text_of, without_empty_tags, xml_text
from web.replay.vocabulary import (
    ANIMATED,
    DRAWN,
    DROPPED,
    FRAMES,
    LAZY,
    LAZY_SETS,
    LINKS,
    PARTICULAR,
    PRESENTED,
    REQUISITES,
    SVG,
    acts,
    local_name,
)

LIMIT = 16_000_000
"""Bytes of a document that is rewritten: that many took 2 seconds of CPU and 250 MB."""

PLACE_OF_SCRIPT = "template"
"""What shows nothing, and is as much of a child and a sibling to CSS as the script was."""

MOST_NESTED = 2  # documents within documents (srcdoc)

_SCHEME = re.compile(r"[\x00-\x20]*([a-z][a-z0-9+.\-\s]*):", re.IGNORECASE)
_ACTIVE = frozenset(
    {"javascript", "vbscript", "livescript", "mocha", "data", "blob", "filesystem", "file", "view-source"}
)
_ACTING = _ACTIVE - {"data"}
_ANIMATES_AN_ADDRESS = re.compile(r"href|style|src|url|image|:|//|\\", re.IGNORECASE)
_OPENS_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_GONE = "backfile-gone"
_SAFE_DOCTYPE = re.compile(r"[A-Za-z0-9 /.:+\-]*")


def inert(html: str, url: str, stamp: str, *, framed: bool = False, xml: bool = False) -> str:
    """A document that runs nothing and names nothing outside ``/web/<stamp>…/``. Linear in the size of ``html``.

    ``url`` is the document's own address, ``framed`` whether it stands in a frame of another one, ``xml`` whether it
    was sent as XHTML, where any element may be empty. What no tree can be built of in reasonable time is shown as text.
    """
    return _inert(html if xml else without_empty_tags(html), Addresses(stamp, url, framed), MOST_NESTED)


def _inert(html: str, addresses: Addresses, nested: int) -> str:
    root = parsed(html)
    if root is None:
        return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body><pre>{text_of(html)}</pre></body></html>'
    addresses.base = head.base_of(root, addresses.base)
    addresses.target = head.target_of(root)
    addresses.frame_names = frames.names(root)
    make_inert(root, addresses, nested)
    return _doctype(root.getroottree().docinfo) + etree.tostring(root, method="html", encoding="unicode")


def _doctype(info: etree.DocInfo) -> str:
    """The doctype decides how a browser lays a page out, so it is kept; only its known parts."""
    if not info.doctype:
        return ""
    public, system = info.public_id or "", info.system_url or ""
    if not public or not (_SAFE_DOCTYPE.fullmatch(public) and _SAFE_DOCTYPE.fullmatch(system)):
        return "<!DOCTYPE html>\n"
    return f'<!DOCTYPE html PUBLIC "{public}"' + (f' "{system}">\n' if system else ">\n")


def make_inert(root: etree._Element, addresses: Addresses, nested: int = 0) -> None:
    """Rewrite a tree, of HTML or SVG, in place; ``nested`` documents within documents are kept."""

    def inner(html: str) -> str:
        if nested == 0:
            return ""
        own = replace(addresses, framed=True, _joined={})  # its base is the outer document's
        made = _inert(html, own, nested - 1)
        addresses.left, addresses.css_left, addresses.frames_left = own.left, own.css_left, own.frames_left
        return made

    for element in root.iter(etree.Element):
        tag = local_name(str(element.tag))
        if tag not in PARTICULAR and not element.attrib:
            continue  # most elements
        if tag == "script" and element.tag != f"{{{SVG}}}script":
            element.clear(keep_tail=True)
            element.tag = PLACE_OF_SCRIPT
        elif not _has_place(element, tag, addresses):
            element.tag = _GONE
        elif tag not in FRAMES or not frames.rewrite(element, tag, addresses, inner):
            _element(element, tag, addresses)
    etree.strip_elements(root, _GONE, with_tail=False)


def _has_place(element: etree._Element, tag: str, addresses: Addresses) -> bool:
    if tag == "link":
        return head.link(element, addresses)
    if tag == "meta":
        return head.meta(element, addresses)
    if tag in ANIMATED:
        return not _ANIMATES_AN_ADDRESS.search(" ".join(map(str, element.attrib.values())))
    return tag not in DROPPED


def _element(element: etree._Element, tag: str, addresses: Addresses) -> None:
    if tag == "style":
        _style(element, addresses)
    elif tag in ("img", "source"):
        _lazy(element)
    target = element.get("target") or ""
    if target:
        del element.attrib["target"]
    for name, value in element.items():
        _attribute(element, tag, name, value, target, addresses)


def _attribute(
    element: etree._Element, tag: str, name: str, value: str, target: str, addresses: Addresses
) -> None:
    local = local_name(name)
    if acts(name):
        del element.attrib[name]
    elif local == "srcset":
        _set(element, name, srcset.rewritten(value, addresses.requisite))
    elif local in REQUISITES and tag in FRAMES:
        del element.attrib[name]  # not to be shown in a frame; an object then shows what it has instead
    elif local == "style" or local in PRESENTED:
        _set(element, name, addresses.css(value))
    elif local in REQUISITES:
        _set(element, name, addresses.requisite(value))
    elif local == "href":
        _href(element, tag, name, value, target, addresses)
    elif ":" in value and _scheme(value) in _ACTING:
        del element.attrib[name]


def _href(
    element: etree._Element, tag: str, name: str, value: str, target: str, addresses: Addresses
) -> None:
    if value.strip().startswith("#"):
        _set(element, name, value.strip())
    elif tag in DRAWN:
        _set(element, name, addresses.requisite(value))
    elif tag != "link" and _scheme(value) not in ("mailto", "tel"):  # a link element is done already
        address, opens_in = addresses.opened(value, target)
        _set(element, name, address)
        if tag in LINKS and address is not None and opens_in is not None:
            element.set("target", opens_in)


def _style(element: etree._Element, addresses: Addresses) -> None:
    css = addresses.css("".join(map(str, element.itertext())))
    del element[:]  # what a style element of SVG may hold besides text is no style
    # Within svg and math a browser reads tags in a style element; nothing in CSS looks like one.
    element.text = xml_text(_OPENS_TAG.sub("", css))


def _lazy(element: etree._Element) -> None:
    """What a script would have put in place when scrolled to, put in place now."""
    here = element.get("src") or ""
    if not here or here.startswith("data:"):
        late = next((value for name in LAZY if (value := element.get(name))), None)
        if late:
            element.set("src", late)
    if not element.get("srcset"):
        late = next((value for name in LAZY_SETS if (value := element.get(name))), None)
        if late:
            element.set("srcset", late)


def _set(element: etree._Element, name: str, value: str | None) -> None:
    if value is None:
        del element.attrib[name]
    else:
        element.set(name, xml_text(value))


def _scheme(value: str) -> str:
    found = _SCHEME.match(value)
    return re.sub(r"\s", "", found[1]).lower() if found else ""
