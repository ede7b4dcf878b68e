"""The ``srcset`` attribute (HTML, "Parsing a srcset attribute"): candidates of a URL and a descriptor. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_GAP = re.compile(r"[\s,]*")
_URL = re.compile(r"\S+")
_DESCRIPTOR = re.compile(r"(?:\([^)]*\)|[^,(])*,?")
MOST = 64  # candidates


def candidates(value: str) -> Iterator[tuple[str, str]]:
    """URL and descriptor (``2x``, ``640w`` or empty) of each candidate."""
    at = 0
    for _ in range(MOST):
        at = _end(_GAP, value, at)
        found = _URL.match(value, at)
        if not found:
            return
        at = found.end()
        url = found[0].rstrip(",")
        if url != found[0]:
            yield url, ""
            continue
        end = _end(_DESCRIPTOR, value, at)
        yield url, value[at:end].strip(" \t\r\n\f,")
        at = end


def rewritten(value: str, rewrite: Callable[[str], str | None]) -> str:
    """The attribute with each URL replaced; a candidate whose URL becomes None is left out."""
    kept = ((rewrite(url), descriptor) for url, descriptor in candidates(value))
    return ", ".join(f"{url} {descriptor}".strip() for url, descriptor in kept if url)


def _end(pattern: re.Pattern[str], value: str, at: int) -> int:
    found = pattern.match(value, at)
    return found.end() if found else at
