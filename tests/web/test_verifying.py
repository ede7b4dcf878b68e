"""``backfile verify``: what never came is no fault of the archive's."""

from __future__ import annotations

import json
from pathlib import Path

from tests.archive.exchange.test_reading_rules import DIGESTS, PROFILES, revisit
from tests.archive.exchange.warcs import packed
from tests.web.test_importing import run


def test_a_revisit_whose_original_never_came_is_noted(tmp_path: Path) -> None:
    file, data = tmp_path / "revisit.warc.gz", tmp_path / "data"
    file.write_bytes(packed([revisit(PROFILES[2], DIGESTS[0], named=True)]))
    assert run(data, "import", file).exit_code == 0
    done = run(data, "verify", "--full", "--json")
    assert done.exit_code == 0
    told = json.loads(done.output)
    assert told["faults"] == []
    assert any("its original is not in the archive" in note for note in told["notes"])
    assert "Note: Capture" in run(data, "verify", "--full").output
