"""A request as the made-up sites see it, and the answer that they give."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

HTML = "text/html; charset=UTF-8"
ATOM = "application/atom+xml; charset=UTF-8"
RSS = "application/rss+xml; charset=UTF-8"
XML = "application/xml; charset=UTF-8"
JSON = "application/json; charset=UTF-8"
TEXT = "text/plain; charset=UTF-8"
CSS = "text/css; charset=UTF-8"
SCRIPT = "text/javascript; charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked of a site: ``host`` in lower case and without a port, ``path`` still percent-encoded,
    ``query`` with the last value of each parameter."""

    host: str
    path: str
    query: dict[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site says. With ``changed`` (UTC) it carries an ETag and Last-Modified and can be a 304
    (RFC 9110 §13); ``gzip`` and ``chunked`` say how the body travels if the client can take it."""

    status: int
    body: bytes
    mime: str = HTML
    headers: tuple[tuple[str, str], ...] = ()
    changed: datetime | None = None
    gzip: bool = False
    chunked: bool = False

    @property
    def etag(self) -> str:
        """A weak validator (RFC 9110 §8.8.3): the same whether the body travels packed or not."""
        return f'W/"{hashlib.sha256(self.body).hexdigest()[:32]}"'


def redirect(url: str, status: int = 301) -> Answer:
    """Send the client elsewhere."""
    body = f'<html><head><title>Moved</title></head><body><a href="{url}">The document has moved</a></body></html>\n'
    return Answer(status, body.encode(), headers=(("Location", url),))
