"""The demo's texts, read from ``posts/``: a folder per site, a ``site.toml`` in it, and a file per article.

An article's file begins with TOML between two lines of ``+++``; the rest is its text (see ``prose``). Its name is
``<date>-<slug>.md`` for a post and ``<slug>.md`` for a standing page; ``path`` in the TOML overrules the URL.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

POSTS = Path(__file__).parent / "posts"
_DATED = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)-(?P<slug>.+)")


@dataclass(frozen=True, slots=True)
class Comment:
    """A reader's word under a post."""

    author: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """One text of a site. ``published`` and ``updated`` carry the author's own UTC offset; ``text`` is what
    ``prose`` takes; ``revision`` holds (old words, new words) for the post that is to be edited."""

    id: str
    path: str
    title: str
    author: str
    published: datetime
    updated: datetime
    text: str
    lang: str = "en"
    labels: tuple[str, ...] = ()
    standing: bool = False
    popular: bool = False
    doomed: bool = False
    comments: tuple[Comment, ...] = ()
    revision: tuple[tuple[str, str], ...] = ()
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """A site's own facts, as in its ``site.toml``; ``links`` are (title, URL) of its neighbours, ``redirects``
    (path, URL), ``feed`` a path."""

    host: str
    title: str
    description: str
    shape: str
    lang: str = "en"
    blog_id: str = ""
    profiles: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    accounts: tuple[tuple[str, str], ...] = ()
    redirects: tuple[tuple[str, str], ...] = ()
    robots: str = ""
    feed: str = ""

    @property
    def url(self) -> str:
        """The home page."""
        return f"http://{self.host}/"


def read_site(folder: Path) -> Site:
    """A site's facts."""
    facts: dict[str, Any] = tomllib.loads((folder / "site.toml").read_text(encoding="utf-8"))
    for name in ("profiles", "links", "accounts", "redirects"):
        facts[name] = tuple(facts.get(name, {}).items())
    return Site(**facts)


def read_articles(folder: Path, pattern: str, digits: int = 19) -> tuple[Article, ...]:
    """A folder's articles, newest first. ``pattern`` makes a post's URL path of year, month and slug; ``digits``
    is how long the platform's own numbers are."""
    found = [_read(file, pattern, digits) for file in sorted(folder.rglob("*.md"))]
    return tuple(sorted(found, key=lambda article: article.published, reverse=True))


def number(text: str, digits: int = 19) -> str:
    """A platform's decimal identifier: the same for the same text, never with a leading nought."""
    return str(int(hashlib.sha256(text.encode()).hexdigest(), 16))[:digits]


def _read(file: Path, pattern: str, digits: int) -> Article:
    _, head, text = re.split(r"^\+\+\+$\n", file.read_text(encoding="utf-8"), maxsplit=2, flags=re.MULTILINE)
    facts: dict[str, Any] = tomllib.loads(head)
    dated = _DATED.fullmatch(file.stem)
    slug = dated["slug"] if dated else file.stem
    facts.setdefault("path", pattern.format(**dated.groupdict()) if dated else f"/p/{slug}.html")
    facts.setdefault("id", number(facts["path"] + file.parent.name, digits))
    facts.setdefault("updated", facts["published"])
    facts.setdefault("standing", dated is None)
    facts["labels"] = tuple(facts.get("labels", ()))
    facts["comments"] = tuple(Comment(**comment) for comment in facts.get("comments", ()))
    facts["revision"] = tuple((change["from"], change["to"]) for change in facts.get("revision", ()))
    return Article(**facts, text=text.strip(), slug=slug)


def utc(moment: datetime) -> datetime:
    """The same moment in UTC."""
    return moment.astimezone(UTC)


def moment(text: str) -> datetime:
    """A time out of a query: ISO 8601, UTC unless it says otherwise, its ``+`` perhaps lost on the way.
    ValueError for anything else."""
    found = datetime.fromisoformat(text.replace(" ", "+"))
    return found if found.tzinfo else found.replace(tzinfo=UTC)
