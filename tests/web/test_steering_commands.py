"""``crawl --pause``, ``--resume``, ``--cancel``: from another process than the one that crawls."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from archive.crawl.egress.fetcher import utc_now
from archive.model import CrawlState, Trigger
from archive.store.catalogue import Catalogue
from archive.store.locks import RoleLock
from tests.archive.made_up import a_source
from web.cli import cli


def run(data: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["--data", str(data), "crawl", *arguments])
    return done.exit_code, done.output.strip()


def test_a_crawl_is_steered_by_its_number(tmp_path: Path) -> None:
    catalogue = Catalogue.open(tmp_path, utc_now)
    crawl = catalogue.crawls.request(a_source(catalogue).id, Trigger.ADMIN)
    catalogue.close()
    number = str(crawl.id)
    assert run(tmp_path, "--pause", number) == (
        0,
        "Crawl 1 is paused; `backfile crawl --resume 1` lets it go on.",
    )
    assert run(tmp_path, "--resume", number)[1].startswith("Crawl 1 is queued;")
    shown = json.loads(run(tmp_path, "--cancel", number, "--json")[1])
    assert [one["state"] for one in shown["crawls"]] == ["cancelled"]
    status, said = run(tmp_path, "--pause", number)
    assert (status, said.startswith("Crawl 1 has ended: cancelled.")) == (1, True)
    assert run(tmp_path, "--cancel", number)[0] == 0, "that is what was wanted"


def test_what_can_not_be_steered_is_told(tmp_path: Path) -> None:
    assert run(tmp_path, "--pause", "7")[0] == 1
    assert run(tmp_path, "--pause", "7", "--all")[0] == 2
    assert run(tmp_path, "--pause", "x")[0] == 2


def test_while_somebody_crawls_a_crawl_is_queued_for_the_worker(tmp_path: Path) -> None:
    catalogue = Catalogue.open(tmp_path, utc_now)
    source = a_source(catalogue)
    with RoleLock(tmp_path, "archive", "the worker"):
        status, said = run(tmp_path, str(source.id), "--full")
    assert status == 0
    assert "the worker" in said
    assert f"{source.name}: crawl 1 is queued" in said
    (crawl,) = catalogue.crawls.unfinished()
    assert (crawl.source_id, crawl.state, crawl.full) == (source.id, CrawlState.QUEUED, True)
    catalogue.close()
