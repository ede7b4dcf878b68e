"""Titles, names and dates: the rules one by one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from indexer.extract import extract
from indexer.extract.dates import parse_date
from indexer.extract.names import person
from indexer.extract.titles import bare
from indexer.extract.written_dates import written_date

NAMES = frozenset(("harbour notes", "notes example"))


@pytest.mark.parametrize(
    ("declared", "title"),
    [
        ("Winter ice - Harbour Notes", "Winter ice"),
        ("Harbour Notes: Winter ice", "Winter ice"),
        ("Winter ice | HarbourNotes", "Winter ice"),
        ("Ice: a history – Harbour Notes", "Ice: a history"),
        ("Self-made ice", "Self-made ice"),
        ("Winter ice", "Winter ice"),
    ],
)
def test_the_site_s_name_comes_off_a_declared_title(declared: str, title: str) -> None:
    assert bare(declared, NAMES) == title


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("By Ines Moreau", "Ines Moreau"),
        ("Posted by Ines Moreau on March 3, 2020", "Ines Moreau"),
        ("Von Jörg Ahrens | 3. März 2020", "Jörg Ahrens"),
        ("Post author By Ines Moreau", "Ines Moreau"),
        ("Ines Moreau and Ada Lind", "Ines Moreau and Ada Lind"),
        ("Автор: Анна Лебедева", "Анна Лебедева"),
        ("R. R.", "R. R."),
        ("Redaktion", "Redaktion"),
        ("Medically reviewed by Ines Moreau", ""),
        ("Read more", ""),
        ("https://notes.example/author/ines", ""),
        ("It was a cold and windy morning when we left the northern quay for the islands.", ""),
    ],
)
def test_a_byline_is_reduced_to_its_names(byline: str, name: str) -> None:
    assert person(byline) == name


@pytest.mark.parametrize(
    ("text", "lang", "day"),
    [
        ("20 December 2025", "", (2025, 12, 20)),
        ("Dec. 3rd, 2024", "", (2024, 12, 3)),
        ("19. Mai 2010 um 23:03", "", (2010, 5, 19)),
        ("3 de julio de 2022", "", (2022, 7, 3)),
        ("16.08.2019", "", (2019, 8, 16)),
        ("2024年7月1日", "", (2024, 7, 1)),
        ("5 марта 2021", "", (2021, 3, 5)),
        ("3/4/2025", "en-US", (2025, 3, 4)),
        ("3/4/2025", "en-GB", (2025, 4, 3)),
        ("Updated May 6, 2019 | Posted April 1, 2018", "", (2018, 4, 1)),
    ],
)
def test_dates_as_people_write_them(text: str, lang: str, day: tuple[int, int, int]) -> None:
    assert written_date(text, lang) == datetime(*day, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["Updated May 6, 2019", "31.02.2019", "call 555 2019", "", "version 1.2.2019.4"]
)
def test_what_is_no_publication_date(text: str) -> None:
    assert written_date(text) is None


@pytest.mark.parametrize(
    "text", ["2024-13-40", "0000-00-00", "yesterday", "", "2024-05-05T99:00", "1890-01-01"]
)
def test_an_absurd_date_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_a_date_keeps_its_own_offset() -> None:
    found = parse_date("2024-03-31T23:30:00-07:00")
    assert found is not None
    assert (found.date().isoformat(), found.astimezone(UTC).day) == ("2024-03-31", 1)


def test_the_account_behind_a_post_counts_only_where_no_person_is_named() -> None:
    head = "<title>A post</title><meta name='author' content='admin'>"
    body = "<article><h1>A post</h1>{}<p>" + "Words of a post. " * 40 + "</p></article>"
    assert extract((head + body.format("")).encode(), None).author == "admin"
    named = "<p>by <a rel='author' href='/author/x/'>Ada Lind</a></p>"
    assert extract((head + body.format(named)).encode(), None).author == "Ada Lind"


def test_a_kicker_within_the_heading_is_no_part_of_the_title() -> None:
    page = (
        "<title>Ice in the harbour</title><meta property='og:title' content='Ice in the harbour'>"
        "<article><h1><span>Local news</span> Ice in the harbour</h1><p>"
        + "Words of a post. " * 40
        + "</p></article>"
    )
    assert extract(page.encode(), None).title == "Ice in the harbour"
