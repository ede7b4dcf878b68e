"""The rows that answer a question, read from the catalogue as they are needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from archive.model import Capture
from archive.store.captures import Captures
from archive.timestamp import to_timestamp
from web.citing.cdx import order
from web.citing.cdx.collapse import collapsed
from web.citing.cdx.dialect import Dialect
from web.citing.cdx.question import Question
from web.citing.cdx.resume import ResumeKey, key_of
from web.citing.cdx.revisits import resolved
from web.citing.cdx.row import Row, rows_of


def count(captures: Captures, asked: Question) -> int:
    """How many lines there are before any filter."""
    where = asked.reach
    if where.surt is not None:
        return captures.count(surt=where.surt)
    return sum(captures.count(prefix=prefix) for prefix in where.prefixes)


def rows(captures: Captures, asked: Question, dialect: Dialect) -> Iterator[Row]:
    """The rows, in the steps and the order of pywb: resolved, filtered, within the time, collapsed, sorted and cut."""
    found = rows_of(_captures(captures, asked))
    if asked.resume is not None:
        found = _after(found, asked.resume)
    if asked.page is not None:
        found = islice(found, asked.page.first, asked.page.first + asked.page.lines)
    if asked.resolve:
        found = resolved(found, captures.original_by_digest if dialect.resolves_anywhere else None)
    found = (row for row in _within(found, asked) if all(test(row) for test in asked.filters))
    for alike in asked.alike:
        found = collapsed(found, alike)
    if asked.closest is not None:
        return order.closest(found, asked.closest, abs(asked.limit))
    if asked.reverse:
        return order.reverse(found, abs(asked.limit))
    return order.first(found, asked.limit) if asked.limit > 0 else order.last(found, -asked.limit)


class Resumable:
    """The first rows of an answer; once they are read through, ``key`` is what to go on with, if there is more."""

    def __init__(self, captures: Captures, asked: Question, dialect: Dialect) -> None:
        self.key: ResumeKey | None = None
        self._limit = asked.limit
        self._rows = rows(captures, replace(asked, limit=asked.limit + 1), dialect)

    def __iter__(self) -> Iterator[Row]:
        last: Row | None = None
        for number, row in enumerate(self._rows):
            if number == self._limit:
                self.key = key_of(last) if last is not None else None
                return
            yield row
            last = row


def _captures(captures: Captures, asked: Question) -> Iterator[Capture]:
    since, until = asked.since, asked.until
    if asked.resolve or asked.page is not None:
        # An original may be older than what is asked for, and pages are counted before any bounds.
        since = until = None
    start = (asked.resume.surt, asked.resume.at) if asked.resume is not None else None
    if asked.reach.surt is not None:
        yield from captures.iterate(surt=asked.reach.surt, since=since, until=until, start=start)
    for prefix in asked.reach.prefixes:
        yield from captures.iterate(prefix=prefix, since=since, until=until, start=start)


def _after(found: Iterable[Row], key: ResumeKey) -> Iterator[Row]:
    return (row for row in found if not key.given(row))


def _within(found: Iterable[Row], asked: Question) -> Iterator[Row]:
    since = to_timestamp(asked.since) if asked.since is not None else ""
    until = to_timestamp(asked.until) if asked.until is not None else "9" * 14
    return (row for row in found if since <= row.fields["timestamp"] <= until)
