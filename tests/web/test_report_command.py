"""``backfile report``, as people run it."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from archive.crawl.egress.fetcher import utc_now
from archive.crawl.frontier.frontier import Frontier
from archive.model import CrawlState, Facts, Finding, LinkKind, Tally, Target, TargetState, Trigger
from archive.store.catalogue import Catalogue
from tests.conftest import MovableClock
from tests.web.library import open_library
from web.cli import cli


def run(data: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["--data", str(data), "report", *arguments])
    return done.exit_code, done.output if done.exception is None else str(done.exception)


def fill(data: Path, clock: MovableClock) -> None:
    with open_library(data, clock) as library:
        catalogue = library.backfile.catalogue
        source = library.follow("https://quay.example/", "Quay")
        crawl = catalogue.crawls.start(catalogue.crawls.request(source.id, Trigger.CLI).id)
        frontier = Frontier(catalogue.database)
        url = "https://quay.example/1"
        capture = library.keep(url, page=True, source=source, facts=Facts(title="Lamps\x1b[2J out"))
        frontier.add(crawl.id, [Target(url, LinkKind.POST), Target("https://quay.example/2", LinkKind.POST)])
        for number, state in enumerate((TargetState.DONE, TargetState.FAILED)):
            leased = frontier.lease(crawl.id, now=library.backfile.clock())
            assert leased is not None
            finding = Finding.NEW if number == 0 else None
            error = "it answers 500" if number else None
            frontier.finish(
                leased.id or 0,
                state,
                capture_id=capture.id if finding else None,
                finding=finding,
                error=error,
            )
        catalogue.crawls.add_progress(crawl.id, found=2, fetched=2, new=1, failed=1, bytes=900)
        whole = Tally(source.url, LinkKind.SEED, 12, 11, 10, False, "1 answered 404, 1 is named by no list")
        feed = Tally(f"{source.url}feed", LinkKind.FEED, 12, 11, 10, False, "1 answered 404")
        catalogue.tallies.set(crawl.id, [whole, feed])
        catalogue.crawls.end(crawl.id, CrawlState.DONE)


def test_before_the_first_crawl_it_says_what_to_do(tmp_path: Path) -> None:
    status, said = run(tmp_path)
    assert (status, "backfile add URL" in said) == (1, True)


def test_it_tells_what_came_of_the_latest_crawl(tmp_path: Path, clock: MovableClock) -> None:
    fill(tmp_path, clock)
    status, said = run(tmp_path)
    assert status == 0
    assert said.splitlines() == [
        "Crawl 1 of Quay: done, 2 of 2 fetched, 1 new, 1 failed, 900 B",
        "10 of 12 posts that the feed states are held: 1 answered 404, 1 is named by no list.",
        "new: 1",
        "   Lamps [2J out  https://quay.example/1",
        "failed, it answers 500: 1",
        "   https://quay.example/2",
    ]


def test_the_same_as_json(tmp_path: Path, clock: MovableClock) -> None:
    fill(tmp_path, clock)
    status, said = run(tmp_path, "1", "--json")
    assert status == 0
    told = json.loads(said)
    assert (told["source"], told["new"], told["failed"]) == ("Quay", 1, 1)
    assert [each["url"] for each in told["articles"]["new"]] == ["https://quay.example/1"]
    assert [each["reason"] for each in told["reasons"]["failed"]] == ["it answers 500"]
    assert told["back_run"].startswith("10 of 12 posts")
    assert [(each["list"], each["stated"], each["held"]) for each in told["lists"]] == [("the feed", 12, 10)]


def test_a_crawl_that_never_was(tmp_path: Path) -> None:
    Catalogue.open(tmp_path, utc_now).close()
    assert run(tmp_path, "7") == (1, "There is no crawl number 7.")
