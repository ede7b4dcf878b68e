"""What an archived page needs to be shown: the captures of its images, style sheets and fonts nearest in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

from archive import uri
from archive.charset import decode
from archive.discover import markup, requisites
from archive.errors import RecordError
from archive.model import HTML, Capture
from archive.store.captures import Captures
from archive.store.mementos import Mementos
from archive.store.originals import original_of

_MOST_BYTES = 10 * 1024 * 1024
_CSS = "text/css"
_HOPS = 5  # redirects on the way to a requisite
_DEPTH = 4  # style sheets that name style sheets
_MANY = 16  # captures of one URL that are kept at hand


class Needs:
    """Reads pages and style sheets and finds what they name. What was found lately is kept at hand: the pages of a blog
    name the same things."""

    def __init__(self, captures: Captures, mementos: Mementos) -> None:
        self._captures = captures
        self._mementos = mementos
        self._named = lru_cache(maxsize=128)(self._read)
        self._known = lru_cache(maxsize=2048)(self._under)

    def of(self, capture: Capture) -> Iterator[Capture]:
        """Every capture that a reader of this one needs, redirects on the way and originals of revisits included; what
        the archive does not hold, or can't read, is passed over."""
        yield from self.held_by(capture)
        if capture.mime in HTML and capture.status in (200, 203, 304):
            yield from self._of(capture, capture.captured_at, _DEPTH)

    def held_by(self, capture: Capture) -> Iterator[Capture]:
        """The capture, and the one whose record holds its payload."""
        yield capture
        if (
            capture.record_type == "revisit"
            and (original := original_of(capture, self._captures)) is not None
        ):
            yield original

    def _of(self, capture: Capture, at: datetime, depth: int) -> Iterator[Capture]:
        for url in self._named(_Payload(capture)):
            for found in self._way(url, at):
                yield from self.held_by(found)
                if found.mime == _CSS and depth:
                    yield from self._of(found, at, depth - 1)

    def _way(self, url: str, at: datetime) -> Iterator[Capture]:
        """The captures on the way from a URL to what it shows, at a time."""
        for _ in range(_HOPS):
            found = self._nearest(uri.surt(url), at)
            if found is None:
                return
            yield found
            if found.location is None:
                return
            url = found.location

    def _nearest(self, surt: str, at: datetime) -> Capture | None:
        known = self._known(surt)
        if len(known) > _MANY:
            return self._captures.nearest(surt, at)
        shown = [one for one in known if one.status < 500]
        return min(
            shown, key=lambda one: (abs(one.captured_at - at), -one.captured_at.timestamp()), default=None
        )

    def _under(self, surt: str) -> list[Capture]:
        return self._captures.of_surt(surt, limit=_MANY + 1)

    def _read(self, payload: _Payload) -> tuple[str, ...]:
        """The addresses that a payload names."""
        capture = payload.capture
        try:
            with self._mementos.open(capture) as memento:
                body, kind = memento.payload.read(_MOST_BYTES), memento.header("Content-Type")
        except RecordError:
            return ()
        if capture.mime == _CSS:
            return tuple(requisites.of_stylesheet(decode(body, kind).text, capture.url))
        parsed = markup.parse(body, capture.url, kind)
        return tuple(requisites.of_page(parsed)) if parsed is not None else ()


class _Payload:
    """A capture told apart by its URL and payload alone: what was read once is not read again for a revisit."""

    def __init__(self, capture: Capture) -> None:
        self.capture = capture
        self._key = (capture.url, capture.sha256)

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Payload) and self._key == other._key
