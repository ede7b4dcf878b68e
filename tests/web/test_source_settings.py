"""``source set``: how a Source is crawled, tried before it is saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.crawl.egress.fetcher import utc_now
from archive.crawl.frontier.frontier import Frontier
from archive.model import CrawlState, LinkKind, Policy, Source, Target, Trigger
from archive.store.catalogue import Catalogue
from tests.archive.made_up import a_source
from web.cli import cli


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    opened = Catalogue.open(tmp_path, utc_now)
    yield opened
    opened.close()


@pytest.fixture
def source(catalogue: Catalogue) -> Source:
    made = a_source(catalogue)
    crawl = catalogue.crawls.request(made.id, Trigger.CLI)
    posts = [
        Target(f"{made.url}{year}/{number}", LinkKind.POST) for year in (2023, 2024) for number in range(4)
    ]
    Frontier(catalogue.database).add(crawl.id, posts)
    return made


def run(data: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["--data", str(data), "source", *arguments])
    return done.exit_code, done.output + str(done.exception or "")


def policy(catalogue: Catalogue, source: Source) -> Policy:
    return catalogue.sources.get(source.id).policy


def test_everything_is_set_shown_and_taken_back(tmp_path: Path, catalogue: Catalogue, source: Source) -> None:
    keys = tmp_path / "keys.txt"
    keys.write_text("X-Reader: open-sesame\n")
    options = (
        "--delay 7 --concurrency 2 --max-bytes 20MB --max-crawl-bytes 2GB --max-requests 500 --daily-looks 9 "
        f"--depth body=1 --budget popular=20 --budget related=0 --include /2024/* --header @{keys} --cookie a=hush"
    )
    status, said = run(tmp_path, "set", str(source.id), *options.split())
    assert status == 0, said
    assert policy(catalogue, source) == Policy(
        7, 2, 20_000_000, 2_000_000_000, 500, 9, {LinkKind.BODY: 1}, {LinkKind.POPULAR: 20, LinkKind.RELATED: 0},
        ("/2024/*",), (), (("X-Reader", "open-sesame"),), "a=hush",
    )  # fmt: skip
    assert "/2024/* takes in 4 of 8 known addresses" in said
    assert "Sent to its own host: X-Reader, cookie a (values are not shown)" in said
    assert "sesame" not in said + run(tmp_path, "set", str(source.id))[1]
    run(
        tmp_path,
        "set",
        str(source.id),
        "--budget",
        "popular=5",
        "--header",
        "",
        "--cookie",
        "",
        "--delay",
        "",
    )
    now = policy(catalogue, source)
    assert now.budgets == {LinkKind.POPULAR: 5, LinkKind.RELATED: 0}
    assert (now.headers, now.cookies, now.delay, now.max_targets) == ((), None, None, 500)


def test_a_dry_run_tells_and_saves_nothing(tmp_path: Path, catalogue: Catalogue, source: Source) -> None:
    status, said = run(tmp_path, "set", str(source.id), "--exclude", "*/2023/*", "--dry-run")
    assert status == 0
    assert "*/2023/* leaves out 4 of 8 known addresses" in said
    assert "Nothing was saved." in said
    assert policy(catalogue, source) == Policy()


@pytest.mark.parametrize(
    "option", [("--delay", "0"), ("--depth", "posts=1"), ("--exclude", "a b"), ("--header", "Host: x")]
)
def test_what_can_not_be_set_is_told_and_nothing_is_saved(
    tmp_path: Path, catalogue: Catalogue, source: Source, option: tuple[str, str]
) -> None:
    status, said = run(tmp_path, "set", str(source.id), "--concurrency", "2", *option)
    assert status == 1
    assert "can't be set" in said
    assert policy(catalogue, source) == Policy()


def test_a_source_is_paused_with_its_crawl_and_resumed(
    tmp_path: Path, catalogue: Catalogue, source: Source
) -> None:
    assert run(tmp_path, "pause", str(source.id))[0] == 0
    (crawl,) = catalogue.crawls.recent(5)
    assert (crawl.state, catalogue.sources.get(source.id).paused) == (CrawlState.PAUSED, True)
    assert run(tmp_path, "resume", str(source.id))[0] == 0
    assert catalogue.crawls.get(crawl.id).state is CrawlState.QUEUED
