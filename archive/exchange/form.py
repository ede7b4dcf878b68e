"""What a file is that somebody wants to take in, told by its first bytes and never by its name. Pure."""

from __future__ import annotations

import re
import zlib
from enum import StrEnum

from archive.discover import xmltext
from archive.discover.xmltext import UnsafeXmlError

HEAD = 64 * 1024
"""How many bytes of a file tell what it is."""

_WORDPRESS = re.compile(rb"xmlns(?::\w{1,20})?\s*=\s*[\"']http://wordpress\.org/export/", re.I)
_BLOGGER = re.compile(rb"schemas\.google\.com/blogger/20\d\d|tag:blogger\.com,1999:(?:user|blog)", re.I)


class Form(StrEnum):
    """A form of file, in the words of a person."""

    WARC = "a WARC file"
    ZIP = "a zip file"
    GZIP = "a gzip file"
    BLOGGER = "a Blogger export"
    WXR = "a WordPress export"
    OPML = "a list of blogs (OPML)"
    ARC = "an ARC file, the form before WARC; convert it first, for instance with `warcio recompress`"
    FEED = "a feed, and no export: follow its blog with `backfile add`"
    UNKNOWN = "no file of a kind that can be taken in (WARC, WACZ, an export of Blogger or WordPress, OPML)"


def form_of(head: bytes) -> Form:
    """What a file is whose first HEAD bytes are given."""
    if head.startswith(b"PK\x03\x04"):
        return Form.ZIP
    if head.startswith(b"\x1f\x8b"):
        inner = _unpacked(head)
        # A WARC file is read as it is, packed by record; so is one that is too damaged to tell.
        return Form.GZIP if inner and form_of(inner) not in (Form.WARC, Form.UNKNOWN) else Form.WARC
    if head.startswith(b"WARC/"):
        return Form.WARC
    if head.startswith(b"filedesc:"):
        return Form.ARC
    return _xml(head)


def _xml(head: bytes) -> Form:
    try:
        root = xmltext.clean(head[: head.rfind(b">") + 1]).root.rpartition(":")[2]
    except UnsafeXmlError as unsafe:
        # An unsafe one is refused by the reader of its form, with the reason.
        found = re.search(rb"<(feed|rss|opml)[\s>]", head, re.I) if str(unsafe) != xmltext.NO_XML else None
        root = found[1].decode().lower() if found else ""
    if root == "opml":
        return Form.OPML
    if root == "rss":
        return Form.WXR if _WORDPRESS.search(head) else Form.FEED
    if root == "feed":
        return Form.BLOGGER if _BLOGGER.search(head) else Form.FEED
    return Form.UNKNOWN


def _unpacked(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, HEAD)
    except zlib.error:
        return b""
