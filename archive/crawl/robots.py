"""What a site's robots.txt lets us fetch (RFC 9309). Pure: the crawler fetches, this decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from protego import Protego

MAX_BYTES = 500 * 1024
"""How much of a robots.txt is read (RFC 9309 §2.5)."""
MAX_REDIRECTS = 5
KEPT_FOR = timedelta(hours=24)
MAX_DELAY = 300.0
AGENT = "Backfile"
"""The product token that a robots.txt may address us by."""


@dataclass(frozen=True, slots=True)
class Robots:
    """A site's rules. ``rules`` None: all is allowed, or, when ``forbidden`` says why, nothing is."""

    rules: Protego | None = None
    forbidden: str | None = None

    def refusal(self, url: str) -> str | None:
        """Why a URL must not be fetched, or None."""
        if self.forbidden:
            return self.forbidden
        if self.rules is None or self.rules.can_fetch(url, AGENT):
            return None
        return "the site's robots.txt asks not to fetch this"

    @property
    def delay(self) -> float:
        """Seconds that the site asks to leave between two requests, at most 300; 0 when it asks for none."""
        asked = self.rules.crawl_delay(AGENT) if self.rules else None
        return min(max(float(asked), 0.0), MAX_DELAY) if asked else 0.0

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps that it names, the first 50."""
        return tuple(self.rules.sitemaps)[:50] if self.rules else ()


EVERYTHING = Robots()


def robots_url(url: str) -> str:
    """Where a URL's rules are: one robots.txt per scheme, host and port (RFC 9309 §2.3)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


def read(status: int, body: bytes) -> Robots:
    """The rules that an answer stands for (RFC 9309 §2.3.1): 2xx is parsed, 4xx allows all, 5xx forbids all.

    A redirect that is left is one too many: it counts as no robots.txt (§2.3.1.2). ``body`` is the decoded
    payload; what exceeds 500 KiB is not read.
    """
    if status == 429 or status >= 500:
        return Robots(forbidden=f"the site's robots.txt can't be had (it answers {status})")
    if not 200 <= status < 300:
        return EVERYTHING
    return Robots(rules=Protego.parse(_text(body)))


def _text(body: bytes) -> str:
    if len(body) > MAX_BYTES:
        cut = body.rfind(b"\n", 0, MAX_BYTES)
        body = body[: cut if cut > 0 else MAX_BYTES]
    return body.decode("utf-8-sig", errors="replace").replace("\x00", "")
