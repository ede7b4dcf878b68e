"""Which keys a question reaches: those of one URL, or all that begin in the same way."""

from __future__ import annotations

from dataclasses import dataclass

from archive import uri
from web.statuses import BadParameter

MATCH_TYPES = ("exact", "prefix", "host", "domain")


@dataclass(frozen=True, slots=True)
class Reach:
    """``surt`` is set for one URL, ``prefixes`` for several: keys that begin with any of them, in order."""

    surt: str | None
    prefixes: tuple[str, ...] = ()


def reach(url: str, match: str) -> Reach:
    """``url`` with ``matchType``; without one a star at an end says it: ``*.example.com`` or ``example.com/2024/*``.

    Raises BadParameter.
    """
    if not url.strip():
        raise BadParameter("url", "", "it names what to look up, for example url=https://example.com/")
    if not match:
        if url.startswith("*."):
            match, url = "domain", url[2:]
        elif url.endswith("*"):
            match, url = "prefix", url[:-1]
    match = match.lower() or "exact"
    if match not in MATCH_TYPES:
        raise BadParameter("matchType", match, f"it is one of {', '.join(MATCH_TYPES)}")
    key = uri.surt(url)
    if match == "exact":
        return Reach(key)
    if match == "prefix":
        return Reach(None, (_open_end(key, url),))
    host = key.partition(")/")[0]
    return Reach(None, (f"{host})/",) if match == "host" else (f"{host})/", f"{host},"))


def _open_end(key: str, url: str) -> str:
    """A key without the last slash or question mark that was typed would begin those of other paths too."""
    for end in "/?":
        if url.endswith(end) and not key.endswith(end):
            return key + end
    return key
