"""A command that was killed between its crawl and its indexing, and is then given again."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import MovableClock
from tests.real.command import backfile
from tests.web.library import open_library


def test_a_crawl_with_nothing_left_to_fetch_still_indexes(tmp_path: Path, clock: MovableClock) -> None:
    with open_library(tmp_path / "data", clock) as opened:
        opened.keep("https://quay.example/a", page=True)
    environ = {"BACKFILE_DATA": str(tmp_path / "data")}
    done = backfile("crawl", environ=environ)
    assert done.returncode == 0, done.stderr
    status = json.loads(backfile("status", "--json", environ=environ).stdout)
    assert (status["documents"], status["index_lag"]) == (1, 0)
