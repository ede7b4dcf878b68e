"""An archived HTML document made inert: no script, no address outside the replay. Pure: text in, text out.

The policy in the answer's headers is the wall; this is what makes the page look right behind it. Both hold
alone: a test takes each away in turn.
"""

from __future__ import annotations

import re

from lxml import etree

from web.replay import srcset
from web.replay.links import Addresses
from web.replay.tree import parsed, text_of, xml_text

LIMIT = 8_000_000  # bytes of HTML that are rewritten

DROPPED = frozenset({"script", "base", "applet", "portal", "fencedframe", "bgsound"})
LINKS = frozenset({"a", "area"})
FETCHED_AHEAD = frozenset(
    {"preload", "prefetch", "modulepreload", "preconnect", "dns-prefetch", "prerender", "manifest", "pingback",
     "import", "serviceworker", "expect", "compression-dictionary"}
)  # fmt: skip
REQUISITES = frozenset({"src", "poster", "background", "data", "lowsrc", "dynsrc", "icon"})
STRIPPED = frozenset(
    {"srcdoc", "ping", "nonce", "integrity", "crossorigin", "action", "formaction", "formtarget", "target",
     "manifest", "codebase", "archive", "classid", "code", "profile", "autofocus", "autoplay", "attributionsrc",
     "imagesrcset", "imagesizes", "download", "method", "xml:base", "http-equiv", "referrerpolicy", "is", "blocking",
     "fetchpriority", "allow", "sandbox", "csp", "usb", "shadowrootmode", "content-security-policy"}
)  # fmt: skip
EMBEDS = frozenset({"object", "embed"})
PRESENTED = frozenset(
    {
        "filter",
        "mask",
        "clip-path",
        "fill",
        "stroke",
        "cursor",
        "marker",
        "marker-start",
        "marker-mid",
        "marker-end",
    }
)  # SVG 2 §6.6: attributes that are CSS
ANIMATED = frozenset({"set", "animate", "animatecolor", "animatemotion", "animatetransform", "discard"})
LAZY = ("data-src", "data-lazy-src", "data-original", "data-orig-file")
LAZY_SETS = ("data-srcset", "data-lazy-srcset")
KEPT_META = frozenset({"refresh", "content-language"})

_SCHEME = re.compile(r"[\x00-\x20]*([a-z][a-z0-9+.\-\s]*):", re.IGNORECASE)
_ACTIVE = frozenset(
    {"javascript", "vbscript", "livescript", "mocha", "data", "blob", "filesystem", "file", "view-source"}
)
_ANIMATES_AN_ADDRESS = re.compile(r"href|style|src|url|:|//|\\", re.IGNORECASE)
_REFRESH = re.compile(r"\s*([\d.]*)\s*[;,]?\s*(?:url\s*=\s*)?['\"]?([^'\"]*)['\"]?", re.IGNORECASE)
_OPENS_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_GONE = "backfile-gone"
_SAFE_DOCTYPE = re.compile(r"[A-Za-z0-9 /.:+\-]*")


def inert(html: str, url: str, stamp: str) -> str:
    """A document that runs nothing and names nothing outside ``/web/<stamp>…/``. Linear in the size of ``html``.

    ``url`` is the document's own address. What no tree can be built of in reasonable time is shown as its text.
    """
    root = parsed(html)
    if root is None:
        return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body><pre>{text_of(html)}</pre></body></html>'
    addresses = Addresses(stamp, _base(root, url))
    _rewrite(root, addresses)
    return _doctype(root.getroottree().docinfo) + etree.tostring(root, method="html", encoding="unicode")


def _doctype(info: etree.DocInfo) -> str:
    """The doctype decides how a browser lays a page out, so it is kept; only its known parts."""
    if not info.doctype:
        return ""
    public, system = info.public_id or "", info.system_url or ""
    if not public or not (_SAFE_DOCTYPE.fullmatch(public) and _SAFE_DOCTYPE.fullmatch(system)):
        return "<!DOCTYPE html>\n"
    return f'<!DOCTYPE html PUBLIC "{public}"' + (f' "{system}">\n' if system else ">\n")


def _base(root: etree._Element, url: str) -> str:
    for element in root.iter("base"):
        if href := element.get("href"):
            return Addresses("", url).absolute(href) or url
    return url


def _rewrite(root: etree._Element, addresses: Addresses) -> None:
    for element in root.iter(etree.Element):
        tag = str(element.tag).lower().rpartition("}")[2].rpartition(":")[2]
        if _has_place(element, tag, addresses):
            _element(element, tag, addresses)
        else:
            element.tag = _GONE
    etree.strip_elements(root, _GONE, with_tail=False)


