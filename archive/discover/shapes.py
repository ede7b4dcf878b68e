"""The shapes of a blog's post addresses: what posts have in common, and lists and standing pages have not. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from archive import uri
from archive.errors import BadUrl

_EXTENSION = re.compile(r"\.[a-z]{3,5}$", re.I)
_ENOUGH = 2  # posts that have a shape before it is believed


def shape(url: str) -> str | None:
    """A post's address with its own name left out: ``/2024/05/*.html``, ``/posts/*``, ``?p=9``; None when nothing in it
    would tell a post from any other page (``/*``). Raises BadUrl."""
    parts = urlsplit(uri.fold(url))
    *folders, name = parts.path.strip("/").split("/")
    names = sorted(key for key, value in parse_qsl(parts.query) if value.isdigit())
    if not name:
        return f"{uri.host(url)}/?{'&'.join(names)}" if names else None
    extension = _EXTENSION.search(name)
    dated = [_date(folder) for folder in folders]
    if not folders and extension is None and not name.isdigit():
        return None
    end = "9" if name.isdigit() else f"*{extension[0].lower() if extension else ''}"
    return "/".join([uri.host(url).removeprefix("www."), *dated, end])


def _date(folder: str) -> str:
    return "9" * len(folder) if folder.isdigit() and len(folder) in {1, 2, 4} else folder


@dataclass(slots=True)
class Shapes:
    """Learnt from the posts that are named for certain."""

    _seen: dict[str, int] = field(default_factory=dict)

    def learn(self, urls: Iterable[str]) -> None:
        """Take in the addresses of posts."""
        for url in urls:
            with suppress(BadUrl):
                if (its := shape(url)) is not None:
                    self._seen[its] = self._seen.get(its, 0) + 1

    def fit(self, url: str) -> bool:
        """Whether an address has the shape of at least two posts."""
        with suppress(BadUrl):
            return self._seen.get(shape(url) or "", 0) >= _ENOUGH
        return False
