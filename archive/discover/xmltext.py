"""XML from strangers, made safe before any parser sees it: bounded size, UTF-8, no document type of its own."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urljoin

from lxml import etree

from archive import charset, tags

MAX_BYTES = 10 * 1024 * 1024
MAX_DEPTH = 256
NO_XML = "it is not XML"
_MAX_RATIO = 200  # of a gzip file, unpacked against packed
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_PROLOG = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE(?:[^\[>\"']|\"[^\"]*\"|'[^']*')*>", re.I)
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]{0,100})")
_ENCODING = re.compile(r"^\s*<\?xml\b[^>]*\?>")
# What XML 1.0 §2.2 has no place for: one such byte would end a strict parse.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class UnsafeXmlError(Exception):
    """The document is one that is not to be parsed; ``str()`` says why, as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class XmlText:
    """A document that can be parsed: UTF-8 without declaration or document type. ``cut``: it was too long."""

    body: bytes
    root: str  # the root element's name as written, prefix included, lower-cased
    cut: bool = False


def clean(body: bytes, content_type: str | None = None) -> XmlText:
    """A document ready for parsers. Raises UnsafeXmlError for a DOCTYPE with an internal subset (entity bombs),
    for what is no XML, and for a gzip file that unpacks out of all proportion."""
    body, cut = _bounded(body)
    text = _ENCODING.sub("", charset.decode(body, content_type).text.lstrip("\ufeff"), count=1)
    start = _after_prolog(text, 0)
    if text[start : start + 9].upper() == "<!DOCTYPE":
        doctype = _DOCTYPE.match(text, start)
        if doctype is None:
            raise UnsafeXmlError("it declares its own document type, which is how entity bombs are made")
        start = _after_prolog(text, doctype.end())
    root = _ROOT.match(text, start)
    if root is None:
        raise UnsafeXmlError(NO_XML)
    clean_text = tags.bounded(_NO_XML.sub("", text[start:]), xml=True)
    return XmlText(clean_text.encode("utf-8"), root[1].lower(), cut)


class Element(NamedTuple):
    """An element as it ended: local names, its own text (not its children's), the ``xml:base`` it stands under."""

    parent: str
    name: str
    text: str
    attributes: dict[str, str]
    base: str


def elements(body: bytes) -> Elements:
    """The elements of a document, each when it ends; of a broken one, those that can be had.

    Reads at most MAX_DEPTH deep (what is deeper is passed over) and builds no tree.
    """
    return Elements(body)


class Elements:
    """What ``elements`` gives, to be gone through once. ``deepest`` is how deep they lay in one another, known then."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._collector = _Collector()

    @property
    def deepest(self) -> int:
        return self._collector.deepest

    def __iter__(self) -> Iterator[Element]:
        return _elements(self._body, self._collector)


def _elements(body: bytes, collector: _Collector) -> Iterator[Element]:
    seam: Any = collector  # the stubs ask for methods that lxml does not
    parser = etree.XMLParser(
        target=seam, recover=True, resolve_entities="internal", no_network=True, huge_tree=True
    )
    for at in range(0, len(body), 65536):
        try:
            parser.feed(body[at : at + 65536])
        except etree.XMLSyntaxError:
            break
        yield from collector.taken()
    with suppress(etree.XMLSyntaxError, AssertionError):
        parser.close()
    yield from collector.taken()


@dataclass(slots=True)
class _Open:
    name: str
    attributes: dict[str, str]
    base: str
    text: list[str]


class _Collector:
    """A parser's target (lxml's SAX-like seam) that keeps only what ended since it was last asked."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._depth = 0
        self.deepest = 0
        self._done: list[Element] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        self.deepest = max(self.deepest, self._depth)
        if self._depth > MAX_DEPTH:
            return
        base = self._open[-1].base if self._open else ""
        if _BASE in attributes:
            base = urljoin(base, attributes[_BASE][:2000])
        self._open.append(_Open(tag.rpartition("}")[2], dict(attributes), base, []))

    def data(self, data: str) -> None:
        if self._open and self._depth <= MAX_DEPTH:
            self._open[-1].text.append(data)

    def end(self, tag: str) -> None:
        if self._depth <= MAX_DEPTH and self._open:
            ended = self._open.pop()
            parent = self._open[-1].name if self._open else ""
            self._done.append(Element(parent, ended.name, "".join(ended.text), ended.attributes, ended.base))
        self._depth -= 1

    def close(self) -> None:
        """Nothing is built, so nothing is returned."""

    def taken(self) -> list[Element]:
        """What ended since the last time."""
        done, self._done = self._done, []
        return done


def unpacked(body: bytes) -> bytes:
    """A body without its gzip wrapping, at most MAX_BYTES of it. Raises UnsafeXmlError for a bomb or broken data."""
    return _bounded(body)[0]


def _bounded(body: bytes) -> tuple[bytes, bool]:
    if not body.startswith(b"\x1f\x8b"):
        return body[:MAX_BYTES], len(body) > MAX_BYTES
    unpack = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        plain = unpack.decompress(body, MAX_BYTES)
    except zlib.error:
        raise UnsafeXmlError("its gzip data is broken") from None
    if len(plain) > _MAX_RATIO * len(body) and len(plain) >= MAX_BYTES:
        raise UnsafeXmlError("it unpacks out of all proportion, as a gzip bomb does")
    return plain, bool(unpack.unconsumed_tail)


def _after_prolog(text: str, start: int) -> int:
    while found := _PROLOG.match(text, start):
        start = found.end()
    return start
