"""Where on the web an exported article stood: exports leave out hosts, or were made on a test machine. Pure."""

from __future__ import annotations

import ipaddress
import re
from collections import Counter
from contextlib import suppress
from urllib.parse import urlsplit

from archive import uri
from archive.errors import BadUrl
from archive.exchange.exported import Blog

_NOWHERE = (
    ".localhost",
    ".local",
    ".test",
    ".invalid",
    ".internal",
    ".lan",
    ".home.arpa",
)  # RFC 6761, 6762, 9476
_OWN_LINK = re.compile(
    r"https?://(?P<host>[A-Za-z0-9.\-]{4,253})(?P<path>/(?:\d{4}/\d{2}|p)/[^\"'<>?#\s&]{1,200}\.html)", re.I
)
_MOST_LINKS = 200_000
_ENOUGH = 3


class NoAddress(Exception):
    """Where an article stood can't be told; ``str()`` says why, as the end of a sentence."""


def address_of(link: str | None, blog: Blog, given: str | None) -> str:
    """The address of an article with that ``link`` in an export of that ``blog``; ``given`` is where a person says that
    the blog is, and replaces the address that the export states. Raises NoAddress."""
    if not link:
        raise NoAddress("it gives no address")
    home = given or blog.home
    if given and blog.home:
        link = _under(link, blog.home)
    if home is None and "://" not in link:
        raise NoAddress("it gives only a path, and not the blog's address")
    found = uri.join(home or link, link)
    if found is None:
        raise NoAddress("its address is no web address")
    if is_nowhere(found):
        raise NoAddress(f"its address is on {uri.host(found)}, which is not on the web")
    return uri.fold(found)


def is_nowhere(url: str) -> bool:
    """Whether a host is one that nobody reaches over the web."""
    name = uri.host(url)
    with suppress(ValueError):
        return not ipaddress.ip_address(name.strip("[]")).is_global
    return "." not in name or name.endswith(_NOWHERE)


class OwnLinks:
    """Links in an export's articles that lead to articles of the same export: they tell a host that it leaves out."""

    def __init__(self) -> None:
        self._paths: set[str] = set()
        self._named: Counter[tuple[str, str]] = Counter()

    def note(self, link: str | None, content: str) -> None:
        """See an article, under the path that it has."""
        if link and link.startswith("/") and len(self._paths) < _MOST_LINKS:
            self._paths.add(link)
        for found in _OWN_LINK.finditer(content):
            if len(self._named) < _MOST_LINKS:
                self._named[found["host"].lower(), found["path"]] += 1

    def home(self) -> tuple[str, int] | None:
        """The blog's address and how many of its links told it; None when too few did, or not clearly."""
        votes: Counter[str] = Counter()
        for host, path in self._named:
            if path in self._paths:
                with suppress(BadUrl):
                    votes[uri.fold(f"https://{host}/")] += 1
        best = votes.most_common(1)
        if not best or best[0][1] < _ENOUGH or best[0][1] * 2 <= votes.total():
            return None
        return best[0]


def _under(link: str, stated: str) -> str:
    """A link as a path below the address that the export states of its blog."""
    parts, root = urlsplit(link), urlsplit(stated)
    if not parts.netloc or parts.netloc.lower() != root.netloc.lower():
        return link
    folder = root.path.rstrip("/")
    if folder and not parts.path.startswith(f"{folder}/"):
        return link
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.path[len(folder) :].lstrip('/')}{query}"
