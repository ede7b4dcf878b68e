"""``/cite/<capture>``: whatever was captured can be cited, by its record's UUID or its number."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bs4 import BeautifulSoup

from archive.model import Capture, Facts
from archive.store.pages import page_id
from archive.uri import page_surt, surt
from tests.conftest import MovableClock
from tests.web.citation.made_up import HOSTILE
from tests.web.conftest import BLOG, POST
from tests.web.library import MARCH, Library, open_library
from web.citation.styles import STYLES
from web.citation.work import capture_name

ROOT = "http://localhost"


def newest(library: Library, url: str = POST) -> Capture:
    found = library.backfile.catalogue.captures.latest(surt(url))
    assert found is not None
    return found


def get(library: Library, path: str) -> str:
    response = library.client().get(path)
    assert response.status_code == 200, response.text
    return response.text


@pytest.mark.parametrize("by", ["uuid", "upper", "number"])
def test_a_capture_is_named_by_its_record_or_its_number(shelf: Library, by: str) -> None:
    capture = newest(shelf)
    uuid = capture_name(capture)
    assert capture.record_id == f"urn:uuid:{uuid}"
    name = {"uuid": uuid, "upper": uuid.upper(), "number": str(capture.id)}[by]
    (item,) = json.loads(get(shelf, f"/cite/{name}.json"))
    assert item["URL"] == f"{ROOT}/web/{capture.timestamp}/{POST}"
    assert item["custom"]["original-url"] == POST
    assert item["custom"]["payload-sha256"] == capture.sha256
    assert item["custom"]["warc-record-id"] == capture.record_id


def test_each_capture_has_a_citation_of_its_own(shelf: Library) -> None:
    captures = shelf.backfile.catalogue.captures.of_surt(surt(POST))
    items = [json.loads(get(shelf, f"/cite/{capture_name(capture)}.json"))[0] for capture in captures]
    assert len({item["id"] for item in items}) == len(captures) == 3
    assert [item["accessed"]["date-parts"][0] for item in items] == [
        [2026, 3, 1],
        [2026, 3, 3],
        [2026, 4, 10],
    ]
    assert {item["title"] for item in items} == {"Ferries in the fog"}


@pytest.mark.parametrize(
    ("ending", "media_type"),
    [
        ("bib", "application/x-bibtex; charset=utf-8"),
        ("ris", "application/x-research-info-systems; charset=utf-8"),
        ("json", "application/vnd.citationstyles.csl+json"),
    ],
)
def test_what_is_saved_has_its_type_and_a_name(shelf: Library, ending: str, media_type: str) -> None:
    response = shelf.client().get(f"/cite/{capture_name(newest(shelf))}.{ending}")
    assert response.content_type == media_type
    disposition = response.headers["Content-Disposition"]
    assert disposition.startswith('attachment; filename="quill2026ferries-')
    assert disposition.endswith(f'.{ending}"')
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_others_read_what_is_saved(shelf: Library) -> None:
    name = capture_name(newest(shelf))
    (entry,) = parse_string(get(shelf, f"/cite/{name}.bib")).entries
    (record,) = rispy.loads(get(shelf, f"/cite/{name}.ris"))
    assert entry["author"] == "Quill, Ada"
    assert record["authors"] == ["Quill, Ada"]
    assert entry["url"] == record["urls"][0] == f"{ROOT}/web/20260410120000/{POST}"
    assert record["urls"][1] == POST


@pytest.mark.parametrize("style", STYLES)
def test_formatted_text_in_a_style(shelf: Library, style: str) -> None:
    response = shelf.client().get(f"/cite/{capture_name(newest(shelf))}.txt?style={style}")
    assert response.content_type == "text/plain; charset=utf-8"
    assert response.text.count("\n") == 1
    assert f"{ROOT}/web/20260410120000/{POST}" in response.text


def test_without_a_style_it_is_apa(shelf: Library) -> None:
    assert get(shelf, f"/cite/{newest(shelf).id}.txt").startswith(
        "Quill, A. (2026, February 9). Ferries in the fog. Quay & <Co>. "
    )


@pytest.mark.parametrize("style", ["turabian", "<script>", "../apa", "a" * 500])
def test_a_style_that_is_not_there_is_refused_with_those_that_are(shelf: Library, style: str) -> None:
    response = shelf.client().get(f"/cite/{newest(shelf).id}.txt", query_string={"style": style})
    assert response.status_code == 400
    assert response.content_type == "text/plain; charset=utf-8"
    assert "apa, chicago, chicago-author-date, mla, harvard, ieee, wikipedia" in response.text


@pytest.mark.parametrize(
    "path",
    [
        "/cite/999999999", "/cite/999999999999999999999999", "/cite/00000000-0000-0000-0000-000000000000.bib",
        "/cite/x.ris", "/cite/%00.json", "/cite/x.txt", "/cite/1.xml", "/cite/", "/cite/..%2f1.bib", "/cite/١.bib",
    ],
)  # fmt: skip
def test_what_is_not_held_is_not_cited(shelf: Library, path: str) -> None:
    assert shelf.client().get(path).status_code == 404


def test_the_page_shows_all_of_it_without_scripts(shelf: Library) -> None:
    capture = newest(shelf)
    name = capture_name(capture)
    response = shelf.client().get(f"/cite/{name}")
    soup = BeautifulSoup(response.text, "lxml")
    texts = [" ".join(place.get_text().split()) for place in soup.select(".cite")]
    assert texts == [" ".join(get(shelf, f"/cite/{name}.txt?style={style}").split()) for style in STYLES]
    assert [link["href"] for link in soup.select(".cite-forms a")] == [
        f"/cite/{name}.{form}" for form in ("bib", "ris", "json")
    ]
    text = soup.get_text(" ")
    assert capture.sha256 in text
    assert capture.record_id in text
    snippet = BeautifulSoup(soup.select_one("#cite-link").get_text(), "lxml").a  # type: ignore[union-attr]
    assert snippet is not None
    assert snippet.attrs == {
        "href": f"{ROOT}/web/{capture.timestamp}/{POST}",
        "data-originalurl": POST,
        "data-versionurl": f"{ROOT}/web/{capture.timestamp}/{POST}",
        "data-versiondate": "2026-04-10",
    }
    assert snippet.get_text() == "Ferries in the fog"


def test_an_image_is_cited_as_what_it_is(shelf: Library) -> None:
    capture = newest(shelf, f"{BLOG}/boat.png")
    text = get(shelf, f"/cite/{capture_name(capture)}.txt")
    assert text.startswith("[Image at quay.example/boat.png]. (n.d.). quay.example. http://localhost/web/")


def test_what_shows_no_article_is_not_cited_as_one(library: Library) -> None:
    library.keep(POST, "gone", status=404, page=True, facts=Facts(title="Ferries", author="Ada Quill"))
    text = get(library, f"/cite/{newest(library).id}.txt")
    assert "Ferries" not in text.partition("http")[0]
    assert "Ada" not in text


def test_a_title_full_of_signs_gets_through(library: Library) -> None:
    for number, text in enumerate(HOSTILE.values()):
        url = f"{BLOG}/hostile/{number}"
        at = MARCH.replace(minute=number)
        library.keep(
            url,
            "x",
            at=at,
            page=True,
            facts=Facts(title=text.replace("\ud800", "").replace("\udfff", ""), author="A B"),
        )
        name = capture_name(newest(library, url))
        assert len(parse_string(get(library, f"/cite/{name}.bib"), parse_stack=[]).blocks) == 1
        assert len(rispy.loads(get(library, f"/cite/{name}.ris"))) == 1
        soup = BeautifulSoup(get(library, f"/cite/{name}"), "lxml")
        assert soup.select("main script") == []


def test_a_capture_keeps_its_name_in_another_archive(
    shelf: Library, tmp_path: Path, clock: MovableClock
) -> None:
    name = capture_name(newest(shelf))
    there = json.loads(get(shelf, f"/cite/{name}.json"))[0]
    package = tmp_path / "article.wacz"
    with shelf.client().get(f"/wacz/page/{page_id(page_surt(POST))}.wacz") as response:
        package.write_bytes(response.data)
    with open_library(tmp_path / "other", clock) as other:
        for number in range(9):  # so that the catalogue's numbers are others
            other.keep(f"{BLOG}/other/{number}")
        other.take(package)
        here = json.loads(get(other, f"/cite/{name}.json"))[0]
        assert here["id"].rpartition("-")[2] == there["id"].rpartition("-")[2]
        for known in ("payload-sha256", "warc-record-id", "captured", "original-url"):
            assert here["custom"][known] == there["custom"][known]
        assert newest(other).id != newest(shelf).id


def test_a_citation_leads_into_the_manifest_of_its_day(library: Library, clock: MovableClock) -> None:
    kept = library.keep(POST, page=True)
    assert "not written yet" in get(library, f"/cite/{kept.id}")
    clock.move(timedelta(days=2))
    library.backfile.notary.write_due()
    custom = json.loads(get(library, f"/cite/{kept.id}.json"))[0]["custom"]
    manifest = get(library, custom["manifest"].removeprefix(ROOT))
    assert hashlib.sha256(manifest.encode()).hexdigest() == custom["manifest-sha256"]
    assert kept.record_id in manifest
    assert kept.sha256 in manifest
    assert custom["manifest"] in get(library, f"/cite/{kept.id}")


@pytest.mark.parametrize("ending", ["", ".txt", ".txt?style=mla", ".bib", ".ris", ".json"])
def test_what_was_taken_down_is_cited_no_more(library: Library, ending: str) -> None:
    kept = library.keep(POST, page=True, facts=Facts(title="Ferries in the fog", author="Ada Quill"))
    get(library, f"/cite/{capture_name(kept)}{ending}")
    library.backfile.catalogue.takedowns.take_down(POST)
    for name in (capture_name(kept), str(kept.id)):
        response = library.client().get(f"/cite/{name}{ending}")
        assert response.status_code == 451
        assert "taken down" in response.text
        assert "Ferries" not in response.text
