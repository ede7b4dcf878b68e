"""When a Source is visited, set on the desk: shown before it is saved, and refused in words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archive.model import Source
from tests.web.admin.test_entry import log_in, token_of
from tests.web.library import Library

HOUR = timedelta(hours=1)


@pytest.fixture
def source(library: Library) -> Source:
    library.add_keeper()
    source = library.follow("https://quay.example/", "Quay")
    return library.backfile.catalogue.sources.update(source.id, next_due=library.backfile.clock() + HOUR)


@pytest.fixture
def keeper(library: Library, source: Source) -> FlaskClient:
    client = library.client()
    assert log_in(client).status_code == 303
    return client


def send(keeper: FlaskClient, source: Source, do: str, **typed: str) -> TestResponse:
    token = token_of(keeper.get(f"/admin/sources/{source.id}"))
    return keeper.post(f"/admin/sources/{source.id}/visits", data={"csrf": token, "do": do, **typed})


def now(library: Library, source: Source) -> Source:
    return library.backfile.catalogue.sources.get(source.id)


def times(response: TestResponse) -> list[str]:
    return [found.get_text() for found in BeautifulSoup(response.text, "lxml").select("ol.links time")]


def test_the_page_says_when_it_is_visited(keeper: FlaskClient, source: Source) -> None:
    response = keeper.get(f"/admin/sources/{source.id}")
    assert "Every 6 hours, next in 1 hour" in response.text
    assert times(response)[:2] == ["1 March 2026, 13:00 UTC", "1 March 2026, 19:00 UTC"]
    assert "Not known yet" in response.text


def test_a_schedule_is_shown_before_it_is_saved(
    library: Library, keeper: FlaskClient, source: Source
) -> None:
    typed = {"how": "cron", "cron": "30 2 * * SUN", "zone": "Europe/Berlin"}
    response = send(keeper, source, "show", **typed)
    assert "Not saved yet" in response.text
    assert times(response)[3:] == ["29 March 2026, 03:00 CEST", "5 April 2026, 02:30 CEST"]
    assert now(library, source) == source
    assert send(keeper, source, "save", **typed).status_code == 303
    found = now(library, source)
    assert (found.cron, found.zone, found.adaptive) == ("30 2 * * SUN", "Europe/Berlin", False)
    assert found.next_due is not None
    assert f"{found.next_due:%d %H:%M}" == "08 01:30"
    assert "By the schedule 30 2 * * SUN (Europe/Berlin)" in keeper.get(f"/admin/sources/{source.id}").text


def test_its_own_pace_or_a_fixed_interval(library: Library, keeper: FlaskClient, source: Source) -> None:
    assert send(keeper, source, "save", how="every", every="12h").status_code == 303
    assert (now(library, source).every, now(library, source).adaptive) == (12 * HOUR, False)
    assert send(keeper, source, "save", how="pace").status_code == 303
    assert now(library, source).adaptive
    assert "until its own pace is known" in keeper.get(f"/admin/sources/{source.id}").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"how": "cron", "cron": "30 2 * *"}, "4 of the five fields"),
        ({"how": "cron", "cron": "30 2 * * *", "zone": "Europe/Berln"}, "Did you mean Europe/Berlin"),
        ({"how": "every", "every": "soon"}, "write a number and s, m, h or d"),
        ({"how": "every", "every": "1s"}, "Once a minute is the most often"),
    ],
)
def test_what_can_not_be_taken_is_said_beside_what_was_typed(
    library: Library, keeper: FlaskClient, source: Source, typed: dict[str, str], said: str
) -> None:
    for do in ("show", "save"):
        response = send(keeper, source, do, **typed)
        assert response.status_code == 400
        assert said in response.text
        assert typed.get("cron", "") in response.text
    assert now(library, source) == source


def test_how_far_its_word_is_believed(library: Library, keeper: FlaskClient, source: Source) -> None:
    for number in range(12):
        library.backfile.catalogue.lastmods.note("quay.example", proved=number < 1)
    text = keeper.get(f"/admin/sources/{source.id}").text
    assert "Not believed: 1 of 12 updates that it announced lately were edits of the text" in text
