"""A real WARC file, taken whole: every capture opens, and the keys are those of the oracle beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.model import RecordType
from archive.store.captures import Captures
from tests.real.command import backfile
from web.app import create_app
from web.compose import Backfile, build
from web.settings import Settings

pytestmark = [pytest.mark.shared, pytest.mark.slow]


@pytest.fixture(scope="module")
def imported(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backfile]:
    data = tmp_path_factory.mktemp("iana") / "data"
    file = shared / "data" / "warc" / "02_iana_org.warc.gz"
    done = backfile("import", str(file), environ={"BACKFILE_DATA": str(data)})
    assert done.returncode == 0, done.stderr
    joined = build(Settings(data=data))
    try:
        yield joined
    finally:
        joined.close()


def everything(captures: Captures) -> list[tuple[str, str, str, str]]:
    return [
        (capture.surt, capture.timestamp, capture.url, capture.digest)
        for capture in captures.iterate()
        if capture.url.startswith("http")
    ]


def test_all_responses_and_revisits_are_taken(imported: Backfile) -> None:
    kinds = [capture.record_type for capture in imported.catalogue.captures.iterate()]
    assert kinds.count(RecordType.RESPONSE) == 48
    assert kinds.count(RecordType.REVISIT) == 123


def test_the_keys_equal_the_oracle(imported: Backfile, shared: Path) -> None:
    oracle = []
    for line in (
        (shared / "data" / "warc" / "03_iana_org_oracle.cdxj").read_text(encoding="utf-8").splitlines()
    ):
        surt, timestamp, fields = line.split(" ", 2)
        known = json.loads(fields)
        oracle.append((surt, timestamp, known["url"], known["digest"]))
    assert sorted(everything(imported.catalogue.captures)) == sorted(oracle)


def test_every_capture_opens(imported: Backfile) -> None:
    client = create_app(imported).test_client()
    wrong = []
    for capture in imported.catalogue.captures.iterate():
        with imported.mementos.open(capture) as memento:
            size, status = len(memento.payload.read()), memento.status
        raw = client.get(f"/web/{capture.timestamp}id_/{capture.url}")
        if (raw.status_code, len(raw.data)) != (200, size):
            wrong.append((capture.url, "raw", raw.status_code, len(raw.data)))
        raw.close()
        shown = client.get(f"/web/{capture.timestamp}/{capture.url}")
        if shown.status_code != status or "Memento-Datetime" not in shown.headers:
            wrong.append((capture.url, "shown", shown.status_code, status))
        shown.close()
    assert wrong == []
