"""The change feed."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import delete

from archive.model import Change
from archive.store.catalogue import Catalogue
from archive.store.tables import changes
from tests.archive.made_up import NOON


def test_in_order_and_bounded(catalogue: Catalogue) -> None:
    assert catalogue.changes.last() == 0
    assert catalogue.changes.after(0) == []
    for page in ("aaaaaaaaaa", "bbbbbbbbbb", "aaaaaaaaaa"):
        catalogue.changes.add(page)
    assert catalogue.changes.after(0, limit=2) == [
        Change(1, "aaaaaaaaaa", NOON),
        Change(2, "bbbbbbbbbb", NOON),
    ]
    assert catalogue.changes.after(2) == [Change(3, "aaaaaaaaaa", NOON)]
    assert catalogue.changes.last() == 3


def test_a_number_is_never_given_twice(catalogue: Catalogue) -> None:
    catalogue.changes.add("aaaaaaaaaa")
    with catalogue.transaction() as connection:
        connection.execute(delete(changes))
    assert catalogue.changes.add("bbbbbbbbbb") == 2


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from archive.store.catalogue import Catalogue
catalogue = Catalogue.open(Path(sys.argv[1]), lambda: datetime.now(UTC))
for number in range(60):
    with catalogue.transaction():
        catalogue.changes.add("process" + str(number % 10) * 3)
        catalogue.changes.add("process" + str(number % 10) * 3)
catalogue.close()
"""


@pytest.mark.timeout(60)
def test_who_follows_misses_nothing_while_threads_and_a_process_write(catalogue: Catalogue) -> None:
    """Two threads and a process write; a reader that goes on from its last number sees every change once."""
    folder: Path = catalogue.database.path.parent

    def write(name: str) -> None:
        for _ in range(60):
            with catalogue.transaction():
                catalogue.changes.add(name)
                catalogue.changes.add(name)

    threads = [threading.Thread(target=write, args=(name,)) for name in ("thread-one", "thread-two")]
    seen: list[Change] = []
    with subprocess.Popen([sys.executable, "-c", WRITER, str(folder)]) as process:
        for each in threads:
            each.start()
        while process.poll() is None or any(each.is_alive() for each in threads):
            seen += catalogue.changes.after(seen[-1].seq if seen else 0, limit=7)
    assert process.returncode == 0
    while more := catalogue.changes.after(seen[-1].seq):
        seen += more
    assert [change.seq for change in seen] == list(range(1, 361))
    assert all(one.page_id == two.page_id for one, two in zip(seen[::2], seen[1::2], strict=True))
