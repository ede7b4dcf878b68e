"""The desk: Sources, crawls, and that a stranger is told nothing."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from archive.crawl.frontier.frontier import Frontier
from archive.model import CrawlState, Facts, Finding, LinkKind, Source, Target, TargetState, Trigger
from tests.web.admin.test_entry import log_in, token_of
from tests.web.library import Library


@pytest.fixture
def source(library: Library) -> Source:
    library.add_keeper()
    return library.follow("https://quay.example/", "Quay & <Co>")


@pytest.fixture
def keeper(library: Library, source: Source) -> FlaskClient:
    client = library.client()
    assert log_in(client).status_code == 303
    return client


def path_of(rule: Rule) -> str:
    return rule.build(dict.fromkeys(rule.arguments, 1))[1]  # type: ignore[index]


def test_every_route_of_the_desk_is_closed_to_a_stranger(library: Library, source: Source) -> None:
    crawl = library.backfile.catalogue.crawls.request(source.id, Trigger.CLI)
    assert crawl.id == source.id == 1
    library.index()
    rules = [rule for rule in library.app.url_map.iter_rules() if rule.rule.startswith("/admin")]
    assert len(rules) >= 10
    for rule in rules:
        for method in (rule.methods or set()) - {"OPTIONS"}:
            response = library.client().open(path_of(rule), method=method)
            assert response.status_code in (401, 403, 404), (method, rule.rule)
            assert "Quay" not in response.text
            assert response.headers["Cache-Control"] == "no-store"
    assert not library.backfile.catalogue.sources.get(source.id).paused
    assert len(library.backfile.catalogue.crawls.recent(10)) == 1


def test_every_form_of_the_desk_needs_its_token(library: Library, keeper: FlaskClient) -> None:
    for rule in library.app.url_map.iter_rules():
        if rule.rule.startswith("/admin") and "POST" in (rule.methods or set()):
            response = keeper.post(path_of(rule), data={"name": "x"})
            assert response.status_code == 403, rule.rule


def test_sources_are_listed_with_their_health(keeper: FlaskClient) -> None:
    soup = BeautifulSoup(keeper.get("/admin/").text, "lxml")
    row = soup.select_one("tbody tr")
    assert row is not None
    text = " ".join(row.get_text(" ").split())
    assert text == "Quay & <Co> quay.example · blogger Not crawled yet never at once every 6 hours Crawl now"
    assert "backfile add" in soup.get_text()


def test_a_button_only_asks_for_a_crawl(library: Library, keeper: FlaskClient, source: Source) -> None:
    token = token_of(keeper.get("/admin/"))
    response = keeper.post(f"/admin/sources/{source.id}/crawl", data={"csrf": token, "full": "1"})
    assert (response.status_code, response.headers["Location"]) == (303, "/admin/crawls/1")
    crawl = library.backfile.catalogue.crawls.get(1)
    assert (crawl.source_id, crawl.trigger, crawl.state, crawl.full) == (source.id, "admin", "queued", True)
    again = keeper.post(f"/admin/sources/{source.id}/crawl", data={"csrf": token})
    assert again.headers["Location"] == "/admin/crawls/1"


def test_a_source_is_paused_and_resumed(library: Library, keeper: FlaskClient, source: Source) -> None:
    token = token_of(keeper.get("/admin/"))
    for verb, paused in (("pause", True), ("resume", False)):
        assert keeper.post(f"/admin/sources/{source.id}/{verb}", data={"csrf": token}).status_code == 303
        assert library.backfile.catalogue.sources.get(source.id).paused is paused
    assert keeper.get(f"/admin/sources/{source.id}").status_code == 200


def test_a_crawl_shows_how_far_it_is_and_what_failed(
    library: Library, keeper: FlaskClient, source: Source
) -> None:
    crawls = library.backfile.catalogue.crawls
    crawl = crawls.request(source.id, Trigger.ADMIN)
    waiting = keeper.get(f"/admin/crawls/{crawl.id}")
    assert "the worker takes it up" in waiting.text
    crawls.start(crawl.id)
    crawls.add_progress(crawl.id, found=2, fetched=1, new=1, failed=1, bytes=2048)
    frontier = Frontier(library.backfile.catalogue.database)
    frontier.add(
        crawl.id,
        [Target("https://quay.example/<b>", LinkKind.POST), Target("https://quay.example/c", LinkKind.POST)],
    )
    leased = frontier.lease(crawl.id, now=library.backfile.clock())
    assert leased is not None
    assert leased.id is not None
    frontier.finish(leased.id, TargetState.FAILED, error="the server <hung> up")
    running = BeautifulSoup(keeper.get(f"/admin/crawls/{crawl.id}").text, "lxml")
    assert running.select_one("progress")["value"] == "1"  # type: ignore[index]
    assert running.select_one("noscript meta[http-equiv=refresh]") is not None
    assert "The server <hung> up." in running.get_text()
    figures = keeper.get(f"/admin/crawls/{crawl.id}.json").json
    assert figures is not None
    assert (figures["state"], figures["finished"], figures["settled"], figures["waiting"]) == (
        "running",
        False,
        1,
        1,
    )
    assert figures["found"] == 2
    crawls.end(crawl.id, CrawlState.FAILED, "The disk is full.")
    ended = BeautifulSoup(keeper.get(f"/admin/crawls/{crawl.id}").text, "lxml")
    assert "The disk is full." in ended.get_text()
    assert ended.select_one("progress") is None
    assert "Failed" in keeper.get("/admin/crawls").text


def test_a_crawls_report_is_a_page_and_json(library: Library, keeper: FlaskClient, source: Source) -> None:
    catalogue = library.backfile.catalogue
    crawl = catalogue.crawls.start(catalogue.crawls.request(source.id, Trigger.ADMIN).id)
    frontier = Frontier(catalogue.database)
    for number, (finding, title) in enumerate([("new", "A <quay> at night"), ("gone", "Old lamps")]):
        url = f"https://quay.example/{number}"
        capture = library.keep(url, page=True, source=source, facts=Facts(title=title))
        frontier.add(crawl.id, [Target(url, LinkKind.POST, via="https://quay.example/feed")])
        leased = frontier.lease(crawl.id, now=library.backfile.clock())
        assert leased is not None
        frontier.finish(leased.id or 0, TargetState.DONE, capture_id=capture.id, finding=Finding(finding))
    catalogue.crawls.add_progress(crawl.id, found=2, fetched=2, new=1, gone=1)
    catalogue.crawls.end(crawl.id, CrawlState.DONE)
    page = BeautifulSoup(keeper.get(f"/admin/crawls/{crawl.id}").text, "lxml")
    sections = {section.h2.get_text(" ", strip=True): section for section in page.select("section.report")}  # type: ignore[union-attr]
    assert list(sections) == ["New 1", "Gone 1"]
    assert sections["New 1"].select_one("li a").get_text() == "A <quay> at night"  # type: ignore[union-attr]
    report = keeper.get(f"/admin/crawls/{crawl.id}/report.json").json
    assert report is not None
    assert (report["state"], report["new"], report["gone"]) == ("done", 1, 1)
    (new,) = report["articles"]["new"]
    assert (new["title"], new["link_kind"], new["via"]) == (
        "A <quay> at night",
        "post",
        "https://quay.example/feed",
    )
    assert keeper.get(new["page_url"]).status_code == 200
    assert report["reasons"] == {"refused": [], "failed": [], "flawed": [], "parts": []}


@pytest.mark.parametrize(
    "path",
    [
        "/admin/sources/99",
        "/admin/crawls/99",
        "/admin/crawls/99.json",
        "/admin/crawls/99/report.json",
        "/admin/nothing",
        "/admin/crawls/99999999999999999999",
    ],
)
def test_what_is_not_there_is_404(keeper: FlaskClient, path: str) -> None:
    assert keeper.get(path).status_code == 404


def test_looking_changes_nothing(library: Library, keeper: FlaskClient, source: Source) -> None:
    for rule in library.app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) and rule.rule.startswith("/admin"):
            assert keeper.get(path_of(rule)).status_code in (200, 302, 403, 404, 405)
    assert library.backfile.catalogue.crawls.recent(5) == []
    assert library.backfile.catalogue.surveys.next_queued() is None


def test_a_crawl_is_paused_resumed_and_cancelled_on_its_page(
    library: Library, keeper: FlaskClient, source: Source
) -> None:
    crawls = library.backfile.catalogue.crawls
    page = f"/admin/crawls/{crawls.request(source.id, Trigger.ADMIN).id}"

    def buttons() -> list[str]:
        soup = BeautifulSoup(keeper.get(page).text, "lxml")
        return [button.get_text() for button in soup.select(".desk-head .actions button")]

    def press(path: str) -> CrawlState:
        token = token_of(keeper.get(page))
        assert keeper.post(f"{page}/{path}", data={"csrf": token}).status_code == 303
        return crawls.recent(1)[0].state

    assert buttons() == ["Pause", "Cancel"]
    assert press("pause") is CrawlState.PAUSED
    assert buttons() == ["Resume", "Cancel"]
    assert "Paused" in keeper.get("/admin/").text
    assert press("resume") is CrawlState.QUEUED
    assert press("cancel") is CrawlState.CANCELLED
    assert buttons() == ["Crawl again"]


def test_with_a_source_its_crawl_is_paused_and_resumed(
    library: Library, keeper: FlaskClient, source: Source
) -> None:
    crawls = library.backfile.catalogue.crawls
    crawl = crawls.start(crawls.request(source.id, Trigger.ADMIN).id)
    for door, state in (("pause", CrawlState.PAUSED), ("resume", CrawlState.QUEUED)):
        token = token_of(keeper.get("/admin/"))
        assert keeper.post(f"/admin/sources/{source.id}/{door}", data={"csrf": token}).status_code == 303
        assert crawls.get(crawl.id).state is state