def _has_place(element: etree._Element, tag: str, addresses: Addresses) -> bool:
    if tag == "link":
        return _link(element, addresses)
    if tag == "meta":
        return _meta(element, addresses)
    if tag in ANIMATED:
        return not _ANIMATES_AN_ADDRESS.search(" ".join(map(str, element.attrib.values())))
    return tag not in DROPPED


def _element(element: etree._Element, tag: str, addresses: Addresses) -> None:
    if tag == "style":
        _style(element, addresses)
    elif tag == "iframe":
        _embedded(element, addresses)
        return
    elif tag in ("img", "source"):
        _lazy(element)
    for name, value in list(element.attrib.items()):
        _attribute(element, tag, str(name), str(value), addresses)
    if tag in LINKS and (element.get("href") or "").startswith("/web/"):
        element.set("target", "_top")


def _attribute(element: etree._Element, tag: str, name: str, value: str, addresses: Addresses) -> None:
    key = name.lower()
    local = key.rpartition("}")[2].rpartition(":")[2]
    if key.startswith("on") or local.startswith("on") or key in STRIPPED or local in STRIPPED:
        del element.attrib[name]
    elif local == "srcset":
        _set(element, name, srcset.rewritten(value, addresses.requisite))
    elif tag in EMBEDS and local in REQUISITES:
        del element.attrib[
            name
        ]  # nothing is embedded under the policy; an object then shows what it has instead
    elif local == "style" or local in PRESENTED:
        _set(element, name, addresses.css(value))
    elif local in REQUISITES:
        _set(element, name, addresses.requisite(value))
    elif local == "href":
        _set(element, name, _href(tag, value, addresses))
    elif _scheme(value) in _ACTIVE - {"data"}:
        del element.attrib[name]


def _href(tag: str, value: str, addresses: Addresses) -> str | None:
    if value.strip().startswith("#"):
        return value.strip()
    if tag in ("image", "use", "feimage"):
        return addresses.requisite(value)
    if tag == "link":
        return value  # done already
    if _scheme(value) in ("mailto", "tel"):
        return value
    return addresses.link(value)


def _link(element: etree._Element, addresses: Addresses) -> bool:
    """Rewrite a link element; False when it has no place in a snapshot."""
    rel = " ".join((element.get("rel") or "").lower().split())
    href = element.get("href")
    if not href or FETCHED_AHEAD & set(rel.split()):
        return False
    if "stylesheet" in rel.split():
        address = addresses.sheet(href)
    elif "icon" in rel or rel == "mask-icon":
        address = addresses.requisite(href)
    else:
        address = addresses.link(href)
    if address is None:
        return False
    element.set("href", address)
    return True


def _meta(element: etree._Element, addresses: Addresses) -> bool:
    """Rewrite a meta element; False when it has no place in a snapshot."""
    said = (element.get("http-equiv") or "").strip().lower()
    if element.get("charset") is not None or said == "content-type":
        for name in list(element.attrib):
            del element.attrib[name]
        element.set("charset", "utf-8")
        return True
    if said:
        if said not in KEPT_META:
            return False
        if said == "refresh":
            return _refresh(element, addresses)
    return (element.get("name") or "").strip().lower() not in ("referrer", "monetization", "csrf-token")


def _refresh(element: etree._Element, addresses: Addresses) -> bool:
    """A refresh never runs in a sandbox; where it would have led stays to be read."""
    found = _REFRESH.fullmatch((element.get("content") or "")[:2_000].strip())
    address = addresses.link(found[2]) if found and found[2].strip() else None
    if found is None or address is None:
        return False
    element.set("content", f"{found[1] or 0}; url={address}")
    element.set("name", "refresh")
    return True


def _style(element: etree._Element, addresses: Addresses) -> None:
    css = addresses.css(element.text or "")
    # Within svg and math a browser reads tags in a style element; nothing in CSS looks like one.
    element.text = xml_text(_OPENS_TAG.sub("", css))


def _embedded(element: etree._Element, addresses: Addresses) -> None:
    """A frame shows nothing under the policy: a link to what it held takes its place."""
    source = element.get("src") or ""
    address = addresses.link(source)
    tail = element.tail
    element.clear()
    element.tail = tail
    element.tag = "span" if address is None else "a"
    if address is not None:
        element.set("href", address)
        element.set("target", "_top")
        element.text = f"Embedded: {addresses.absolute(source)}"


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
