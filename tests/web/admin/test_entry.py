"""Set-up, log in, log out: who gets in, for how long, and by which door."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import MovableClock
from tests.web.library import KEEPER, PASSWORD, Library, open_library
from web.admin.gate import local
from web.settings import Settings


def token_of(response: TestResponse) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', response.text)
    assert found
    return found[1]


def log_in(client: FlaskClient, name: str = KEEPER, password: str = PASSWORD, **more: str) -> TestResponse:
    token = token_of(client.get("/admin/"))
    return client.post("/admin/login", data={"csrf": token, "name": name, "password": password, **more})


@pytest.fixture
def desk(library: Library) -> Library:
    library.add_keeper()
    return library


def test_a_stranger_gets_the_form_and_a_keeper_the_desk(desk: Library) -> None:
    client = desk.client()
    door = client.get("/admin/crawls")
    assert door.status_code == 401
    assert 'name="next" value="/admin/crawls"' in door.text
    assert door.headers["Cache-Control"] == "no-store"
    inside = log_in(client, next="/admin/crawls")
    assert (inside.status_code, inside.headers["Location"]) == (303, "/admin/crawls")
    assert client.get("/admin/crawls").status_code == 200


def test_the_cookie_changes_at_login_and_scripts_never_see_it(desk: Library) -> None:
    client = desk.client()
    before = client.get("/admin/").headers["Set-Cookie"]
    after = log_in(client).headers["Set-Cookie"]
    assert before.split(";")[0] != after.split(";")[0]
    for cookie in (before, after):
        assert re.fullmatch(r"backfile=[\w-]{43}; HttpOnly; Path=/; SameSite=Lax", cookie)


def test_over_https_the_cookie_is_bound_to_the_host(desk: Library) -> None:
    response = desk.client().get("/admin/", base_url="https://archive.example")
    assert re.fullmatch(
        r"__Host-backfile=[\w-]{43}; Secure; HttpOnly; Path=/; SameSite=Lax", response.headers["Set-Cookie"]
    )


@pytest.fixture
def behind_proxy(tmp_path: Path, clock: MovableClock) -> Iterator[Library]:
    with open_library(tmp_path / "data", clock, Settings(public_url="https://archive.example")) as opened:
        yield opened


def test_behind_a_proxy_the_public_address_counts(behind_proxy: Library) -> None:
    behind_proxy.add_keeper()
    client = behind_proxy.client()
    door = client.get("/admin/", base_url="http://archive.example")
    assert door.headers["Set-Cookie"].startswith("__Host-backfile=")
    data = {"csrf": token_of(door), "name": KEEPER, "password": PASSWORD}
    cookie = {"Cookie": door.headers["Set-Cookie"].split(";")[0], "Origin": "https://archive.example"}
    assert (
        client.post("/admin/login", data=data, headers=cookie, base_url="http://archive.example").status_code
        == 303
    )


def test_reading_sets_no_cookie(desk: Library) -> None:
    for path in ("/", "/search", "/web/2026/https://x.example/"):
        assert "Set-Cookie" not in desk.client().get(path).headers


def test_a_session_ends_after_half_an_hour_without_use(desk: Library, clock: MovableClock) -> None:
    client = desk.client()
    log_in(client)
    clock.move(timedelta(minutes=29))
    assert client.get("/admin/").status_code == 200
    clock.move(timedelta(minutes=29))
    assert client.get("/admin/").status_code == 200
    clock.move(timedelta(minutes=30))
    assert client.get("/admin/").status_code == 401


def test_a_session_ends_after_half_a_day_in_all(desk: Library, clock: MovableClock) -> None:
    client = desk.client()
    log_in(client)
    for _ in range(24):
        assert client.get("/admin/").status_code == 200
        clock.move(timedelta(minutes=29))
    clock.move(timedelta(minutes=24 * 1 + 1))
    assert client.get("/admin/").status_code == 401


def test_logging_out_makes_the_old_cookie_worthless(desk: Library) -> None:
    client = desk.client()
    held = log_in(client).headers["Set-Cookie"].split(";")[0]
    inside = client.get("/admin/")
    assert client.post("/admin/logout", data={"csrf": token_of(inside)}).status_code == 303
    assert desk.client().get("/admin/", headers={"Cookie": held}).status_code == 401


def test_a_new_password_ends_the_sessions_of_the_old_one(desk: Library) -> None:
    client = desk.client()
    log_in(client)
    desk.backfile.catalogue.accounts.set_password(KEEPER, "another hash")
    assert client.get("/admin/").status_code == 401


@pytest.mark.parametrize(
    ("name", "password"), [(KEEPER, "wrong"), ("nobody", PASSWORD), (KEEPER, ""), ("", "")]
)
def test_a_wrong_name_or_password_tells_neither(desk: Library, name: str, password: str) -> None:
    response = log_in(desk.client(), name, password)
    assert response.status_code == 401
    assert "do not belong together" in response.text
    assert PASSWORD not in response.text


def test_guessing_is_limited_per_account_and_address(desk: Library, clock: MovableClock) -> None:
    client = desk.client()
    for _ in range(5):
        assert log_in(client, password="wrong").status_code == 401
    refused = log_in(client)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 900
    assert "Wait 15 minutes" in refused.text
    clock.move(timedelta(minutes=15))
    assert log_in(client).status_code == 303


def test_one_address_can_not_try_account_after_account(desk: Library) -> None:
    client = desk.client()
    answers = [log_in(client, f"name{number}").status_code for number in range(21)]
    assert answers == [401] * 20 + [429]


def test_a_stranger_can_not_lock_the_keeper_out_cheaply(desk: Library) -> None:
    stranger = desk.client()
    for _ in range(6):
        token = token_of(stranger.get("/admin/"))
        data = {"csrf": token, "name": KEEPER, "password": "wrong"}
        stranger.post("/admin/login", data=data, environ_base={"REMOTE_ADDR": "192.0.2.9"})
    assert log_in(desk.client()).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
)  # fmt: skip
def test_a_form_of_another_site_is_refused(desk: Library, headers: dict[str, str]) -> None:
    client = desk.client()
    data = {"csrf": token_of(client.get("/admin/")), "name": KEEPER, "password": PASSWORD}
    assert client.post("/admin/login", data=data, headers=headers).status_code == 403


@pytest.mark.parametrize("headers", [{"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin"}, {}])
def test_a_form_of_this_site_is_taken(desk: Library, headers: dict[str, str]) -> None:
    client = desk.client()
    data = {"csrf": token_of(client.get("/admin/")), "name": KEEPER, "password": PASSWORD}
    assert client.post("/admin/login", data=data, headers=headers).status_code == 303


def test_a_form_needs_the_token_of_this_browser(desk: Library) -> None:
    client, other = desk.client(), desk.client()
    client.get("/admin/")
    for token in ("", "0" * 64, token_of(other.get("/admin/"))):
        data = {"csrf": token, "name": KEEPER, "password": PASSWORD}
        assert client.post("/admin/login", data=data).status_code == 403


@pytest.mark.parametrize(
    ("wanted", "led"),
    [
        ("/admin/crawls/3", "/admin/crawls/3"), ("https://evil.example/", "/admin/"), ("//evil.example/", "/admin/"),
        ("/admin/\\evil.example", "/admin/"), ("/admin//evil.example", "/admin/"), ("/search", "/admin/"),
        ("javascript:alert(1)", "/admin/"), ("/admin/\r\nX: y", "/admin/"), (None, "/admin/"), ("", "/admin/"),
    ],
)  # fmt: skip
def test_next_stays_here(wanted: str | None, led: str) -> None:
    assert local(wanted) == led


class TestSetUp:
    def begin(self, library: Library) -> tuple[FlaskClient, str, str]:
        link = library.backfile.catalogue.accounts.new_setup_token()
        client = library.client()
        page = client.get(f"/admin/setup?token={link}")
        assert page.status_code == 200
        return client, link, token_of(page)

    def test_the_link_makes_the_first_account_and_logs_it_in(self, library: Library) -> None:
        client, link, token = self.begin(library)
        data = {"csrf": token, "token": link, "name": "Ada", "password": PASSWORD}
        response = client.post("/admin/setup", data=data)
        assert (response.status_code, response.headers["Location"]) == (303, "/admin/")
        assert client.get("/admin/").status_code == 200
        assert library.backfile.catalogue.accounts.find("ada") is not None
        kept = library.backfile.catalogue.accounts.all()[0].password_hash
        assert kept.startswith("$argon2id$")
        assert log_in(library.client(), "Ada").status_code == 303

    def test_the_link_works_once(self, library: Library) -> None:
        client, link, token = self.begin(library)
        data = {"csrf": token, "token": link, "name": "Ada", "password": PASSWORD}
        client.post("/admin/setup", data=data)
        other = library.client()
        assert other.get(f"/admin/setup?token={link}").status_code == 403
        again = other.post(
            "/admin/setup", data={**data, "csrf": token_of(other.get("/admin/")), "name": "Bea"}
        )
        assert again.status_code == 403
        assert len(library.backfile.catalogue.accounts.all()) == 1

    @pytest.mark.parametrize(
        ("name", "password", "said"),
        [("Ada", "short", "at least 10"), ("Ada", "aaaaaaaaaaaa", "same few"), ("", PASSWORD, "Choose a name"),
         ("Ada", "x" * 300, "at most"), ("A\nda", PASSWORD, "Choose a name")],
    )  # fmt: skip
    def test_what_will_not_do_leaves_the_link_valid(
        self, library: Library, name: str, password: str, said: str
    ) -> None:
        client, link, token = self.begin(library)
        bad = client.post(
            "/admin/setup", data={"csrf": token, "token": link, "name": name, "password": password}
        )
        assert bad.status_code == 400
        assert said in bad.text
        good = client.post(
            "/admin/setup", data={"csrf": token, "token": link, "name": "Ada", "password": PASSWORD}
        )
        assert good.status_code == 303

    def test_a_made_up_link_makes_no_account(self, library: Library) -> None:
        client, _, token = self.begin(library)
        data = {"csrf": token, "token": "guess", "name": "Ada", "password": PASSWORD}
        assert client.post("/admin/setup", data=data).status_code == 403
        assert library.client().get("/admin/setup").status_code == 403
        assert not library.backfile.catalogue.accounts.has_users()
