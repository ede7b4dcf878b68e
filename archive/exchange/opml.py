"""OPML 1.0 and 2.0: the list of blogs that a reader follows, as feed readers write it. Bytes in, blogs out; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive import uri
from archive.discover import xmltext
from archive.errors import BadUrl

MAX_OUTLINES = 10_000
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Outline:
    """A blog that is followed: the address to look at (its feed, else its home page), and what the reader calls it."""

    url: str
    name: str | None = None
    home: str | None = None


@dataclass(frozen=True, slots=True)
class Blogroll:
    """What a list names, each blog once. ``refused`` are pairs of what and why; ``notices`` say what was bounded."""

    outlines: tuple[Outline, ...]
    refused: tuple[tuple[str, str], ...] = ()
    notices: tuple[str, ...] = ()


def parse(body: bytes) -> Blogroll:
    """The blogs in a list, in its order; folders are looked through, not kept. A broken list gives what can be had.

    Raises UnsafeXmlError for a document type of its own, and for what is no XML.
    """
    document = xmltext.clean(body)
    found: dict[str, Outline] = {}
    refused: list[tuple[str, str]] = []
    notices = ["It is longer than 10 MiB; what is beyond was not read."] if document.cut else []
    seen = 0
    for element in xmltext.elements(document.body):
        if element.name != "outline":
            continue
        seen += 1
        if seen > MAX_OUTLINES:
            notices.append(f"It has more than {MAX_OUTLINES} outlines; the rest was not read.")
            break
        _add(element.attributes, found, refused)
    return Blogroll(tuple(found.values()), tuple(refused), tuple(notices))


def _add(written: dict[str, str], found: dict[str, Outline], refused: list[tuple[str, str]]) -> None:
    attributes = {name.lower(): value.strip() for name, value in written.items()}
    feed, home = attributes.get("xmlurl", ""), attributes.get("htmlurl", "")
    if not feed and attributes.get("type", "").lower() in ("link", "include", "rss", "atom"):
        feed = attributes.get("url", "")
    if not feed and not home:
        return  # a folder
    name = _SPACES.sub(" ", attributes.get("title") or attributes.get("text") or "").strip()[:200] or None
    try:
        url = uri.canonical(_http(feed) or home)
        key = uri.surt(url)
    except BadUrl as bad:
        refused.append((name or (feed or home)[:200], bad.reason))
        return
    found.setdefault(key, Outline(url, name, _canonical_or_none(home)))


def _http(url: str) -> str:
    """``feed://`` is what some readers make of ``http://``."""
    return re.sub(
        r"^feed:(?://)?(?=https?:)",
        "",
        re.sub(r"^feed://(?!https?:)", "http://", url, flags=re.I),
        flags=re.I,
    )


def _canonical_or_none(url: str) -> str | None:
    try:
        return uri.canonical(url) if url else None
    except BadUrl:
        return None
