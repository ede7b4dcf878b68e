"""How far long work is, on stderr: bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self, TextIO

from archive.model import Crawl
from web.progress import counts, pace, pace_since, part, settled
from web.terminal import one_line

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

PLAIN_EVERY = 5.0  # seconds between two plain lines of one piece of work
LIVE_EVERY = 0.1
_LABEL = 28  # columns


class Bar(Protocol):
    """One piece of work. May be told as often as one likes."""

    def crawl(self, crawl: Crawl) -> None:
        """Show how far a Crawl is."""
        ...

    def part(self, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` is done, and since it was first told so, how fast it goes and how long it will
        take; total 0: nobody knows of how much."""
        ...


class Bars:
    """Several pieces of work, each with its bar. A context manager. ``quiet``: nothing is shown.

    ``live``: bars are drawn on a terminal, and nothing else should be written to it meanwhile.
    """

    def __init__(self, *, stream: TextIO | None = None, quiet: bool = False) -> None:
        self._stream = stream or sys.stderr
        self._quiet = quiet
        self._drawn = _rich(self._stream) if not quiet and self._stream.isatty() else None
        self.live = self._drawn is not None

    def __enter__(self) -> Self:
        if self._drawn is not None:
            self._drawn.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._drawn is not None:
            self._drawn.stop()

    def bar(self, label: str) -> Bar:
        """A bar for one more piece of work."""
        if self._drawn is not None:
            return _LiveBar(self._drawn, one_line(label))
        return _PlainBar(None if self._quiet else self._stream, label)


class _Pace:
    """How fast one piece of work goes, from the first time that anything is told of it."""

    def __init__(self) -> None:
        self._start: tuple[float, int] | None = None

    def words(self, done: int, total: int) -> str:
        now = time.monotonic()
        if self._start is None:
            self._start = now, done
        return ", ".join(filter(None, (part(done, total), pace_since(*self._start, now, done, total))))


class _PlainBar:
    def __init__(self, stream: TextIO | None, label: str) -> None:
        self._pace = _Pace()
        self._stream = stream
        self._label = label
        self._last = 0.0

    def crawl(self, crawl: Crawl) -> None:
        self._show(", ".join(filter(None, (counts(crawl.progress), pace(crawl)))))

    def part(self, done: int, total: int) -> None:
        percent = f"{100 * done // total} %: " if total else ""
        self._show(percent + self._pace.words(done, total))

    def _show(self, text: str) -> None:
        now = time.monotonic()
        if self._stream is None or now - self._last < PLAIN_EVERY:
            return
        self._last = now
        self._stream.write(one_line(f"{self._label}: {text}") + "\n")
        self._stream.flush()


class _LiveBar:
    def __init__(self, drawn: RichProgress, label: str) -> None:
        self._drawn = drawn
        self._pace = _Pace()
        self._task = drawn.add_task(label, total=None, detail="")
        self._last = 0.0

    def crawl(self, crawl: Crawl) -> None:
        ended, found = crawl.ended_at is not None, crawl.progress.found
        detail = ", ".join(filter(None, (counts(crawl.progress), pace(crawl))))
        self._show(found if ended else settled(crawl.progress), found, detail, last=ended)

    def part(self, done: int, total: int) -> None:
        self._show(done, total, self._pace.words(done, total), last=0 < total <= done)

    def _show(self, done: int, total: int, detail: str, *, last: bool) -> None:
        now = time.monotonic()
        if last or now - self._last >= LIVE_EVERY:
            self._last = now
            self._drawn.update(self._task, completed=done, total=total or None, detail=one_line(detail))


@contextmanager
def bar(label: str, *, quiet: bool = False) -> Iterator[Bar]:
    """The bar of one piece of work."""
    with Bars(quiet=quiet) as bars:
        yield bars.bar(label)


def _rich(stream: TextIO) -> RichProgress:
    # Read when there is a terminal to draw on, and only then.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn
    from rich.table import Column

    return Progress(
        TextColumn("{task.description}", markup=False, table_column=Column(max_width=_LABEL, no_wrap=True)),
        BarColumn(bar_width=20),
        TextColumn("{task.fields[detail]}", markup=False, table_column=Column(overflow="fold")),
        console=Console(file=stream, markup=False, highlight=False, emoji=False),
        refresh_per_second=8,
        redirect_stdout=False,  # what a command prints is its own
        redirect_stderr=stream is sys.stderr,  # a word on the same terminal stands above the bars
    )
