"""A library for each test, and one that tests of reading share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from archive.model import Facts, Link, LinkKind
from tests.conftest import MovableClock
from tests.web.library import MARCH, Library, open_library

BLOG = "https://quay.example"
POST = f"{BLOG}/2026/02/ferries.html"
ARABIC = f"{BLOG}/2026/01/layl.html"


@pytest.fixture
def library(tmp_path: Path, clock: MovableClock) -> Iterator[Library]:
    with open_library(tmp_path / "data", clock) as opened:
        yield opened


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A small archive that is only read: two posts (one seen three times), a picture and a style sheet."""
    with open_library(tmp_path_factory.mktemp("shelf") / "data", MovableClock(MARCH)) as opened:
        fill(opened)
        yield opened


def fill(library: Library) -> None:
    """The shelf's content."""
    source = library.follow(f"{BLOG}/", "Quay & <Co>")
    for days, text in ((0, "first"), (2, "second"), (40, "third")):
        library.keep(
            POST,
            _post("Ferries in the fog", f"The {text} telling of the ferry and the fog. " * 12),
            at=MARCH + timedelta(days=days),
            page=True,
            source=source,
            facts=Facts(title="Ferries in the fog", author="Ada Quill", published=MARCH - timedelta(days=20),
                        labels=("Fog", "Boats")),
            links=[Link(ARABIC, LinkKind.POPULAR, "ليل"), Link("https://away.example/x", LinkKind.BODY, "<b>away</b>")],
        )  # fmt: skip
    library.keep(
        ARABIC,
        _post("رسالة من الليل", "أكتب هذه السطور على ظهر العبّارة التي تغادر في العاشرة مساء. " * 6),
        page=True,
        source=source,
        facts=Facts(title="رسالة من الليل", author="نورس", published=MARCH - timedelta(days=50)),
    )
    library.keep(f"{BLOG}/boat.png", PNG, mime="image/png")
    library.keep(f"{BLOG}/quay.css", "body { background: url(boat.png) }", mime="text/css")
    library.index()


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63d0300d0200012800b5"
    "23286c830000000049454e44ae426082"
)


def _post(title: str, text: str) -> str:
    return (
        f'<!doctype html><html><head><title>{title}</title><link rel="stylesheet" href="/quay.css"></head><body>'
        f'<script>document.title = "ran"</script><h1>{title}</h1><div class="post-body entry-content">'
        f'<p>{text}</p><img src="../../boat.png" alt="a boat"><a href="/2026/01/layl.html">another</a></div></body></html>'
    )
