"""A crawl's or an import's progress on stderr: one line that renews itself on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import TextIO

from archive.model import Crawl, Progress
from web.terminal import one_line

PLAIN_EVERY = 5.0  # seconds between plain lines
LIVE_EVERY = 0.1


def size(number: float) -> str:
    """A number of bytes for people: ``1.4 MB``."""
    for unit in ("B", "kB", "MB", "GB"):
        if abs(number) < 1000:
            return f"{number:.0f} {unit}" if unit == "B" else f"{number:.1f} {unit}"
        number /= 1000
    return f"{number:.1f} TB"


def counts(progress: Progress) -> str:
    """A Progress in words; what is zero and no surprise stays unsaid."""
    parts = [f"{progress.fetched} of {progress.found} fetched", f"{progress.new} new"]
    for word in ("changed", "unchanged", "gone", "refused", "failed"):
        number = getattr(progress, word)
        if number:
            parts.append(f"{number} {word}")
    parts.append(size(progress.bytes))
    return ", ".join(parts)


def together(parts: Iterable[Progress]) -> Progress:
    """The counts of several crawls as one."""
    parts = list(parts)
    return Progress(
        **{count.name: sum(getattr(part, count.name) for part in parts) for count in fields(Progress)}
    )


class ProgressLine:
    """Shows where long work stands. Use as a context manager; ``show`` may be called as often as one likes."""

    def __init__(self, label: str, *, stream: TextIO | None = None, quiet: bool = False) -> None:
        self._label = label
        self._stream = stream or sys.stderr
        self._live = self._stream.isatty()
        self._quiet = quiet
        self._last = 0.0
        self._width = 0

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(self, *_: object) -> None:
        if self._width:
            self._stream.write("\n")
            self._stream.flush()

    def clear(self) -> None:
        """Make room for a line of its own."""
        if self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()
            self._width = 0

    def crawl(self, progress: Progress) -> None:
        """Show a Crawl's Progress."""
        self.show(counts(progress))

    def part(self, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` is done."""
        self.show(f"{done} of {total}" + (f" ({100 * done // total} %)" if total else ""))

    def show(self, text: str) -> None:
        """Show a text, unless one was shown a moment ago."""
        now = time.monotonic()
        if self._quiet or now - self._last < (LIVE_EVERY if self._live else PLAIN_EVERY):
            return
        self._last = now
        line = one_line(f"{self._label}: {text}")
        if self._live:
            self._stream.write("\r" + line.ljust(self._width))
            self._width = len(line)
        else:
            self._stream.write(line + "\n")
        self._stream.flush()


class CrawlLine(ProgressLine):
    """The same for crawls that run at once: what they have done together. ``names`` by the crawls' numbers."""

    def __init__(self, names: Mapping[int, str], *, quiet: bool = False) -> None:
        super().__init__(
            next(iter(names.values())) if len(names) == 1 else f"{len(names)} crawls", quiet=quiet
        )
        self._parts: dict[int, Progress] = {}

    def note(self, crawl: Crawl) -> None:
        """Show what has been done, with a Crawl as it is now."""
        self._parts[crawl.id] = crawl.progress
        self.crawl(together(self._parts.values()))
