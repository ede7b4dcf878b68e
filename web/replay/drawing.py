"""An archived SVG or MathML document made inert: as in HTML no script, no address outside the replay. Pure.

It stays XML. What is not well formed is read as far as it can be; entities that it declares itself are
resolved (Illustrator's drawings name their namespaces by them) within libxml2's bounds, others never.
"""

from __future__ import annotations

import re
from html import unescape

from lxml import etree

from archive import tags
from web.replay.document import make_inert
from web.replay.links import Addresses
from web.replay.tree import xml_text

_DECLARATION = re.compile(r"\s*<\?xml\s[^>]*\?>")
_SHEET = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def inert(xml: str, url: str, stamp: str, *, framed: bool = False) -> str | None:
    """The drawing, in UTF-8 without a declaration; None when no tree can be built of it."""
    root = _parsed(_DECLARATION.sub("", xml, count=1))
    if root is None:
        return None
    addresses = Addresses(stamp, url, framed)
    sheets = "".join(_sheets(root, addresses))
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction, etree.Entity)
    make_inert(root, addresses)
    return sheets + str(etree.tostring(root, encoding="unicode", with_tail=False))


def _parsed(xml: str) -> etree._Element | None:
    parser = etree.XMLParser(
        recover=True, resolve_entities="internal", no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, strip_cdata=True, encoding="utf-8",
    )  # fmt: skip
    try:
        root = etree.fromstring(tags.bounded(xml_text(xml), xml=True).encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        return None
    return root


def _sheets(root: etree._Element, addresses: Addresses) -> list[str]:
    """The style sheets that stand before the root element (xml-stylesheet); never a transformation."""
    kept = []
    before = root.getprevious()
    while before is not None:
        if isinstance(before, etree._ProcessingInstruction) and before.target == "xml-stylesheet":
            text = before.text or ""
            found = _SHEET.search(text)
            address = (
                addresses.sheet(unescape(found[1] or found[2] or "")) if found and "xsl" not in text else None
            )
            if address:
                kept.append(f'<?xml-stylesheet type="text/css" href="{address.replace("&", "&amp;")}"?>\n')
        before = before.getprevious()
    return kept[::-1]
