"""What stands in an archived document's head: ``base``, ``link``, ``meta``. Pure."""

from __future__ import annotations

import re

from lxml import etree

from web.replay.links import Addresses
from web.replay.vocabulary import FETCHED_AHEAD

KEPT_META = frozenset({"refresh", "content-language"})
DROPPED_META = frozenset({"referrer", "monetization", "csrf-token"})

_REFRESH = re.compile(r"\s*([\d.]*)\s*[;,]?\s*(?:url\s*=\s*)?['\"]?([^'\"]*)['\"]?", re.IGNORECASE)
_META_REFRESH = re.compile(
    r"<meta\b(?=[^>]{0,300}?http-equiv\s*=\s*[\"']?\s*refresh\b)[^>]{0,300}?\bcontent\s*=\s*(?:\"([^\"]*)\"|'([^']*)')",
    re.IGNORECASE,
)


def base_of(root: etree._Element, url: str) -> str:
    """What a document's addresses are relative to (HTML §2.4.3)."""
    for element in root.iter("base"):
        if href := element.get("href"):
            return Addresses("", url).absolute(href) or url
    return url


def target_of(root: etree._Element) -> str:
    """Where links open that don't say it themselves."""
    return next((target for element in root.iter("base") if (target := element.get("target"))), "")


def leads_on_to(head: str) -> str | None:
    """Where a page sends its readers by a ``refresh``, as it is written there; None: it stays. ``head`` is the
    beginning of its text. A page that only comes again names no address."""
    found = _META_REFRESH.search(head)
    parts = _REFRESH.fullmatch((found[1] or found[2] or "")[:2_000].strip()) if found else None
    return (parts[2].strip() or None) if parts else None


def link(element: etree._Element, addresses: Addresses) -> bool:
    """Rewrite a link element; False when it has no place in a snapshot."""
    rels = (element.get("rel") or "").lower().split()
    href = element.get("href")
    if not href or FETCHED_AHEAD & set(rels):
        return False
    if "stylesheet" in rels:
        address = addresses.sheet(href)
    elif any("icon" in rel for rel in rels):
        address = addresses.requisite(href)
    else:
        address = addresses.link(href)
    if address is None:
        del element.attrib["href"]  # the element stays: rules for what stands beside it count it
    else:
        element.set("href", address)
    element.attrib.pop("charset", None)  # every sheet is served in UTF-8
    return True


def meta(element: etree._Element, addresses: Addresses) -> bool:
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
    return (element.get("name") or "").strip().lower() not in DROPPED_META


def _refresh(element: etree._Element, addresses: Addresses) -> bool:
    """A refresh never runs in a sandbox; where it would have led stays to be read."""
    found = _REFRESH.fullmatch((element.get("content") or "")[:2_000].strip())
    address = addresses.link(found[2]) if found and found[2].strip() else None
    if found is None or address is None:
        return False
    element.set("content", f"{found[1] or 0}; url={address}")
    element.set("name", "refresh")
    return True
