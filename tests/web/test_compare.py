"""Two captures side by side: which two, what of them differs, and how it is shown."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from archive.model import Capture
from tests.web.library import MARCH, Library

POST = "https://quay.example/2026/02/talks.html"
FILLER = [
    f"The ferry of the {number}th hour left the northern harbour in fog, and nobody on the quay could say where it went."
    for number in range(12)
]
BEFORE = [
    *FILLER[:2],
    "Eleven of the fourteen points are agreed.",
    *FILLER[2:],
    "The dog waited for the evening boat.",
]
AFTER = [
    "The dog waited for the evening boat.",
    *FILLER[:2],
    "Thirteen of the fourteen points are agreed.",
    *FILLER[2:],
]


def page(
    paragraphs: list[str], title: str = "The talks", author: str = "Ada Quill", tags: str = "Fog"
) -> str:
    told = f'<meta name="author" content="{author}"><meta property="article:tag" content="{tags}">'
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<!doctype html><title>{title}</title>{told}<h1>{title}</h1><div class='post-body entry-content'>{body}</div>"


def keep(
    library: Library, html: str, days: int = 0, *, status: int = 200, mime: str = "text/html"
) -> Capture:
    return library.keep(POST, html, at=MARCH + timedelta(days=days), page=True, status=status, mime=mime)


@pytest.fixture
def talks(library: Library) -> list[Capture]:
    """Seen twice, edited, seen again, gone."""
    again = page(AFTER, "The talks, again", "Ben Rook", "Treaty")
    kept = [keep(library, page(BEFORE), 0), keep(library, page(BEFORE) + "<!-- 2 -->", 3)]
    kept += [keep(library, again, 9), keep(library, again, 12)]
    kept.append(keep(library, "<p>Not here.</p>", 20, status=404))
    library.index()
    return kept


def shown(library: Library, kept: Capture, asked: str = "") -> BeautifulSoup:
    response = library.client().get(f"/page/{kept.page_id}/compare{asked}")
    assert response.status_code == 200, response.text
    return BeautifulSoup(response.text, "lxml")


def said(soup: BeautifulSoup | Tag, selector: str) -> list[str]:
    return [" ".join(found.get_text().split()) for found in soup.select(selector)]


def between(library: Library, kept: Capture, asked: str = "") -> tuple[int, int]:
    answer = library.client().get(f"/page/{kept.page_id}/compare.json{asked}").get_json()
    return answer["from"]["id"], answer["to"]["id"]


def test_words_that_went_came_and_moved_are_marked(library: Library, talks: list[Capture]) -> None:
    soup = shown(library, talks[0])
    assert said(soup, ".compare del:not(.moved)") == ["Eleven", "Ada Quill", "Fog"]
    assert said(soup, ".compare ins:not(.moved)") == [", again", "Thirteen", "Ben Rook", "Treaty"]
    assert said(soup, "del.moved") == said(soup, "ins.moved") == ["The dog waited for the evening boat."]
    here, there = (soup.select_one(f"{tag}.moved") for tag in ("del", "ins"))
    assert here is not None
    assert there is not None
    assert [link["href"] for link in soup.select(".went")] == [f"#{here['id']}", f"#{there['id']}"]
    assert said(soup, ".verdict") == ["2 words added, 1 word removed, 7 words moved."]
    assert {row["dir"] for row in soup.select(".compare p")} == {"auto"}


def test_what_is_the_same_is_folded_and_can_be_unfolded(library: Library, talks: list[Capture]) -> None:
    soup = shown(library, talks[0])
    fold = soup.select_one("tr.folded a")
    assert fold is not None
    assert fold.get_text().startswith("… ")
    assert fold.get_text().endswith(" words the same …")
    whole = shown(library, talks[0], str(fold["href"]).partition("#")[0])
    assert not whole.select(".fold")
    assert whole.select_one("#" + str(fold["href"]).partition("#")[2]) is not None
    text = " ".join(said(whole, ".compare td:nth-child(2)"))
    assert all(paragraph in text for paragraph in AFTER)


def test_in_one_column_each_word_stands_once(library: Library, talks: list[Capture]) -> None:
    soup = shown(library, talks[0], "?view=one&show=all")
    text = " ".join(said(soup, ".compare tbody:not(.said) td"))
    assert text.count(FILLER[5]) == 1
    assert "Eleven Thirteen of the fourteen" in text
    assert soup.select_one(".compare tr td + td") is None


@pytest.mark.parametrize(
    ("asked", "two"),
    [
        ("", (0, 2)),
        ("?to={2.timestamp}", (0, 2)),
        ("?to={3.id}", (0, 3)),
        ("?from={0.id}", (0, 2)),
        ("?from={1.timestamp}", (1, 2)),
        ("?to={1.id}", (0, 1)),
        ("?from={2.id}", (2, 3)),
        ("?from={0.record_id}&to={3.id}", (0, 3)),
        ("?from=20260301000000&to=20260313000000", (0, 3)),
        ("?from={2.id}&to={0.id}", (2, 0)),
    ],
)  # fmt: skip
def test_which_two(library: Library, talks: list[Capture], asked: str, two: tuple[int, int]) -> None:
    numbers = between(library, talks[0], asked.format(*talks))
    assert numbers == (talks[two[0]].id, talks[two[1]].id)


@pytest.mark.parametrize(
    ("asked", "status"), [("?from=yesterday", 400), ("?to=99999", 404), ("?from=20261399000000", 400)]
)
def test_what_names_no_capture_says_so(
    library: Library, talks: list[Capture], asked: str, status: int
) -> None:
    response = library.client().get(f"/page/{talks[0].page_id}/compare{asked}")
    assert response.status_code == status
    assert "capture" in response.text


def test_a_capture_of_another_article_is_none_of_this_one(library: Library, talks: list[Capture]) -> None:
    other = library.keep("https://quay.example/2026/02/other.html", page(FILLER), page=True)
    assert library.client().get(f"/page/{talks[0].page_id}/compare?from={other.id}").status_code == 404


def test_the_same_words_say_what_differs_instead(library: Library) -> None:
    first = keep(library, page(FILLER), 0)
    keep(library, page(FILLER).replace("<!doctype html>", "<!doctype html><!-- framed -->"), 1)
    keep(library, page(FILLER, tags="Treaty"), 2)
    keep(library, page([*FILLER[:3], "“Quoted,” he said — twice."]), 3)
    keep(library, page([*FILLER[:3], '"Quoted," he said - twice.']), 4)
    library.index()
    of = library.client().get(f"/page/{first.page_id}/captures.json").get_json()["captures"]
    said_of = [
        said(shown(library, first, f"?from={of[one]['id']}&to={of[two]['id']}"), ".verdict")[0]
        for one, two in ((0, 1), (0, 2), (3, 4), (0, 0))
    ]
    assert said_of == [
        "The words are the same. What differs is the page around the text.",
        "The words are the same. What differs is the labels.",
        "The words are the same. What differs is how the text is set, or what the page counts.",
        "This is one and the same capture.",
    ]


def test_a_page_of_one_capture_has_nothing_to_compare(library: Library) -> None:
    kept = keep(library, page(FILLER))
    library.index()
    assert "no two captures" in shown(library, kept).get_text()
    answer = library.client().get(f"/page/{kept.page_id}/compare.json").get_json()
    assert (answer["from"], answer["changed"], answer["pieces"]) == (None, False, [])


def test_a_capture_without_an_article_says_why(library: Library, talks: list[Capture]) -> None:
    soup = shown(library, talks[0], f"?from={talks[0].id}&to={talks[4].id}")
    assert "the server answered 404" in soup.get_text()
    assert soup.select_one(".compare") is None


def test_a_damaged_capture_says_so(library: Library, talks: list[Capture], tmp_path: Path) -> None:
    (segment,) = (tmp_path / "data" / "warc").rglob(f"{talks[0].locator.filename}*")
    content = bytearray(segment.read_bytes())
    middle = talks[0].locator.offset + talks[0].locator.length // 2
    content[middle : middle + 20] = bytes(20)
    segment.write_bytes(bytes(content))
    text = shown(library, talks[0]).get_text()
    assert "can’t be read back" in text


def test_what_was_archived_never_becomes_markup(library: Library) -> None:
    nasty = "&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;"
    kept = keep(library, page([*FILLER[:3], f"One {nasty} word."], f"T {nasty}", nasty), 0)
    keep(library, page([*FILLER[:3], f"Two {nasty} words."], f"U {nasty}", f"{nasty}2"), 1)
    library.index()
    for view in ("", "?view=one"):
        soup = shown(library, kept, view)
        assert [script.get("src") for script in soup.find_all("script")] == ["/static/backfile.js?v=0.1.0"]
        assert not soup.select(".compare b")


def test_the_pieces_as_json_are_both_texts(library: Library, talks: list[Capture]) -> None:
    answer = library.client().get(f"/page/{talks[0].page_id}/compare.json").get_json()
    old = "".join(piece["from"] for piece in answer["pieces"])
    new = "".join(piece["to"] for piece in answer["pieces"])
    for paragraph in BEFORE:
        assert paragraph in old
    for paragraph in AFTER:
        assert paragraph in new
    assert answer["words"] == {"added": 2, "removed": 1, "moved": 7}
    assert answer["title"] == {"from": "The talks", "to": "The talks, again"}


def test_a_hit_leads_to_the_captures_that_its_edit_lies_between(
    library: Library, talks: list[Capture]
) -> None:
    answer = library.client().get("/search.json?q=removed:eleven").get_json()
    (change,) = answer["hits"][0]["changes"]
    soup = BeautifulSoup(library.client().get(change["compare_url"]).text, "lxml")
    assert "Eleven" in said(soup, ".compare del")
    assert [option["value"] for option in soup.select("option[selected]")] == [
        str(talks[0].id),
        str(talks[2].id),
    ]


def test_what_is_taken_down_is_compared_no_more(library: Library, talks: list[Capture]) -> None:
    browser = library.client()
    assert browser.get("/search.json?q=removed:eleven").get_json()["total"] == 1
    library.backfile.catalogue.takedowns.take_down(POST)
    assert browser.get("/search.json?q=removed:eleven").get_json()["total"] == 0
    for path in ("compare", f"compare?from={talks[0].id}&to={talks[2].id}", "compare.json", "captures.json"):
        assert browser.get(f"/page/{talks[0].page_id}/{path}").status_code == 451, path
