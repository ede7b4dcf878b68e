"""What all tests share: where the reference data lies, who searches, and a clock that moves when told to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says more of the machine than of the code: what must be quick is a test of its own.
settings.register_profile("backfile", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("backfile")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--searcher",
        choices=["arrays", "whoosh"],
        help="who answers searches first, in this process and those that it starts (default: arrays)",
    )


_SLOW_SEARCHER_SECONDS = 900
"""For one test by Whoosh's own searcher: hundreds of judged questions, each a sentence, one document at a time."""


@pytest.hookimpl(tryfirst=True)  # before the plug-in that limits the time
def pytest_configure(config: pytest.Config) -> None:
    searcher = config.getoption("--searcher")
    if searcher:
        os.environ["BACKFILE_SEARCHER"] = searcher
    if searcher == "whoosh" and config.getoption("timeout", None) is None:
        config.option.timeout = _SLOW_SEARCHER_SECONDS


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference data beside the project (``BACKFILE_SHARED``, else ``../shared``).

    Elsewhere than in CI a missing one skips the test.
    """
    named = os.environ.get("BACKFILE_SHARED")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "shared"
    if not (folder / "data").is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"CI needs the reference data in {folder}")
        pytest.skip("the reference data is not on this machine (BACKFILE_SHARED)")
    return folder


@pytest.fixture(scope="session")
def peers() -> Path:
    """The folder of other archives' tools that ``.ci/peers`` makes (``BACKFILE_PEERS``): pywb, wacz, clients,
    jwarc.jar, replaywebpage. Elsewhere than in CI a missing one skips the test.
    """
    named = os.environ.get("BACKFILE_PEERS")
    if not named or not Path(named).is_dir():
        if os.environ.get("CI"):
            pytest.fail(
                "CI needs the tools of other archives: sh .ci/peers FOLDER, and BACKFILE_PEERS=FOLDER"
            )
        pytest.skip("the tools of other archives are not on this machine (sh .ci/peers, BACKFILE_PEERS)")
    return Path(named)


@pytest.fixture
def unwritable(tmp_path: Path) -> Iterator[Path]:
    """A folder that this user can't write to, nor make: for root, who may write everywhere, one in /proc."""
    if os.geteuid() == 0:
        yield Path("/proc/backfile")
        return
    folder = tmp_path / "unwritable"
    folder.mkdir(mode=0o500)
    yield folder
    folder.chmod(0o700)


class MovableClock:
    """A clock for tests: stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, by: timedelta) -> datetime:
        self.now += by
        return self.now


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC))
