"""A feed's frame: paging, totals, what its links are. The part that feed libraries drop."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive import uri
from archive.discover import xmltext
from archive.discover.xmltext import Element

_ENTRIES = frozenset({"entry", "item"})
_FEEDS = frozenset({"feed", "channel", "RDF"})
_PAGES = frozenset({None, "text/html", "application/xhtml+xml"})


@dataclass(slots=True)
class EntryFrame:
    """Of one entry: its page, whether it has typed links at all, and the type of its title (Atom)."""

    url: str | None = None
    has_links: bool = False
    title_type: str | None = None


@dataclass(slots=True)
class Envelope:
    """Of a feed document: RFC 5005 paging, OpenSearch totals, its site, its id and generator."""

    home: str | None = None
    identity: str | None = None
    generator: str | None = None
    title_type: str | None = None
    next_url: str | None = None
    total: int | None = None
    start: int | None = None
    received: int = 0
    entries: list[EntryFrame] = field(default_factory=list)
    deepest: int = 0  # how deep its elements lie in one another


def read(body: bytes, url: str) -> Envelope:
    """The frame of a cleaned feed document (``xmltext.clean``). Never raises."""
    frame = Envelope()
    entry = EntryFrame()
    elements = xmltext.elements(body)
    for element in elements:
        if element.parent in _ENTRIES:
            _of_entry(element, entry, url)
        elif element.name in _ENTRIES:
            frame.entries.append(entry)
            frame.received += 1
            entry = EntryFrame()
        elif element.parent in _FEEDS:
            _of_feed(element, frame, url)
    frame.deepest = elements.deepest
    return frame


def _of_entry(element: Element, entry: EntryFrame, url: str) -> None:
    if element.name == "link" and "href" in element.attributes:
        entry.has_links = True
        if entry.url is None:
            entry.url = _page(element, url)
    elif element.name == "origLink":  # FeedBurner: the address that its own link stands for
        entry.url = uri.join(url, element.text) or entry.url
        entry.has_links = True
    elif element.name == "title" and entry.title_type is None:
        entry.title_type = element.attributes.get("type")


def _page(element: Element, url: str) -> str | None:
    """The page that a link leads to: ``rel=alternate`` (or none) and HTML, when it says what it is."""
    attributes = element.attributes
    if attributes.get("rel", "alternate") != "alternate" or attributes.get("type") not in _PAGES:
        return None
    return uri.join(uri.join(url, element.base) or url, attributes["href"])


def _of_feed(element: Element, frame: Envelope, url: str) -> None:
    name, text = element.name, element.text.strip()
    if name == "link":
        _of_feed_link(element, frame, url)
    elif name == "totalResults":
        frame.total = _number(text)
    elif name == "startIndex":
        frame.start = _number(text)
    elif name == "generator":
        frame.generator = (text or element.attributes.get("uri") or "")[:200] or None
    elif name == "id":
        frame.identity = text[:200] or None
    elif name == "title" and frame.title_type is None:
        frame.title_type = element.attributes.get("type")


def _of_feed_link(element: Element, frame: Envelope, url: str) -> None:
    attributes = element.attributes
    if "href" not in attributes:
        frame.home = frame.home or uri.join(url, element.text) if element.text.strip() else frame.home
        return
    rel = attributes.get("rel", "alternate")
    full = uri.join(uri.join(url, element.base) or url, attributes["href"])
    if rel == "alternate" and attributes.get("type") in _PAGES:
        frame.home = frame.home or full
    elif rel in {"next", "prev-archive"}:  # RFC 5005 §3 and §4
        frame.next_url = frame.next_url or full


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
