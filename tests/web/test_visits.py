"""When a Source is visited, in words and as options."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.model import Source, SourceKind
from archive.store.catalogue import Catalogue
from web.cli import cli
from web.visits import Visits, visits_text

NOW = datetime(2026, 3, 28, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def source(**changes: object) -> Source:
    return Source(1, "https://a.example/", "example,a)/", "A", SourceKind.FEED, NOW, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "every 6 hours"),
        ({"adaptive": True}, "every 6 hours, until its own pace is known"),
        ({"adaptive": True, "learnt": 9.2 * HOUR}, "about every 9 hours, learnt"),
        ({"adaptive": True, "learnt": 24 * HOUR}, "about every day, learnt"),
        ({"adaptive": True, "learnt": 81 * HOUR}, "about every 3 days, learnt"),
        ({"adaptive": True, "learnt": HOUR / 55}, "about every 5 minutes, learnt"),
        ({"cron": "30 2 * * *", "zone": "Europe/Berlin"}, "by the schedule 30 2 * * * (Europe/Berlin)"),
    ],
)
def test_words(changes: dict[str, object], words: str) -> None:
    assert visits_text(source(**changes)) == words


def test_a_wish_is_read_back_from_the_source_that_it_made() -> None:
    for wish in (Visits(), Visits(every=2 * HOUR), Visits.by_cron("30  2 * * *", "Europe/Berlin")):
        assert Visits.of(source(**wish.columns)) == wish


def test_the_next_times_are_on_the_zones_clocks() -> None:
    nightly = Visits.by_cron("30 2 * * *", "Europe/Berlin").times(source(), NOW, "UTC")
    assert [f"{time:%d %H:%M}" for time in nightly] == [
        "29 03:00",
        "30 02:30",
        "31 02:30",
        "01 02:30",
        "02 02:30",
    ]
    learnt = Visits().times(source(learnt=HOUR), NOW, "Asia/Kathmandu")
    assert [f"{time:%H:%M}" for time in learnt] == ["18:45", "19:45", "20:45", "21:45", "22:45"]


def add(data: Path, *options: str) -> Result:
    return CliRunner().invoke(cli, ["--data", str(data), "add", "http://127.0.0.1:9/", *options])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--cron", "half past two"), "3 of the five fields"),
        (("--cron", "30 2 * * *", "--zone", "Berlin"), "Did you mean Europe/Berlin"),
        (("--cron", "30 2 * * *", "--every", "6h"), "Choose one of"),
        (("--zone", "Europe/Berlin"), "add --cron"),
    ],
)
def test_what_can_not_be_meant_is_wrong_usage(tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    done = add(tmp_path, *options)
    assert done.exit_code == 2
    assert said in " ".join(done.output.split())


def test_the_command_sets_it_and_says_when(tmp_path: Path) -> None:
    data = str(tmp_path)
    catalogue = Catalogue.open(tmp_path, lambda: NOW)
    catalogue.sources.add("https://a.example/", "example,a)/", "A", SourceKind.FEED)
    catalogue.close()
    run = CliRunner().invoke
    shown = run(cli, ["--data", data, "source", "set", "A"])
    assert shown.output.startswith("A is visited every 6 hours.\nNext: ")
    done = run(cli, ["--data", data, "source", "set", "A", "--cron", "30 2 * * *", "--zone", "Asia/Tokyo"])
    assert done.output.startswith("A is visited by the schedule 30 2 * * * (Asia/Tokyo).\nNext: ")
    assert done.output.count("02:30 JST") == 5
    assert "learnt" not in run(cli, ["--data", data, "source", "set", "A", "--every", "2h"]).output
    assert (
        "until its own pace is known" in run(cli, ["--data", data, "source", "set", "1", "--learnt"]).output
    )
    assert run(cli, ["--data", data, "source", "set", "B", "--learnt"]).exit_code == 1
