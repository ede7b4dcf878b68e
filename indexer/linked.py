"""What an article links to, as terms, and what ``links:`` asks of them.

A link is known by the key of the article that it leads to (``archive.uri.page_surt``), as in the catalogue: http or https,
``www.``, a last slash, tracking parameters and a fragment make no difference, and "Links here" counts the same links.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from archive import uri
from archive.errors import BadUrl
from indexer.querylang import BOUNDS

LONGEST_KEY = 200
_DIGEST = 16  # hexadecimal digits after the beginning of a longer key
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_SIGNS = re.compile(r'[\s()*~"]')


class Reach(Enum):
    """How much ``links:`` asks for."""

    PAGE = "page"
    START = "start"  # all pages whose keys begin so
    SITE = "site"  # a host, and all hosts of a domain
    SITES = "sites"  # hosts that begin so


@dataclass(frozen=True, slots=True)
class LinkAsked:
    """What ``links:`` asks for; ``value`` is the term, or its beginning."""

    reach: Reach
    value: str


def key_of(surt: str) -> str:
    """The term of a link; of a very long one the beginning and a digest of the whole."""
    if len(surt) <= LONGEST_KEY:
        return surt
    return surt[: LONGEST_KEY - _DIGEST] + hashlib.sha256(surt.encode()).hexdigest()[:_DIGEST]


def sites_of(surts: Iterable[str]) -> set[str]:
    """The hosts of some keys, and the domains that they lie in."""
    hosts = {surt.partition(")")[0] for surt in surts}
    return {name for host in hosts for name in domains(_forwards(host))}


def domains(host: str) -> list[str]:
    """A host and the domains that it lies in, the longest first: what ``example.com`` is to find of
    ``www.blog.example.com``."""
    names = host.lower().removeprefix("www.").split(".")
    return [".".join(names[at:]) for at in range(max(1, len(names) - 1))]


def host_asked(typed: str) -> str:
    """The host that was typed, or that of an address, as a Document has it: in IDNA, without ``www.`` or a port."""
    try:
        return uri.host(_whole(typed)).removeprefix("www.")
    except BadUrl:
        return _SCHEME.sub("", typed).partition("/")[0].lower().removeprefix("www.")


def link_asked(typed: str) -> LinkAsked | None:
    """``https://example.org/a`` and ``example.org/a`` are a page, ``example.org`` is a host with those below it,
    ``example.org/a*`` all that begins so. None for what is no address."""
    text = typed.strip()
    begins, text = text.endswith("*"), text.rstrip("*")
    alone = _SCHEME.match(text) is None and not re.search(r"[/?]", text)
    if begins and alone:
        return LinkAsked(Reach.SITES, text.lower()) if len(text) >= BOUNDS["prefix"].limit else None
    try:
        surt = uri.page_surt(_whole(text))
    except BadUrl:
        return None
    if alone:
        return LinkAsked(Reach.SITE, _forwards(surt.partition(")")[0]))
    if not begins:
        return LinkAsked(Reach.PAGE, key_of(surt))
    slash = "/" if text.endswith("/") and not surt.endswith("/") else ""
    return LinkAsked(Reach.START, (surt + slash)[: LONGEST_KEY - _DIGEST])


def links_question(url: str) -> str | None:
    """The question for what links to a page; None where it would be longer than a question may be."""
    asked = f'links:"{url.replace(chr(34), "%22")}"' if _SIGNS.search(url) else f"links:{url}"
    return asked if len(asked) <= BOUNDS["length"].limit else None


def _whole(text: str) -> str:
    return text if _SCHEME.match(text) else f"http://{text}"


def _forwards(host: str) -> str:
    """``org,example:8080`` as ``example.org``."""
    name = host if host.count(":") > 1 else host.partition(":")[0]  # an IPv6 address has no port here
    return ".".join(reversed(name.split(",")))
