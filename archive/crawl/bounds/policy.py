"""What an admin has set for one Source's crawls: read, bounded, and applied to URLs. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from archive import uri
from archive.crawl.bounds import scope
from archive.crawl.bounds.pattern import Pattern, problem
from archive.errors import BadPolicy
from archive.model import LinkKind, Policy, Progress, Target

MOST_PATTERNS = 50
MOST_HEADERS = 20
LONGEST_VALUE = 2_000  # characters of a header's value
BOUNDED = (*sorted(scope.AROUND),)
"""The kinds of link whose depth and budget can be set."""

_ANY_ARTICLE = scope.AROUND | scope.ARTICLES
_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
_SIZE = re.compile(r"(\d{1,15}(?:\.\d{1,3})?) ?([kmgt]?)b?", re.IGNORECASE)
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}")  # RFC 9110 §5.6.2
_VALUE = re.compile(r"[\x21-\x7e\x80-\xff](?:[\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?")
_OURS = frozenset(
    {"accept-encoding", "connection", "content-length", "content-type", "cookie", "expect", "host", "if-match",
     "if-modified-since", "if-none-match", "if-range", "if-unmodified-since", "keep-alive", "proxy-authorization",
     "proxy-connection", "range", "te", "trailer", "transfer-encoding", "upgrade", "user-agent"}
)  # fmt: skip


def read(name: str, text: str) -> Any:
    """The value of a Policy's field as it was typed; None (or empty) for an empty text. Raises BadPolicy.

    ``include``, ``exclude`` and ``headers`` take one each line; ``depths`` and ``budgets`` ``kind=number``, a line each.
    """
    try:
        return _READERS[name](text.strip())
    except ValueError as error:
        raise BadPolicy(name, text.strip(), str(error)) from None


def changed(policy: Policy, texts: Mapping[str, str]) -> Policy:
    """A Policy with some of its fields as they were typed. Raises BadPolicy."""
    return checked(replace(policy, **{name: read(name, text) for name, text in texts.items()}))


def checked(policy: Policy) -> Policy:
    """The same Policy, if its fields go together. Raises BadPolicy."""
    if policy.max_bytes and policy.max_crawl_bytes and policy.max_bytes > policy.max_crawl_bytes:
        raise BadPolicy("max_bytes", str(policy.max_bytes), "one answer can't be larger than a whole crawl")
    return policy


def left_out(policy: Policy, target: Target) -> str | None:
    """Why a Target is not to be fetched, or None.

    ``exclude`` holds for articles and lists, ``include`` for articles: what lists them, what a person typed and what
    pages need is never left out by it.
    """
    kind = scope.role(target)
    if kind in _ANY_ARTICLE | scope.LISTINGS and any(
        Pattern(one).matches(target.url) for one in policy.exclude
    ):
        return "the source's settings exclude it"
    if kind in _ANY_ARTICLE and policy.include and not taken_in(policy.include, target.url):
        return "the source's settings do not include it"
    return None


def taken_in(patterns: Iterable[str], url: str) -> bool:
    """Whether a URL is one of those that the patterns mean."""
    return any(Pattern(one).matches(url) for one in patterns)


def dressed(policy: Policy, home: str, target: Target) -> Target:
    """A Target with the headers that its Source's own host gets, and the bound on its answer.

    No other host gets them, also not behind a redirect; nor does the same host without TLS when the Source has it.
    """
    fields = policy.headers + ((("Cookie", policy.cookies),) if policy.cookies else ())
    own = fields and uri.same_host(home, target.url) and _same_door(home, target.url)
    return replace(target, headers=fields if own else (), max_bytes=policy.max_bytes)


def spent(policy: Policy, progress: Progress, under_way: int = 0) -> str | None:
    """Why a crawl may ask for nothing more, or None. ``under_way``: requests that are not counted yet."""
    if policy.max_targets is not None and progress.fetched + under_way >= policy.max_targets:
        return f"It stopped after {policy.max_targets:,} requests, as its source's settings say; the rest comes next time."
    if policy.max_crawl_bytes is not None and progress.bytes >= policy.max_crawl_bytes:
        limit = policy.max_crawl_bytes
        return f"It stopped after {limit:,} bytes, as its source's settings say; the rest comes next time."
    return None


def secrets(policy: Policy) -> list[str]:
    """The names of the headers and cookies that are sent, without their values: what may be shown."""
    cookies = [part.partition("=")[0].strip() for part in (policy.cookies or "").split(";") if part.strip()]
    return [name for name, _ in policy.headers] + [f"cookie {name}" for name in cookies]


def _same_door(home: str, url: str) -> bool:
    """Whether a URL of the same host is of the same server, and no less safe to talk to."""
    there, here = urlsplit(url), urlsplit(home)
    return there.port == here.port and (there.scheme == "https" or here.scheme == "http")


def _number(least: int, most: int) -> Callable[[str], int | None]:
    def take(text: str) -> int | None:
        if not text:
            return None
        if not re.fullmatch(r"\d{1,12}", text, re.ASCII) or not least <= int(text) <= most:
            raise ValueError(f"write a whole number from {least:,} to {most:,}")
        return int(text)

    return take


def _seconds(text: str) -> float | None:
    if not text:
        return None
    if not re.fullmatch(r"\d{1,5}(?:\.\d{1,3})?", text, re.ASCII) or not 0 < float(text) <= 3_600:
        raise ValueError("write seconds, more than 0 and up to 3600")
    return timedelta(seconds=float(text)).total_seconds()


def _size(least: int) -> Callable[[str], int | None]:
    def take(text: str) -> int | None:
        if not text:
            return None
        found = _SIZE.fullmatch(text)
        size = int(float(found[1]) * _UNITS[found[2].lower()]) if found and text.isascii() else 0
        if not least <= size <= 10**15:
            raise ValueError(f"write a size of at least {least:,} bytes, such as 20 MB")
        return size

    return take


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _patterns(text: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(_lines(text)))
    if len(found) > MOST_PATTERNS:
        raise ValueError(f"there may be {MOST_PATTERNS} patterns at most")
    for one in found:
        if said := problem(one):
            raise ValueError(f"“{one[:80]}” is no pattern: {said}")
    return found


def _by_kind(most: int) -> Callable[[str], dict[LinkKind, int]]:
    def take(text: str) -> dict[LinkKind, int]:
        found: dict[LinkKind, int] = {}
        for line in _lines(text):
            name, _, number = (part.strip() for part in line.partition("="))
            if name not in BOUNDED:
                raise ValueError(f"“{name[:40]}” is no kind of link; there are {', '.join(BOUNDED)}")
            value = _number(0, most)(number)
            if value is None:
                raise ValueError(f"write {name}=NUMBER")
            found[LinkKind(name)] = value
        return found

    return take


def _headers(text: str) -> tuple[tuple[str, str], ...]:
    found = []
    for line in _lines(text):
        name, colon, value = (part.strip() for part in line.partition(":"))
        if not colon or not _TOKEN.fullmatch(name):
            raise ValueError("write a header as “Name: value”")
        if name.lower() in _OURS:
            also = "; cookies have a field of their own" if name.lower() == "cookie" else ""
            raise ValueError(f"the header {name} is Backfile's own{also}")
        found.append((name, _value(value, name)))
    if len(found) > MOST_HEADERS:
        raise ValueError(f"there may be {MOST_HEADERS} headers at most")
    return tuple(found)


def _cookies(text: str) -> str | None:
    if not text:
        return None
    for pair in text.split(";"):
        if not re.fullmatch(
            r"\s*[!#$%&'*+.^_`|~0-9A-Za-z-]+=[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e\"]*\s*", pair
        ):
            raise ValueError("write cookies as a browser sends them: name=value; other=value")
    return _value(text, "Cookie")


def _value(value: str, name: str) -> str:
    if len(value) > LONGEST_VALUE or not _VALUE.fullmatch(value):
        raise ValueError(f"the value of {name} has to be 1 to {LONGEST_VALUE:,} plain characters on one line")
    return value


_READERS: Mapping[str, Callable[[str], Any]] = {
    "delay": _seconds,
    "concurrency": _number(1, 64),
    "max_bytes": _size(1_000),
    "max_crawl_bytes": _size(10_000),
    "max_targets": _number(1, 10_000_000),
    "daily_looks": _number(0, 100_000),
    "depths": _by_kind(20),
    "budgets": _by_kind(100_000),
    "include": _patterns,
    "exclude": _patterns,
    "headers": _headers,
    "cookies": _cookies,
}
FIELDS = tuple(_READERS)


def shown(policy: Policy, name: str) -> str:
    """A field as it would be typed; of headers and cookies nothing."""
    value = getattr(policy, name)
    if name in ("headers", "cookies") or value is None:
        return ""
    if isinstance(value, Mapping):
        return "\n".join(f"{kind}={number}" for kind, number in value.items())
    if isinstance(value, tuple):
        return "\n".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)
