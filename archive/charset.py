"""Bytes of HTML, XML, CSS or text as a string: the one place where a body's encoding is decided.

Labels are read as the WHATWG Encoding Standard does (``iso-8859-1`` means windows-1252, ``gb2312`` GBK;
UTF-7 does not exist). Pure and bounded: detection looks at a sample, never at ten megabytes.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

import webencodings
from charset_normalizer import from_bytes

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_BE, "utf-16be"), (codecs.BOM_UTF16_LE, "utf-16le"))
_WIDE_XML = ((b"<\0?\0x\0", "utf-16le"), (b"\0<\0?\0x", "utf-16be"))  # HTML, “prescan”: UTF-16 without a BOM
_HEAD = 4096  # where a declaration has to stand; the standard's 1,024 is too near for many old templates
_META = re.compile(rb"<meta\b[^>]{0,300}?\bcharset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
_XML = re.compile(rb"^\s{0,64}<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})[\"']", re.I)
_CSS = re.compile(rb'^@charset "([\w.:-]{1,40})";')
_SAMPLE = 64 * 1024
_HABIT = "windows-1252"  # the standard's name for what is declared as Latin-1
_WIDER = {
    "gbk": "gb18030",
    "iso-2022-jp": "iso2022_jp_ext",
    "euc-jp": "euc_jis_2004",
}  # what the standard's decoders of these take
_ONE_BYTE = ("windows-", "iso-8859-", "koi8", "macintosh", "x-mac", "ibm866", "x-user-defined")
_PLAUSIBLE = {
    **{f"cp125{last}": f"windows-125{last}" for last in range(9)},
    "cp874": "windows-874",
    "koi8_r": "koi8-r",
    "shift_jis": "shift_jis",
    "euc_jp": "euc-jp",
    "euc_kr": "euc-kr",
    "iso2022_jp": "iso-2022-jp",
    "gb18030": "gb18030",
    "big5": "big5",
}
"""What the web was written in before UTF-8: Python's names and the standard's."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A body as text. ``encoding`` is the WHATWG name; ``how`` says what decided: ``bom``, ``header``,
    ``declared`` (in the body), ``utf-8`` (the bytes are valid UTF-8), ``guess`` (UTF-8 with a few broken bytes) or
    ``detected``."""

    text: str
    encoding: str
    how: str


def charset_of(content_type: str | None) -> str | None:
    """The charset parameter of a Content-Type header value (RFC 9110 §8.3), as it was written."""
    if not content_type or "charset" not in content_type.lower():
        return None
    message = Message()
    message["content-type"] = content_type.replace("\r", " ").replace("\n", " ")
    value = message.get_param("charset")
    return value.strip("'\" ") if isinstance(value, str) else None


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """A body as text: BOM, then the header's charset, then the body's own declaration, then what it is.

    Three claims are not believed. Bytes that are valid UTF-8 and not plain ASCII win over a one-byte encoding that was
    declared: servers declare Latin-1 out of habit, and text in Latin-1 is all but never valid UTF-8. For the same
    reason a header of Latin-1 yields to another encoding that the body declares and fits. And a header that the body does
    not fit yields to whatever it fits. A body that was cut in the middle of a character still counts. Undecodable bytes
    become U+FFFD; this never raises.
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return Decoded(_decoded(body[len(bom) :], name), name, "bom")
    is_utf8 = _valid(body, "utf-8")
    claims = [claim for claim in _claims(body, content_type) if not _is_habit(claim[0], body, is_utf8)]
    for encoding, how in sorted(claims, key=lambda claim: claim[0] == _HABIT and claim[1] == "header"):
        if _valid(body, encoding):
            return Decoded(_decoded(body, encoding), encoding, how)
    if is_utf8:
        return Decoded(_decoded(body, "utf-8"), "utf-8", "utf-8")
    for encoding, how in claims:
        if how == "header" and _nearly(body, encoding):
            return Decoded(_decoded(body, encoding), encoding, how)
    return _detected(body)


def _claims(body: bytes, content_type: str | None) -> list[tuple[str, str]]:
    """What header and body say, as names of the standard, and which of the two said it."""
    found = [(webencodings.lookup(label), how) for label, how in _declared(body, content_type)]
    return [(encoding.name, how) for encoding, how in found if encoding is not None]


def _is_habit(encoding: str, body: bytes, is_utf8: bool) -> bool:
    """Whether a claim says nothing: a one-byte encoding of what is UTF-8, or UTF-16 of what has no zero byte."""
    if encoding.startswith("utf-16"):
        return body.isascii() and b"\0" not in body
    return is_utf8 and encoding.startswith(_ONE_BYTE) and not body.isascii()


def _nearly(body: bytes, encoding: str) -> bool:
    """Whether all but a few characters decode: most of what does not is a text with broken pieces in it."""
    sample = body[:_SAMPLE]
    broken = _decoded(sample, encoding).count("\ufffd")
    return broken * 20 <= sum(1 for byte in sample if byte > 127)


def _declared(body: bytes, content_type: str | None) -> Iterator[tuple[str, str]]:
    if label := charset_of(content_type):
        yield label, "header"
    head = body[:_HEAD]
    for start, name in _WIDE_XML:
        if head.startswith(start):
            yield name, "declared"
    for pattern in (_XML, _CSS, _META):
        if found := pattern.search(head):
            label = found[1].decode("ascii", "replace")
            # A declaration that could be read as ASCII was not written in UTF-16 (HTML, “prescan”).
            yield ("utf-8" if label.lower().startswith("utf-16") else label), "declared"


def _codec(encoding: str) -> codecs.CodecInfo:
    if encoding in _WIDER:
        return codecs.lookup(_WIDER[encoding])
    found = webencodings.lookup(encoding)
    return found.codec_info if found else codecs.lookup("utf-8")


def _valid(body: bytes, encoding: str) -> bool:
    """Whether all of it decodes, but for a character that was cut off at the end."""
    try:
        _codec(encoding).incrementaldecoder("strict").decode(body, False)
    except (UnicodeError, ValueError):
        return False
    return True


def _decoded(body: bytes, encoding: str) -> str:
    return _codec(encoding).decode(body, "replace")[0]


def _detected(body: bytes) -> Decoded:
    sample = body[:_SAMPLE]
    # A few broken bytes in UTF-8 are far more common today than a page that is nothing of what it seems.
    if _nearly(body, "utf-8"):
        return Decoded(_decoded(body, "utf-8"), "utf-8", "guess")
    name, how = _looks_like(sample) or "windows-1252", "detected"
    return Decoded(_decoded(body, name), name, how)


def _looks_like(sample: bytes) -> str | None:
    if sample.count(0) > len(sample) // 100:
        return None
    best = from_bytes(sample, cp_isolation=list(_PLAUSIBLE)).best()
    return _PLAUSIBLE.get(best.encoding) if best else None
