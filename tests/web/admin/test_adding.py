"""Adding a blog on the desk: a request for the worker, and nothing more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archive.model import SurveyState
from tests.conftest import MovableClock
from tests.web.admin.test_entry import log_in, token_of
from tests.web.library import Library

HOME = "https://quay.example/"


@pytest.fixture
def keeper(library: Library) -> FlaskClient:
    library.add_keeper()
    client = library.client()
    assert log_in(client).status_code == 303
    return client


def add(client: FlaskClient, **typed: str) -> TestResponse:
    return client.post("/admin/", data={"csrf": token_of(client.get("/admin/")), **typed})


def soup_of(response: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(response.text, "lxml")


def test_an_address_becomes_a_request_that_is_shown(library: Library, keeper: FlaskClient) -> None:
    response = add(keeper, url=" HTTPS://Quay.example ", name="Quay", every="12h", related="0")
    assert (response.status_code, response.headers["Location"]) == (303, "/admin/")
    survey = library.backfile.catalogue.surveys.get(1)
    assert (survey.url, survey.name, survey.every, survey.related) == (HOME, "Quay", timedelta(hours=12), 0)
    assert survey.state is SurveyState.QUEUED
    assert library.backfile.catalogue.sources.all() == []
    page = soup_of(keeper.get("/admin/"))
    assert f"Looking at {HOME} …" in page.get_text()
    assert page.select_one("noscript meta[http-equiv=refresh]") is not None
    place = page.select_one("[data-surveys]")
    assert place is not None
    assert keeper.get(str(place["data-surveys"])).json == {"mark": place["data-mark"]}


def test_what_is_left_open_is_as_usual(library: Library, keeper: FlaskClient) -> None:
    add(keeper, url=HOME, name="", every="", related="")
    survey = library.backfile.catalogue.surveys.get(1)
    assert (survey.name, survey.every, survey.related) == (None, None, None)
    page = soup_of(keeper.get("/admin/"))
    assert "As its own pace asks for" in page.get_text()
    assert page.select_one("input[name=related]")["placeholder"] == "As usual, 50"  # type: ignore[index]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"url": "quay example"}, "is not a web address"),
        ({"url": "ftp://quay.example/<b>"}, "is not a web address"),
        ({"url": "https://ada:secret@quay.example/"}, "is not a web address"),
        ({"url": ""}, "Type the address"),
        ({"url": HOME + "a" * 3000}, "longer than 2,000"),
        ({"url": HOME, "every": "often"}, "How often"),
        ({"url": HOME, "every": "30s"}, "Once a minute"),
        ({"url": HOME, "related": "-1"}, "whole number"),
        ({"url": HOME, "related": "100001"}, "whole number"),
        ({"url": HOME, "related": "²"}, "whole number"),
        ({"url": HOME, "name": "n" * 201}, "up to 200"),
        ({"url": HOME, "name": "a\nb"}, "one line"),
    ],
)
def test_what_can_not_be_taken_is_told_and_kept(
    library: Library, keeper: FlaskClient, typed: dict[str, str], said: str
) -> None:
    response = add(keeper, **typed)
    assert response.status_code == 400
    page = soup_of(response)
    alert = page.select_one("form.add [role=alert]")
    assert alert is not None
    assert said in alert.get_text()
    assert page.select_one("input[name=url]")["value"] == typed["url"][:2001]  # type: ignore[index]
    assert page.select_one("noscript meta") is None, "what was typed shall not be swept away"
    assert library.backfile.catalogue.surveys.next_queued() is None


def test_what_is_followed_already_is_told_at_once(library: Library, keeper: FlaskClient) -> None:
    library.follow(HOME, "Quay")
    response = add(keeper, url=HOME + "?utm_source=x")
    assert response.status_code == 409
    assert "It is followed already, as “Quay”." in response.text
    assert library.backfile.catalogue.surveys.next_queued() is None


def test_a_failure_is_told_for_a_day_and_can_be_tried_again(
    library: Library, keeper: FlaskClient, clock: MovableClock
) -> None:
    surveys = library.backfile.catalogue.surveys
    survey = surveys.request(HOME, name="Quay & <Co>", every=timedelta(hours=12), related=7)
    surveys.end(survey.id, error="There is no host called <quay>.")
    page = soup_of(keeper.get("/admin/"))
    failure = page.select_one(".failures li")
    assert failure is not None
    assert "There is no host called <quay>." in failure.get_text()
    assert page.select_one("[data-surveys]") is None
    again = {str(field["name"]): str(field["value"]) for field in failure.select("input")}
    assert keeper.post("/admin/", data=again).status_code == 303
    waiting = surveys.next_queued()
    assert waiting is not None
    assert (waiting.url, waiting.name, waiting.every, waiting.related) == (
        HOME, "Quay & <Co>", timedelta(hours=12), 7,
    )  # fmt: skip
    assert soup_of(keeper.get("/admin/")).select_one(".failures") is None
    surveys.end(waiting.id, error="no")
    clock.move(timedelta(minutes=20))
    keeper.get("/admin/")
    clock.move(timedelta(minutes=20))
    assert "Could not be added" in keeper.get("/admin/").text
    clock.move(timedelta(days=1))
    assert log_in(keeper).status_code == 303
    assert "Could not be added" not in keeper.get("/admin/").text


def test_looking_asks_for_nothing(library: Library, keeper: FlaskClient) -> None:
    keeper.get(f"/admin/?url={HOME}")
    keeper.get("/admin/surveys.json")
    assert library.backfile.catalogue.surveys.next_queued() is None


def test_a_stranger_asks_for_nothing(library: Library) -> None:
    library.add_keeper()
    stranger = library.client()
    token = token_of(stranger.get("/admin/"))
    assert stranger.post("/admin/", data={"csrf": token, "url": HOME}).status_code == 401
    assert stranger.get("/admin/surveys.json").status_code == 401
    assert library.backfile.catalogue.surveys.next_queued() is None
