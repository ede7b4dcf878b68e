"""A plain HTTP client for the made-up world: it hides nothing of what was answered."""

from __future__ import annotations

import gzip
import http.client
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lxml import etree, html

from web.demo.world import World

ATOM = "{http://www.w3.org/2005/Atom}"
OPEN_SEARCH = "{http://a9.com/-/spec/opensearchrss/1.0/}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, its transfer coding undone."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        packed = self.headers.get("Content-Encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()

    def html(self) -> html.HtmlElement:
        return html.fromstring(self.text)

    def xml(self) -> etree._Element:
        return etree.fromstring(self.text.encode())

    def json(self) -> Any:
        return json.loads(self.text)

    def locations(self) -> list[str]:
        """The URLs of a sitemap or a sitemap index."""
        return [str(loc.text) for loc in self.xml().iter(f"{SITEMAP}loc")]


class Visitor:
    """Asks the world, as its proxy or (``directly``) by the Host header."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __call__(self, url: str, *, method: str = "GET", **headers: str) -> Reply:
        """Through the proxy: the whole URL is the request's target. ``If_None_Match`` stands for If-None-Match."""
        return self._ask(method, url, {name.replace("_", "-"): value for name, value in headers.items()})

    def directly(self, url: str, method: str = "GET") -> Reply:
        """To the origin itself: the path is the target, the site is named by Host."""
        parts = urlsplit(url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return self._ask(method, target, {"Host": parts.netloc})

    def _ask(self, method: str, target: str, headers: dict[str, str]) -> Reply:
        host, port = self._world.address.split(":")
        connection = http.client.HTTPConnection(host, int(port), timeout=10)
        try:
            connection.request(method, target, headers={"Accept-Encoding": "identity", **headers})
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())
        finally:
            connection.close()
