"""A process that imports an export, killed without a word, and the same import again: all of it, once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from archive.crawl.egress.fetcher import utc_now
from archive.exchange.imports import import_file
from archive.store.catalogue import Catalogue
from archive.store.proof.fixity import check
from archive.store.recovery.repair import repair
from archive.store.warc import WarcStore
from tests.archive.exchange.exports import blogger_entry, blogger_file

ARTICLES = 240

IMPORT = """
import sys
from pathlib import Path
from archive.crawl.egress.fetcher import utc_now
from archive.exchange.imports import import_file
from archive.store.catalogue import Catalogue
from archive.store.warc import WarcStore

data, path = map(Path, sys.argv[1:])
catalogue = Catalogue.open(data, utc_now)
store = WarcStore(data / "warc", catalogue.segments, clock=utc_now)
keep = store.write

def telling(records):
    places = keep(records)
    print(len(places), flush=True)
    return places

store.write = telling
import_file(path, catalogue, store)
"""


@pytest.mark.parametrize("writes", [1, 2, 3])
def test_nothing_is_lost_and_nothing_comes_twice(writes: int, tmp_path: Path) -> None:
    """Killed as soon as the file, then each batch of articles, is on disk, before it is committed or just after."""
    path, data = tmp_path / "export.xml", tmp_path / "data"
    path.write_bytes(blogger_file(*(blogger_entry(number) for number in range(ARTICLES))))
    child = subprocess.Popen([sys.executable, "-c", IMPORT, data, path], stdout=subprocess.PIPE, text=True)
    assert child.stdout
    for _ in range(writes):
        assert child.stdout.readline()
    child.kill()
    child.communicate()
    catalogue = Catalogue.open(data, utc_now)
    repair(data, catalogue)
    before = len(catalogue.pages.all_ids())
    store = WarcStore(data / "warc", catalogue.segments, clock=utc_now)
    report = import_file(path, catalogue, store)
    assert (report.known, report.articles) == (before, ARTICLES - before)
    assert len(catalogue.pages.all_ids()) == ARTICLES
    assert catalogue.captures.count() == ARTICLES + 1
    assert check(catalogue, data) == []
    store.close()
    catalogue.close()
