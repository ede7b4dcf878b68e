"""What counts as an edit: the measure over all pairs, line by line what is furniture, and what never matters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model import Article
from indexer.wording import FORM, text_digest, text_digest_of
from indexer.wording.furniture import without_furniture
from tests.indexer.wording.measure import digest_of, measured
from tests.indexer.wording.pairs import EDITS, NOISE, PAIRS, USUAL
from tests.indexer.wording.stories import ENGLISH, RUSSIAN
from tests.indexer.wording.themes import THEMES, blogger_classic, no_markup, plain, wordpress_blocks

FURNITURE = (
    "1,204 views", "5 minutes ago", "Posted 5 minutes ago", "Updated yesterday", "12 comments", "No comments yet",
    "This post has been read 1,204 times.", "You are visitor number 38,112", "4 readers online", "Share 24",
    "Facebook 12 Twitter 3 Pinterest 5", "1.2K Shares", "Last updated: 12 March 2026", "Session ID: 8f3a9c77d1",
    "Ray ID: 7f8a9b0c1d2e3f40", "vor 5 Minuten", "il y a 5 minutes", "hace 5 minutos", "5 минут назад",
    "1 204 просмотров", "Просмотров: 1204", "12 Kommentare", "Dieser Beitrag wurde 1.204 mal gelesen", "Views: 1,204",
    "5分前", "阅读 1204", "浏览量：1,204", "3件のコメント", "댓글 12개", "5분 전", "منذ 5 دقائق", "1204 مشاهدة",
    "Advertisement", "© 2026 Mara Linden", "5 min read", "Zuletzt aktualisiert am 3. Mai 2026",
    "3 Comments | 5 minutes ago | 120 views", "Average rating 4.5. Votes: 12",
)  # fmt: skip
WORDS = (
    "He left 5 minutes ago.", "12 people were injured", "The vote was 12 to 3", "We have 100 readers.", "Rating: 4/5",
    "3 eggs", "Chapter 5", "The share price rose by 12 %.", "Update: the ferry sails at 9, not at 8.",
    "Correction: it was 12 boats, not 11.", "Updated version of the recipe", "By Mara Linden", "I like 3 things",
    "hits and misses", "sha256: 8f3a9c77d1", "Today", "token ring 4", "Visit Paris", "Vote 3 for Linden", "7 boats",
)  # fmt: skip


def test_there_are_enough_pairs_of_either_kind() -> None:
    assert min(len(EDITS), len(NOISE)) >= 40
    assert len({pair.name for pair in PAIRS}) == len(PAIRS)
    assert {pair.edit for pair in EDITS} == {True}
    assert {pair.edit for pair in NOISE} == {False}


def test_edits_are_told_and_noise_is_not() -> None:
    marked = measured(PAIRS, lambda _: (theme for theme in THEMES if theme is not no_markup))
    assert marked.missed == []
    assert marked.precision >= 0.995, marked.false


def test_a_page_that_names_nothing_hides_no_edit() -> None:
    unmarked = measured(PAIRS, lambda _: (no_markup,))
    assert unmarked.missed == []
    assert unmarked.precision >= 0.83, unmarked.false


@pytest.mark.parametrize("line", FURNITURE)
def test_a_line_of_furniture_is_no_wording(line: str) -> None:
    assert without_furniture(line).strip() == ""


@pytest.mark.parametrize("line", WORDS)
def test_a_line_of_the_author_is(line: str) -> None:
    assert without_furniture(line) == line


def test_the_entries_under_related_posts_are_no_wording() -> None:
    text = "The boat came.\n\nRelated posts\n\nOne\nTwo\n\nAnd then it left again, with everybody on board."
    assert (
        " ".join(without_furniture(text).split())
        == "The boat came. And then it left again, with everybody on board."
    )


def test_the_rows_of_a_table_are_the_authors() -> None:
    assert without_furniture("Views\t1,204") == "Views\t1,204"


def test_no_text_has_no_digest() -> None:
    assert text_digest(Article(title="A title")) is None
    assert text_digest(Article(text="12 views")) is None
    assert text_digest_of(b"<html></html>", None, "https://blog.example/") is None


def test_the_header_names_the_charset() -> None:
    page = plain(RUSSIAN, USUAL).replace("utf-8", "windows-1251")
    known = text_digest_of(
        page.encode("cp1251", "replace"), "text/html; charset=windows-1251", "https://blog.example/a"
    )
    assert known == text_digest_of(page.encode("cp1251", "replace"), "text/html", "https://blog.example/a")


@given(
    st.lists(
        st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1), min_size=1
    )
)
def test_white_space_and_unicode_form_never_matter(words: list[str]) -> None:
    one, other = " ".join(words), "\n\n".join(unicodedata.normalize("NFD", word) for word in words)
    kept = unicodedata.normalize("NFC", one)
    assert text_digest(Article(text=f"Begin {kept} end.")) == text_digest(
        Article(text=f"Begin  {kept}\u00a0end.")
    )
    assert text_digest(Article(text=f"A {other[:40]}")) == text_digest(Article(text=f"A  {other[:40]} "))


def test_digests_of_a_form_stay() -> None:
    """A change of extraction or wording that moves one of these: raise FORM, and set the new digests here."""
    pages = [theme(ENGLISH, USUAL) for theme in (blogger_classic, wordpress_blocks, plain)]
    assert FORM == 1
    assert [digest_of(page)[:18] for page in pages] == [
        "1:b1d5c5fb9310fcc3",
        "1:b1d5c5fb9310fcc3",
        "1:415ca58d723e8795",
    ]
