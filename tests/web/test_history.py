"""An article's history: versions and when they were seen, when it went away, and when it came back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bs4 import BeautifulSoup

from archive.model import Capture, Locator, PageStatus, RecordType, WallKind
from archive.timestamp import to_timestamp
from indexer.model import Version
from tests.indexer.made_up import a_document
from tests.web.library import MARCH, Library
from tests.web.test_compare import FILLER, page
from web.reading.history import History, What, history_of

URL = "https://quay.example/2026/02/talks.html"


def a_capture(day: int, payload: str = "a", **other: object) -> Capture:
    at = MARCH + timedelta(days=day)
    made = Capture(
        url=URL, surt="example,quay)/2026/02/talks.html", timestamp=to_timestamp(at), captured_at=at, status=200,
        mime="text/html", digest="", sha256=payload, record_id=f"urn:uuid:{day}", record_type=RecordType.RESPONSE,
        locator=Locator("a.warc.gz", 0, 1), id=day,
    )  # fmt: skip
    return replace(made, **other)  # type: ignore[arg-type]


def told(captures: list[Capture], begins: list[int], status: PageStatus = PageStatus.LIVE) -> History:
    days = {capture.id: capture for capture in captures}
    versions = tuple(Version(day, days[day].captured_at, f"1:{day}") for day in begins)
    return history_of(captures, a_document(versions=versions), status)


def shape(history: History) -> list[tuple[str, int | None, int, bool]]:
    return [(one.what.value, one.version, one.captures, one.again) for one in history.stretches]


def test_versions_last_as_long_as_their_captures() -> None:
    captures = [a_capture(1), a_capture(2, "a2"), a_capture(5, "b"), a_capture(6, "b")]
    history = told(captures, [1, 5])
    assert shape(history) == [("text", 1, 2, False), ("text", 2, 2, False)]
    assert [(one.first, one.last) for one in history.stretches] == [
        (captures[0].captured_at, captures[1].captured_at),
        (captures[2].captured_at, captures[3].captured_at),
    ]
    assert (history.ended, history.since, history.edits) == (None, None, 1)


def test_a_text_that_came_back_is_the_version_that_it_was() -> None:
    history = told([a_capture(1), a_capture(2, "b"), a_capture(3, "a")], [1, 2])
    assert shape(history) == [("text", 1, 1, False), ("text", 2, 1, False), ("text", 1, 1, True)]
    assert history.edits == 1


def test_when_it_went_and_when_it_was_back() -> None:
    captures = [a_capture(1), a_capture(2, "x", status=404), a_capture(3, "x", status=404), a_capture(4)]
    history = told(captures, [1])
    assert shape(history) == [("text", 1, 1, False), ("away", None, 2, False), ("text", 1, 1, True)]
    assert history.stretches[1].met == "“not found” (404)"
    assert history.ended is None


def test_gone_since_the_first_visit_that_missed_it() -> None:
    captures = [a_capture(1), a_capture(4, "x", status=410), a_capture(5, "x", status=410)]
    history = told(captures, [1], PageStatus.GONE)
    assert (history.ended, history.since) == ("gone", captures[1].captured_at)


def test_gone_without_a_visit_that_says_when() -> None:
    history = told([a_capture(1)], [1], PageStatus.GONE)
    assert (history.ended, history.since) == ("gone", None)


def test_a_wall_is_no_edit() -> None:
    wall = a_capture(2, "x", wall=WallKind.LOGIN)
    history = told([a_capture(1), wall], [1], PageStatus.BLOCKED)
    assert (history.ended, history.since) == ("blocked", wall.captured_at)
    assert history.stretches[-1].what is What.AWAY


def test_an_export_is_no_visit_and_a_redirect_tells_nothing() -> None:
    export = a_capture(1, record_type=RecordType.CONVERSION, refers_to_url="urn:x")
    history = told([export, a_capture(2, "r", status=301)], [1], PageStatus.LIVE)
    assert shape(history) == [("told", 1, 1, False)]
    assert history.ended == "exported"


def test_before_it_is_indexed_there_are_no_versions() -> None:
    history = history_of([a_capture(1), a_capture(2, "b")], None, PageStatus.LIVE)
    assert shape(history) == [("text", None, 2, False)]


def test_the_page_of_captures_tells_it_and_leads_to_the_comparison(library: Library) -> None:
    edited = [*FILLER[:4], "A new last word.", *FILLER[4:]]
    for day, (html, status) in enumerate(((page(FILLER), 200), (page(edited), 200), ("<p>No.</p>", 404))):
        kept = library.keep(URL, html, at=MARCH + timedelta(days=day), page=True, status=status)
    library.index()
    soup = BeautifulSoup(library.client().get(f"/page/{kept.page_id}/captures").text, "lxml")
    lines = [" ".join(item.get_text().split()) for item in soup.select(".timeline li")]
    assert lines == [
        "Away on 3 March 2026 1 visit met “not found” (404)",
        "Version 2 2 March 2026, 1 capture 4 words added Compare with version 1",
        "Version 1 1 March 2026, 1 capture",
    ]
    link = soup.select_one(".timeline a")
    assert link is not None
    compared = BeautifulSoup(library.client().get(str(link["href"])).text, "lxml")
    assert [added.get_text() for added in compared.select("ins")] == ["A new last word."]
    article = BeautifulSoup(library.client().get(f"/page/{kept.page_id}").text, "lxml")
    assert "The text changed 1 time" in " ".join(article.get_text().split())
    told_of = library.client().get(f"/page/{kept.page_id}/captures.json").get_json()
    assert [one["what"] for one in told_of["history"]["stretches"]] == ["text", "text", "away"]
    assert [one["id"] for one in told_of["captures"]] == [1, 2, 3]
