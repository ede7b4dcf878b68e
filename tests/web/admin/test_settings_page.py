"""How a Source is crawled, set on the desk: tried first, validated, escaped, and keys never shown."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archive.crawl.frontier.frontier import Frontier
from archive.model import LinkKind, Policy, Source, Target, Trigger
from tests.web.admin.test_entry import log_in, token_of
from tests.web.library import Library


@pytest.fixture
def source(library: Library) -> Source:
    library.add_keeper()
    made = library.follow("https://quay.example/", "Quay & <Co>")
    catalogue = library.backfile.catalogue
    crawl = catalogue.crawls.request(made.id, Trigger.CLI)
    odd = Target("https://quay.example/2023/<script>", LinkKind.POST)
    posts = [Target(f"https://quay.example/2024/{number}", LinkKind.POST) for number in range(3)]
    Frontier(catalogue.database).add(crawl.id, [odd, *posts])
    return made


@pytest.fixture
def keeper(library: Library, source: Source) -> FlaskClient:
    client = library.client()
    assert log_in(client).status_code == 303
    return client


def send(keeper: FlaskClient, source: Source, **fields: str) -> TestResponse:
    page = f"/admin/sources/{source.id}/settings"
    return keeper.post(page, data={"csrf": token_of(keeper.get(page)), **fields})


def policy(library: Library, source: Source) -> Policy:
    return library.backfile.catalogue.sources.get(source.id).policy


def test_a_try_tells_what_patterns_do_and_saves_nothing(
    library: Library, keeper: FlaskClient, source: Source
) -> None:
    response = send(keeper, source, exclude="/2023/*\n/<b>", delay="9", do="try")
    assert response.status_code == 200
    soup = BeautifulSoup(response.text, "lxml")
    said = soup.select_one("[role=status]")
    assert said is not None
    assert "/2023/* leaves out 1 of 4 known addresses" in said.get_text(" ")
    assert "Not saved yet" in said.get_text()
    assert said.find("b") is None
    assert "<script>" not in str(said)
    field = soup.select_one("textarea[name=exclude]")
    assert field is not None
    assert field.get_text().split() == ["/2023/*", "/<b>"]
    assert policy(library, source) == Policy()


def test_what_is_saved_is_there_again_but_keys_are_not(
    library: Library, keeper: FlaskClient, source: Source
) -> None:
    saved = send(
        keeper, source, delay="9", max_bytes="20 MB", depths="body=1", include="/2024/*", headers="X-Key: hush",
        cookies="session=hush", do="save",
    )  # fmt: skip
    assert saved.status_code == 303
    found = policy(library, source)
    assert (found.delay, found.max_bytes, found.depths, found.include) == (
        9,
        20_000_000,
        {LinkKind.BODY: 1},
        ("/2024/*",),
    )
    assert (found.headers, found.cookies) == ((("X-Key", "hush"),), "session=hush")
    page = keeper.get(f"/admin/sources/{source.id}/settings").text
    assert "hush" not in page
    assert "X-Key, cookie session" in page
    send(keeper, source, include="/2024/*", do="save")
    assert policy(library, source).cookies == "session=hush", "an empty field leaves the keys"
    assert policy(library, source).delay is None, "and takes anything else back"
    send(keeper, source, forget="1", do="save")
    assert policy(library, source) == Policy()


def test_what_can_not_be_set_is_said_with_what_was_typed(
    library: Library, keeper: FlaskClient, source: Source
) -> None:
    response = send(keeper, source, delay="soon", include="/2024/*", cookies="not-a-pair-hush", do="save")
    assert response.status_code == 400
    soup = BeautifulSoup(response.text, "lxml")
    assert soup.select_one("[role=alert]") is not None
    assert 'value="soon"' in response.text
    assert "/2024/*" in response.text
    assert "hush" not in response.text
    assert policy(library, source) == Policy()


def test_the_source_leads_to_its_settings(keeper: FlaskClient, source: Source) -> None:
    assert f'href="/admin/sources/{source.id}/settings"' in keeper.get(f"/admin/sources/{source.id}").text
