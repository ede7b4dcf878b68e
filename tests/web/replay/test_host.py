"""A host of its own for snapshots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import MovableClock
from tests.web.library import MARCH, Library, open_library
from tests.web.replay.test_snapshots import FIRST, NAVIGATION, assert_inert, policy
from web.settings import BadSetting, Settings

HOME, REPLAY = "https://archive.example", "https://snapshots.example"
URL = "https://quay.example/a?b=c%2Fd"
SETTINGS = Settings(public_url=HOME, replay_url=REPLAY)


@pytest.fixture
def apart(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path / "data", MovableClock(MARCH), SETTINGS) as library:
        library.keep(URL, "<p>kept")
        yield library


@pytest.mark.parametrize(
    ("root", "path", "leads_to"),
    [
        (HOME, f"/web/{FIRST}/{URL}", REPLAY), (HOME, f"/web/*/{URL}", REPLAY), (REPLAY, "/", HOME),
        (REPLAY, "/search?q=a", HOME), (REPLAY, "/admin/", HOME), (REPLAY, "/page/x", HOME),
    ],
)  # fmt: skip
def test_what_lives_on_the_other_host_is_led_there(
    apart: Library, root: str, path: str, leads_to: str
) -> None:
    response = apart.client().get(path, base_url=root)
    assert response.status_code == 302
    assert response.headers["Location"] == leads_to + path


def test_a_snapshot_names_its_own_host_in_its_policy(apart: Library) -> None:
    client = apart.client()
    response = client.get(f"/web/{FIRST}mp_/{URL}", base_url=REPLAY)
    assert response.status_code == 200
    assert_inert(response)
    assert policy(response)["img-src"] == "snapshots.example/web/ data:"
    frame = client.get(f"/web/{FIRST}/{URL}", base_url=REPLAY, headers=NAVIGATION)
    assert policy(frame)["frame-src"] == "snapshots.example/web/"
    assert policy(frame)["form-action"] == "snapshots.example/ archive.example/"
    with client.get("/static/backfile.css", base_url=REPLAY) as sheet:
        assert sheet.status_code == 200


def test_a_form_that_is_sent_to_the_snapshots_host_does_nothing(apart: Library) -> None:
    response = apart.client().post("/admin/login", base_url=REPLAY, data={"name": "x"})
    assert (response.status_code, response.headers["Location"]) == (302, f"{HOME}/admin/login")


@pytest.mark.parametrize("replay_url", ["https://archive.example:8443", "http://archive.example"])
def test_a_port_is_no_host_of_its_own(replay_url: str) -> None:
    with pytest.raises(BadSetting, match="ports share cookies"):
        replace(SETTINGS, replay_url=replay_url)
    with pytest.raises(BadSetting, match="set public_url too"):
        Settings(replay_url=REPLAY)
