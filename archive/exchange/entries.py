"""The entries of a large XML export, one after the other: read as a stream, each parsed by itself.

An export may be larger than memory, cut off, or broken in the middle. So it is cut into entries by their tags, with
an eye on CDATA and comments, before any XML parser sees it: no entry can hurt the next, and none is held longer than
it is looked at.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import webencodings
from lxml import etree
from lxml.etree import _Element

from archive import charset, tags
from archive.discover import xmltext
from archive.discover.xmltext import UnsafeXmlError
from archive.errors import ImportRefused

MAX_ENTRY = 16 * 1024 * 1024
"""Characters of an entry: the longest post that anybody wrote is a fraction of it."""
MAX_ELEMENTS = 20_000  # of an entry

_HEAD = 64 * 1024
_PIECE = 1024 * 1024
_MAX_HEAD = 8 * 1024 * 1024  # authors, categories and settings, before the first entry
_ENTRY = r"(?:[A-Za-z_][\w.\-]{0,20}:)?(?:entry|item)"
_MARK = re.compile(rf"<!\[CDATA\[|<!--|<(?P<open>{_ENTRY})(?=[\s/>])|</(?P<close>{_ENTRY})\s{{0,20}}>")
_LONGEST_MARK = 64
_TAIL = 4096
_ENDS = {"<![CDATA[": "]]>", "<!--": "-->"}
_ROOT_TAG = re.compile(
    r"<(?P<name>[A-Za-z_][\w.\-:]{0,100})(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)/?>"
)
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_PREFIXES = (
    ("http://wordpress.org/export/1.", "wp"),
    ("http://schemas.google.com/blogger/2018", "blogger"),
    ("http://purl.org/rss/1.0/modules/content/", "content"),
    ("http://purl.org/dc/elements/1.1/", "dc"),
    ("http://purl.org/syndication/thread/1.0", "thr"),
    ("http://www.w3.org/2007/app", "app"),
    ("http://purl.org/atom/app#", "app"),
)


@dataclass(frozen=True, slots=True)
class Node:
    """An element: its name with the prefix that these formats use (``wp:status``, ``blogger:type``; none for Atom's and
    RSS's own), its attributes by local name, its text, its children."""

    name: str
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: tuple[Node, ...] = ()

    def all(self, name: str) -> Iterator[Node]:
        """The children of that name."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> Node | None:
        """The first of them."""
        return next(self.all(name), None)

    def said(self, *path: str) -> str:
        """The text of the first child on a path of names, without white space around it; empty when there is none."""
        node: Node | None = self
        for name in path:
            node = node.first(name) if node is not None else None
        return node.text.strip() if node is not None else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the export; ``doubt`` says what is wrong with its XML. ``node`` is None when it can't be read."""

    number: int
    node: Node | None
    doubt: str | None = None


class Export:
    """An XML export that is read once. ``head`` is what stands before its first entry, as children of the root or of
    its channel; ``broken`` (after the last entry) says where the file breaks off, and what that cost."""

    def __init__(self, label: str, stream: BinaryIO) -> None:
        """Reads up to the first entry. Raises ImportRefused for what is no XML, or no safe one."""
        self._text = _Text(label, stream)
        self.root = self._text.root
        self.head: Node = Node("")
        self.broken: str | None = None
        self._first = self._next_start()
        self.head = self._head_node(self._text.before[-_MAX_HEAD:])

    @property
    def read(self) -> int:
        """How many bytes of the stream were read so far."""
        return self._text.read

    def entries(self) -> Iterator[Entry]:
        """The entries, in the order of the file."""
        number = 0
        more = self._first
        while more:
            number += 1
            piece, whole = self._text.take_entry()
            if not whole:
                self.broken = f"it breaks off within entry {number}, which was not taken"
                return
            yield _entry(number, piece, self._text)
            more = self._next_start()
        if not self._text.closed():
            self.broken = (
                f"it breaks off after entry {number}" if number else "it breaks off before any entry"
            )

    def _next_start(self) -> bool:
        return self._text.skip_to_entry()

    def _head_node(self, text: str) -> Node:
        start = text.find(">", text.find(f"<{self._text.tag}")) + 1
        found, _ = _parse(text[start:], self._text)
        if found is None or self.root == "feed":
            return found or Node("")
        return next((child for child in found.children if child.children), found)


class _Text:
    """The decoded text of a stream, cut at the tags of entries. What was looked at is let go."""

    def __init__(self, label: str, stream: BinaryIO) -> None:
        self._stream = stream
        head = stream.read(_HEAD)
        self.read = len(head)
        sample = head[: head.rfind(b">") + 1] or head
        try:
            clean = xmltext.clean(sample)
        except UnsafeXmlError as unsafe:
            raise ImportRefused(label, str(unsafe)) from None
        tag = _ROOT_TAG.match(clean.body.decode("utf-8"))
        if tag is None:
            raise ImportRefused(label, "its root element can't be read")
        self.root = clean.root.rpartition(":")[2]
        self.tag = tag["name"]
        self.opening = f"<{tag['name']}{tag['attributes']}>"
        self.before = ""
        self._tail = ""
        self._ended = False
        encoding = webencodings.lookup(charset.decode(sample).encoding)
        codec = encoding.codec_info if encoding else codecs.lookup("utf-8")
        self._decoder = codec.incrementaldecoder("replace")
        self._buffer = self._decoded(head, final=False).lstrip("\ufeff")
        self._start = 0  # of what is looked at now
        self._at = 0  # up to where it was looked at
        self._inside = False
        self._lost = False

    def skip_to_entry(self) -> bool:
        """Move to the start of the next entry; whether there is one. What stands before the first goes to ``before``."""
        self._inside = False
        while (mark := self._mark()) is not None:
            if mark["open"]:
                self._pass(mark.start())
                self._at = self._start
                return True
            if not mark["close"] and not self._skip(_ENDS[mark[0]]):
                break
        self._pass(len(self._buffer))
        return False

    def take_entry(self) -> tuple[str, bool]:
        """The text of the entry that begins here (empty when it is too long), and whether it has an end."""
        self._inside, self._lost, depth = True, False, 0
        while (mark := self._mark()) is not None:
            if mark["open"]:
                if not self._skip(">"):
                    break
                depth += self._buffer[self._at - 2] != "/"
            elif mark["close"]:
                depth -= 1
            elif not self._skip(_ENDS[mark[0]]):
                break
            if depth <= 0:
                piece, self._start = self._buffer[self._start : self._at], self._at
                return ("" if self._lost or len(piece) > MAX_ENTRY else piece), True
        self._start = self._at = len(self._buffer)
        return "", False

    def closed(self) -> bool:
        """Whether the root element has its end tag, at the end of the text."""
        return re.search(rf"</{re.escape(self.tag)}\s*>", self._tail) is not None

    def _mark(self) -> re.Match[str] | None:
        """The next mark, which is then behind us; None at the end."""
        while (found := _MARK.search(self._buffer, self._at)) is None:
            self._at = max(self._at, len(self._buffer) - _LONGEST_MARK)
            if not self._fill():
                return None
        self._at = found.end()
        return found

    def _skip(self, ending: str) -> bool:
        """Move past an ending; whether there is one."""
        while (end := self._buffer.find(ending, self._at)) < 0:
            self._at = max(self._at, len(self._buffer) - len(ending) + 1)
            if not self._fill():
                return False
        self._at = end + len(ending)
        return True

    def _pass(self, until: int) -> None:
        passed = self._buffer[self._start : until]
        if len(self.before) < _MAX_HEAD:
            self.before += passed
        self._tail = (self._tail + passed)[-_TAIL:]
        self._start = until

    def _fill(self) -> bool:
        """Read on; what is let go before it is what was passed, or the beginning of an entry that is too long."""
        if self._ended:
            return False
        if not self._inside:
            self._pass(self._at)
        elif self._at - self._start > MAX_ENTRY:
            self._lost, self._start = True, self._at
        piece = self._stream.read(_PIECE)
        self.read += len(piece)
        self._ended = not piece
        self._buffer = self._buffer[self._start :] + self._decoded(piece, final=not piece)
        self._at -= self._start
        self._start = 0
        return True

    def _decoded(self, piece: bytes, *, final: bool) -> str:
        return _NO_XML.sub("", self._decoder.decode(piece, final))


def _entry(number: int, piece: str, text: _Text) -> Entry:
    if not piece:
        return Entry(number, None, f"it is longer than {MAX_ENTRY // 1024 // 1024} MiB")
    node, doubt = _parse(piece, text)
    inner = node.children[0] if node is not None and node.children else None
    return Entry(number, inner, doubt if inner is not None else "its XML can't be read")


def _parse(piece: str, text: _Text) -> tuple[Node | None, str | None]:
    """A piece under the root's namespaces. Broken XML is read as far as possible, and told."""
    markup = tags.bounded(f"{text.opening}{piece}</{text.tag}>", xml=True).encode("utf-8", "replace")
    parser = etree.XMLParser(recover=True, resolve_entities="internal", no_network=True, huge_tree=True)
    try:
        root: _Element | None = etree.fromstring(markup, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        return None, "its XML can't be read"
    fatal = any(error.level_name == "FATAL" for error in parser.error_log)
    return _node(
        root, [MAX_ELEMENTS], 0
    ), "its XML is broken; it was read as far as possible" if fatal else None


def _node(element: _Element, room: list[int], depth: int) -> Node:
    children = []
    if depth < 16:
        for child in element:
            if not isinstance(child.tag, str):
                continue
            room[0] -= 1
            if room[0] < 0:
                break
            children.append(_node(child, room, depth + 1))
    attributes = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
    own = (element.text or "") + "".join(child.tail or "" for child in element)
    return Node(_name(str(element.tag)), own, attributes, tuple(children))


def _name(tag: str) -> str:
    space, _, local = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
    prefix = next((short for known, short in _PREFIXES if space.startswith(known)), None)
    return f"{prefix}:{local}" if prefix else local
