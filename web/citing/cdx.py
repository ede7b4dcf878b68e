"""The CDX server's question and its answer: parameters as pywb and the Wayback Machine name them. Pure but for
reading the catalogue."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from werkzeug.datastructures import MultiDict

from archive import cdxj, uri
from archive.model import Capture
from archive.store.captures import Captures
from archive.timestamp import parse_timestamp
from web.replay.address import readable_url
from web.statuses import BadDate, BadParameter

MOST = 100_000  # lines in one answer
MATCH_TYPES = ("exact", "prefix", "host", "domain")
FIELDS = ("urlkey", "timestamp", "url", "mime", "status", "digest", "length", "offset", "filename")
ALIASES = {"original": "url", "mimetype": "mime", "statuscode": "status"}
MOST_FILTERS = 10

line = cdxj.line

_WITHIN = {4: timedelta(days=366), 6: timedelta(days=31), 8: timedelta(days=1), 10: timedelta(hours=1)}
_PATTERN = re.compile(r"[\w/.^$|:+-]{0,80}\*?[\w/.^$|:+-]{0,80}")
_FILTER = re.compile(r"(?P<no>!?)(?P<how>[=~]?)(?P<field>\w+):(?P<value>.*)", re.DOTALL)

Test = Callable[[dict[str, str]], bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """A CDX question. ``surt`` is set for one URL, ``prefixes`` for several (a key that begins with any)."""

    surt: str | None
    prefixes: tuple[str, ...]
    since: datetime | None
    until: datetime | None
    limit: int
    reverse: bool
    filters: tuple[Test, ...]
    collapse: tuple[str, int | None] | None
    output: str
    fields: tuple[str, ...]


def read(args: MultiDict[str, str]) -> Asked:
    """Parameters → question. Raises BadUrl, BadDate, BadParameter."""
    surt, prefixes = _where(args.get("url", ""), args.get("matchType", ""))
    return Asked(
        surt=surt,
        prefixes=prefixes,
        since=_since(args.get("from", "")),
        until=_until(args.get("to", "")),
        limit=_limit(args.get("limit", "")),
        reverse=args.get("sort", "").lower() == "reverse",
        filters=tuple(_filter(text) for text in args.getlist("filter")[:MOST_FILTERS]),
        collapse=_collapse(args.get("collapse", "")),
        output=_one_of("output", args.get("output", "") or "cdxj", ("cdxj", "json", "text")),
        fields=tuple(_field(name) for name in re.split(r"[,\s]+", args.get("fl", "")) if name),
    )


def select(captures: Captures, asked: Asked) -> Iterator[Capture]:
    """The captures that answer, in CDX order (or reversed)."""
    if asked.surt is not None:
        found: Iterable[Capture] = captures.iterate(surt=asked.surt, since=asked.since, until=asked.until)
    else:
        found = (
            capture
            for prefix in asked.prefixes
            for capture in captures.iterate(prefix=prefix, since=asked.since, until=asked.until)
        )
    kept = (capture for capture in found if all(test(as_dict(capture, ())) for test in asked.filters))
    collapsed = _collapsed(kept, asked.collapse) if asked.collapse else kept
    if asked.reverse:
        return islice(reversed(list(islice(collapsed, MOST))), asked.limit)
    return islice(collapsed, asked.limit)


def as_dict(capture: Capture, fields: tuple[str, ...]) -> dict[str, str]:
    """A capture's CDX fields, all of them or those named, in that order; ``-`` for what is not known."""
    known = cdxj.parse(cdxj.line(capture))
    every = {"urlkey": known.surt, "timestamp": known.timestamp, **known.fields}
    return {name: every.get(name, "-") for name in fields} if fields else every


def _where(url: str, match: str) -> tuple[str | None, tuple[str, ...]]:
    if not url:
        raise BadParameter("url", "", "it names what to look up, for example url=https://example.com/")
    if not match:
        if url.startswith("*."):
            match, url = "domain", url[2:]
        elif url.endswith("*"):
            match, url = "prefix", url[:-1]
    match = _one_of("matchType", match or "exact", MATCH_TYPES)
    key = uri.surt(readable_url(url))
    host = key.partition(")")[0]
    if match == "exact":
        return key, ()
    if match == "prefix":
        return None, (key,)
    return None, (f"{host})",) if match == "host" else (f"{host})", f"{host},")


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value.lower() not in allowed:
        raise BadParameter(name, value, f"it is one of {', '.join(allowed)}")
    return value.lower()


def _since(text: str) -> datetime | None:
    try:
        return parse_timestamp(text) if text else None
    except ValueError:
        raise BadDate(text, "1 to 14 digits, such as 20240131") from None


def _until(text: str) -> datetime | None:
    """The last moment of what was named: ``2024`` is its New Year's Eve."""
    begins = _since(text)
    if begins is None or len(text) >= 14:
        return begins
    length = _WITHIN.get(len(text) // 2 * 2, timedelta(minutes=1) if len(text) >= 12 else timedelta(days=366))
    last = begins + length - timedelta(seconds=1)
    while len(text) in (4, 6) and last.strftime("%Y%m")[: len(text)] != text:
        last -= timedelta(days=1)
    return last


def _limit(text: str) -> int:
    if not text:
        return MOST
    if not text.lstrip("-").isdigit():
        raise BadParameter("limit", text, "it is a number of lines")
    return min(MOST, abs(int(text[:12])))


def _field(name: str) -> str:
    return _one_of("fl", ALIASES.get(name.lower(), name), FIELDS)


def _filter(text: str) -> Test:
    """``field:part``, ``=field:value``, ``~field:pattern``; ``!`` before it turns it round.

    A pattern may hold one star, so that none takes longer than the text is long.
    """
    found = _FILTER.fullmatch(text)
    if found is None:
        raise BadParameter("filter", text, "write [!][=|~]field:value, such as =status:200")
    field, value, wanted = _field(found["field"]), found["value"], not found["no"]
    if found["how"] == "=":
        return lambda known: (known.get(field, "-") == value) is wanted
    if found["how"] != "~":
        return lambda known: (value in known.get(field, "-")) is wanted
    if not _PATTERN.fullmatch(value):
        raise BadParameter("filter", text, "a pattern may hold letters, digits, . ^ $ | / and one *")
    pattern = re.compile(value.removeprefix("*").replace("+", r"\+"))
    return lambda known: bool(pattern.match(known.get(field, "-"))) is wanted


def _collapse(text: str) -> tuple[str, int | None] | None:
    if not text:
        return None
    name, _, length = text.partition(":")
    if length and not length.isdigit():
        raise BadParameter("collapse", text, "write field or field:length, such as timestamp:8")
    return _field(name), int(length[:6]) if length else None


def _collapsed(captures: Iterable[Capture], by: tuple[str, int | None]) -> Iterator[Capture]:
    """Of neighbours that are alike in a field, the first."""
    name, length = by
    last: tuple[str, str] | None = None
    for capture in captures:
        value = as_dict(capture, (name,))[name]
        key = (capture.surt, value[:length] if length else value)
        if key != last:
            yield capture
        last = key
