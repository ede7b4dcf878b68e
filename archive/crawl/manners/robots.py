"""What a site's robots.txt lets us fetch (RFC 9309). Pure: the crawler fetches, this decides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from protego import Protego

MAX_BYTES = 500 * 1024
"""How much of a robots.txt is read (RFC 9309 §2.5)."""
MAX_REDIRECTS = 5
KEPT_FOR = timedelta(hours=24)
UNREACHABLE_KEPT_FOR = timedelta(hours=1)
"""How long it counts that a robots.txt can't be had; then it is asked for again."""
OUTLIVES = timedelta(days=30)
"""While a robots.txt can't be had, the last one counts for so long (RFC 9309 §2.4). Where a server has failed to give one
for longer than that, there is none (§2.3.1.4)."""
MAX_DELAY = 300.0
AGENT = "Backfile"
"""The product token that a robots.txt may address us by."""

_USER_AGENT = re.compile(r"(?im)^[ \t]*user[ -]?agent[ \t]*:[ \t]*([^\r\n]*)")
_RULE_WITH_QUERY = re.compile(r"(?im)^[ \t]*(?:dis)?allow[ \t]*:[^?\r\n]*\?[^\r\n]*")
_ESCAPED_SLASH = re.compile("%2f", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Za-z_-]+|\*(?=\s|#|$)")
_ANOTHER = "another"


@dataclass(frozen=True, slots=True)
class Robots:
    """A site's rules. ``rules`` None: all is allowed, or, when ``forbidden`` says why, nothing is."""

    rules: Protego | None = None
    forbidden: str | None = None

    def refusal(self, url: str) -> str | None:
        """Why a URL must not be fetched, or None."""
        if self.forbidden:
            return self.forbidden
        if self.rules is None or self.rules.can_fetch(_plain_query(url), AGENT):
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
    return Robots(rules=Protego.parse(_groups(_text(body))))


def _groups(text: str) -> str:
    """The text with each group's name as RFC 9309 §2.2.1 reads it: ours, ``*``, or another's.

    A product token has to be the same, but for its case; Protego takes any beginning of it, and none with a version.
    """
    text = _USER_AGENT.sub(lambda line: f"User-agent: {_name(line[1])}", text)
    return _RULE_WITH_QUERY.sub(lambda line: _plain_query(line[0]), text)


def _plain_query(url: str) -> str:
    """With slashes in the query as they are: there an escaped one is the same (RFC 9309 §2.2.2), to Protego it isn't."""
    path, mark, query = url.partition("?")
    return path + mark + _ESCAPED_SLASH.sub("/", query)


def _name(value: str) -> str:
    token = _TOKEN.match(value)
    if token is None or token[0] == "*":
        return "*" if token else _ANOTHER
    return AGENT if token[0].lower() == AGENT.lower() else _ANOTHER


def _text(body: bytes) -> str:
    if len(body) > MAX_BYTES:
        cut = body.rfind(b"\n", 0, MAX_BYTES)
        body = body[: cut if cut > 0 else MAX_BYTES]
    return body.decode("utf-8-sig", errors="replace").replace("\x00", "")
