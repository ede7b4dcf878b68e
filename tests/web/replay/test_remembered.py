"""What was made of large documents is remembered within bounds, and never in place of the archive."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.web.library import Library
from web.replay.remembered import Remembered


@given(st.lists(st.tuples(st.text("ab", max_size=12), st.booleans()), max_size=40))
def test_it_gives_what_is_made_and_never_keeps_more_than_it_may(asked: list[tuple[str, bool]]) -> None:
    def make(text: str, twice: bool) -> bytes:
        return text.encode() * (2 if twice else 1)

    remembered = Remembered(make, most=40, large=3)
    for text, twice in asked:
        assert remembered.of(text, twice) == make(text, twice)
        assert 0 <= remembered.size <= 40


def test_a_large_document_is_made_once_while_there_is_room() -> None:
    made: list[str] = []

    def make(text: str) -> bytes:
        made.append(text)
        return text.encode()

    remembered = Remembered(make, most=100, large=10)
    for text in (
        "a" * 40,
        "b" * 40,
        "a" * 40,
        "c" * 40,
        "a" * 40,
        "b" * 40,
        "small",
        "small",
        "d" * 60,
        "d" * 60,
    ):
        assert remembered.of(text) == text.encode()
    assert [text[0] for text in made] == ["a", "b", "c", "b", "s", "s", "d", "d"]


def test_what_was_shown_is_gone_with_its_record(library: Library) -> None:
    url = "https://large.example/page"
    capture = library.keep(url, "<p>words that were shown</p>" + "<p>x</p>" * 10_000)
    client = library.client()
    address = f"/web/{capture.timestamp}mp_/{url}"
    for _ in range(2):
        assert "words that were shown" in client.get(address).text
    segment = next(library.backfile.settings.data.rglob(f"{capture.locator.filename}*"))
    with segment.open("r+b") as file:
        file.seek(capture.locator.offset + capture.locator.length // 2)
        file.write(b"\xff" * 16)
    answer = client.get(address)
    assert answer.status_code >= 400
    assert "words that were shown" not in answer.text


def test_what_was_shown_and_then_taken_down_is_gone_at_once(library: Library) -> None:
    url = "https://large.example/page"
    capture = library.keep(url, "<p>words that were shown</p>" + "<p>x</p>" * 10_000, page=True)
    client = library.client()
    address = f"/web/{capture.timestamp}mp_/{url}"
    first = client.get(address)
    assert "words that were shown" in first.text
    library.backfile.catalogue.takedowns.take_down(url)
    answer = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert answer.status_code == 451
    assert "words that were shown" not in answer.text
