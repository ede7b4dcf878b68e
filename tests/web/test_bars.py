"""Progress as people see it: bars on a terminal, plain lines elsewhere, nothing when it shall be quiet."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from archive.model import Crawl, CrawlState, Progress, Trigger
from web.bars import Bars
from web.progress import pace, settled, time_left

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
RUNNING = Crawl(
    id=1,
    trigger=Trigger.CLI,
    state=CrawlState.RUNNING,
    requested_at=NOON,
    rate=0.25,
    time_left=timedelta(minutes=7),
    progress=Progress(found=40, fetched=10, new=8, refused=2, bytes=12_000),
)


class Terminal(io.StringIO):
    """A terminal that keeps what is drawn on it."""

    def isatty(self) -> bool:
        return True

    @property
    def seen(self) -> str:
        """What was drawn, without the codes that move and colour."""
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.getvalue())


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("TERM", "xterm-256color")
    return Terminal()


def test_each_crawl_has_its_bar_on_a_terminal(terminal: Terminal) -> None:
    with Bars(stream=terminal) as bars:
        first, second = bars.bar("Quay"), bars.bar("Mole")
        first.crawl(RUNNING)
        second.part(3, 4)
    assert "Quay" in terminal.seen
    assert "10 of 40 fetched, 8 new, 2 refused, 12.0 kB, 0.2 a second, about 7 min left" in terminal.seen
    assert "3 of 4" in terminal.seen
    assert "━" in terminal.seen


def test_what_others_wrote_commands_no_terminal(terminal: Terminal) -> None:
    with Bars(stream=terminal) as bars:
        bars.bar("Quay\x1b]0;owned\x07 [bold]not bold[/bold]").crawl(RUNNING)
    assert "\x1b]0;" not in terminal.getvalue()
    assert "[bold]" in terminal.seen


def test_plain_lines_come_every_few_seconds_at_most() -> None:
    plain = io.StringIO()
    with Bars(stream=plain) as bars:
        bar = bars.bar("Quay")
        for _ in range(50):
            bar.crawl(RUNNING)
    assert plain.getvalue().splitlines() == [
        "Quay: 10 of 40 fetched, 8 new, 2 refused, 12.0 kB, 0.2 a second, about 7 min left"
    ]


def test_quiet_is_quiet(terminal: Terminal) -> None:
    with Bars(stream=terminal, quiet=True) as bars:
        bars.bar("Quay").crawl(RUNNING)
    assert terminal.getvalue() == ""


def test_a_crawl_that_has_ended_has_no_pace() -> None:
    assert pace(replace(RUNNING, ended_at=NOON)) == ""
    assert pace(replace(RUNNING, rate=None)) == ""
    assert pace(replace(RUNNING, rate=0.01, time_left=None)) == "0.6 a minute"
    assert settled(RUNNING.progress) == 12


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (5, "under a minute"),
        (61, "about 1 min"),
        (3600, "about 60 min"),
        (6 * 3600, "about 6 h"),
        (40 * 3600, "about 2 days"),
    ],
)
def test_time_left_in_words(seconds: int, words: str) -> None:
    assert time_left(timedelta(seconds=seconds)) == words
