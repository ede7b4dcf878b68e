"""What was erased does not come back with a catalogue that is made again, nor is it missed; what was passed on does."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from archive import uri
from archive.model import RecordType
from tests.archive.store.tables import Rows, dumped
from tests.conftest import MovableClock
from tests.web.library import MARCH, open_library
from tests.web.test_erased import BODY, MIRROR, OTHER, SECOND, URL, fill, told_in
from tests.web.test_recover import backfile, comparable, rows_in


def only_the_mirror_tells(data: Path) -> bool:
    """Whether all that is left of it are the words that another site shows too."""
    return {secret for told in told_in(data).values() for secret in told} == {b"vexillarium", b"grumblewick"}


def erased_and_lost(data: Path, clock: MovableClock) -> dict[str, Rows]:
    """The rows of an archive out of which an article was erased, and whose catalogue then was lost."""
    with open_library(data, clock) as library:
        fill(library)
        for days, url in ((1, MIRROR), (2, SECOND)):
            library.keep(url, BODY, at=MARCH + timedelta(days=days), headers=[("X-Of", url)], page=True)
        clock.move(timedelta(days=5))
        assert library.backfile.notary.write_due()
        library.annotate()
        library.backfile.catalogue.takedowns.take_down(URL, reason="a person asked for it")
        library.annotate()  # as may come between hiding and erasing
        library.erasure.run()
        library.index()
        for _ in range(2):  # the first one begins a segment, the second tells of it
            library.annotate()
        rows = dumped(library.backfile.catalogue)
    assert only_the_mirror_tells(data)
    for path in data.glob("catalogue.sqlite*"):
        path.unlink()
    return rows


def test_row_for_row_and_nothing_of_it_returns(tmp_path: Path, clock: MovableClock) -> None:
    data = tmp_path / "data"
    before = comparable(erased_and_lost(data, clock))
    done = backfile(data, "recover", "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert (found["untold"], found["missing"], found["unfit"], found["alarms"]) == (0, 0, 0, [])
    after = comparable(rows_in(data))
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}
    for name in ("takedowns", "denials", "manifests", "links"):
        assert before[name], name
    assert only_the_mirror_tells(data)
    assert json.loads(backfile(data, "verify", "--full", "--json").stdout)["faults"] == []


def test_what_was_denied_is_and_what_was_passed_on_can_be_read(tmp_path: Path, clock: MovableClock) -> None:
    data = tmp_path / "data"
    erased_and_lost(data, clock)
    assert backfile(data, "recover").exit_code == 0
    with open_library(data, clock) as library:
        catalogue = library.backfile.catalogue
        assert library.client().get(f"/web/{URL}").status_code == 451
        assert catalogue.takedowns.denial(URL) is not None
        assert catalogue.takedowns.unfinished() == []
        (mirror,) = catalogue.captures.of_surt(uri.surt(MIRROR))
        assert mirror.record_type is RecordType.RESPONSE
        for url in (MIRROR, SECOND):
            with library.backfile.mementos.open(catalogue.captures.of_surt(uri.surt(url))[0]) as memento:
                assert memento.payload.read() == BODY.encode()
        assert catalogue.captures.of_surt(uri.surt(OTHER))
