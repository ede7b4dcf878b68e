"""HTML as a tree to walk: decoded first, parsed by libxml2, with the base that its links are relative to."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from lxml import etree
from lxml.etree import _Element

from archive import charset, tags, uri

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_MOST_TEMPLATES = 20
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Markup:
    """A parsed page. ``url`` is where it came from, ``base`` what its links are relative to (HTML §2.4.3)."""

    root: _Element
    url: str
    base: str

    def resolve(self, href: str | None) -> str | None:
        """A link of this page as a canonical URL; None for what is not http(s), or no URL at all."""
        if not href or len(href) > 8000 or href.lstrip()[:11].lower().startswith(("data:", "javascript:")):
            return None
        return uri.join(self.base, href.strip())

    def first(self, tag: str) -> _Element | None:
        return next(self.root.iter(tag), None)


def parse(body: bytes, url: str, content_type: str | None = None) -> Markup | None:
    """The page as a tree; None when there is no markup in it. Never raises, time linear in the size.

    libxml2 stops reading where elements are nested over 2,048 deep: what came before is what is seen.
    """
    return parse_text(charset.decode(body, content_type).text, url)


def parse_text(text: str, url: str) -> Markup | None:
    """Like ``parse``, for text that is decoded already."""
    clean = tags.bounded(_DECLARATION.sub("", text, count=1).replace("\0", "\ufffd"))
    root = _tree(clean)
    if root is None:
        return None
    _unfold(root)
    return Markup(root, url, _base(root, url))


def _tree(text: str) -> _Element | None:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    root: _Element | None = None  # the stubs do not know that a page may have no element at all
    with suppress(etree.XMLSyntaxError, ValueError):
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    return root


def _unfold(root: _Element) -> None:
    """Put a post's text where it will stand: Google's own theme keeps it in ``script[type="text/template"]``."""
    scripts = [script for script in root.iter("script") if script.get("type") == "text/template"]
    for script in scripts[:_MOST_TEMPLATES]:
        ancestors = islice(script.iterancestors(), 4)
        parent, inner = script.getparent(), _tree(script.text or "")
        if parent is not None and inner is not None and any("post-body" in tokens(one) for one in ancestors):
            parent.extend(inner)


def _base(root: _Element, url: str) -> str:
    for element in root.iter("base"):
        if href := element.get("href"):
            return uri.join(url, href.strip()) or url
    return url


def tokens(element: _Element, name: str = "class") -> frozenset[str]:
    """The words of a space-separated attribute (``class``, ``rel``), lower-cased."""
    value = element.get(name)
    return frozenset(value.lower().split()) if value else frozenset()


def text(element: _Element, limit: int = 300) -> str:
    """An element's text with its spaces folded, cut at ``limit`` characters."""
    parts: list[str] = []
    size = 0
    for part in element.itertext():
        parts.append(part)
        size += len(part)
        if size > limit * 4:
            break
    return _SPACES.sub(" ", "".join(parts)).strip()[:limit]


def meta(markup: Markup) -> dict[str, str]:
    """The page's ``meta`` values by lower-cased name or property; the first of each counts."""
    found: dict[str, str] = {}
    for element in markup.root.iter("meta"):
        name = element.get("property") or element.get("name")
        content = element.get("content")
        if name and content:
            found.setdefault(name.strip().lower(), content.strip())
    return found
