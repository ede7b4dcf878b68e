"""Pages that say things in their own way: leads, columns in tables, furniture by name, dates and authors in words."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.extract import extract
from indexer.model import Article
from tests.indexer.extract.pages import PARAGRAPH, SECOND

URL = "https://notes.example/winter-ice"


def read(inner: str, head: str = "", lang: str = "en", url: str = URL) -> Article:
    page = f"<html lang='{lang}'><head><title>Winter ice</title>{head}</head><body>{inner}</body></html>"
    return extract(page.encode(), url)


def article(before: str = "", after: str = "") -> str:
    """A short article with something between its headline and its text, and something under it."""
    return f"<article><h1>Winter ice</h1>{before}<p>{PARAGRAPH}</p><p>{SECOND}</p>{after}</article>"


def day_of(found: Article) -> date | None:
    return found.published.date() if found.published else None


def test_a_lead_above_the_body_belongs_to_the_text() -> None:
    lead = "How a hundred islands lived through a winter in which the sea could be walked upon by everybody."
    body = f"<div class='entry-content'><p>{PARAGRAPH}</p><p>{SECOND}</p></div>"
    page = f"<main><h1>Winter ice</h1><p class='dek'>{lead}</p>{body}</main>"
    described = read(page, f'<meta property="og:description" content="{lead[:70]}…">')
    assert described.text.startswith(lead)
    assert not read(page).text.startswith(lead)  # nothing says that it is one
    assert read(page, f'<meta name="description" content="{PARAGRAPH}">').text.count("The ferry leaves") == 1


def test_a_table_of_columns_is_read_as_columns() -> None:
    text = f"<h1>Winter ice</h1>{PARAGRAPH}<br><br>{SECOND}<ul><li>one lamp</li><li>two lamps</li></ul>"
    found = read(f"<table><tr><td><a href='/'>Home</a></td><td>{text}</td></tr></table>").text
    assert {"one lamp", "two lamps"} <= {line.strip("- ") for line in found.split("\n")}


def test_a_table_of_figures_stays_one() -> None:
    table = "<table><tr><th>Year</th><th>Ice</th></tr><tr><td>1942</td><td>90 cm</td></tr></table>"
    assert "1942\t90 cm" in read(article(after=table)).text


@pytest.mark.parametrize(
    "name", ["newsletter-signup", "authorBox", "share-buttons", "advertisement", "cookie-banner"]
)
def test_furniture_goes_by_its_sure_names(name: str) -> None:
    found = read(
        article(after=f"<div class='{name}'><p>{'Nothing of the article is in this. ' * 4}</p></div>")
    )
    assert "Nothing of the article" not in found.text
    assert SECOND.strip() in found.text


def test_a_wrapper_is_no_furniture_whatever_its_name() -> None:
    assert SECOND.strip() in read(f"<div class='newsletter'>{article()}</div>").text


@pytest.mark.parametrize(
    ("before", "lang", "day"),
    [
        ("<div><h4>December 11, 2023 - Words by the crew</h4></div>", "en", date(2023, 12, 11)),
        ("<p>Posted on 4 March 2021</p>", "en", date(2021, 3, 4)),
        ("<small>am 19. Mai 2010 um 23:03 Uhr</small>", "de", date(2010, 5, 19)),
        ("<span>3/4/2025</span>", "en", date(2025, 3, 4)),
        ("<span>3/4/2025</span>", "en-GB", date(2025, 4, 3)),
    ],
)
def test_a_date_behind_the_headline(before: str, lang: str, day: date) -> None:
    other = "<aside><div class='date'>January 1, 2020</div></aside>"
    assert day_of(read(article(before) + other, lang=lang)) == day


def test_a_date_that_only_a_sentence_tells() -> None:
    sentence = (
        f"<p>{'A line at the end. ' * 20}This text was gepostet am 19. Mai 2010 and filed under Sea.</p>"
    )
    assert day_of(read(article(after=sentence), lang="de")) == date(2010, 5, 19)


def test_a_date_in_words_in_a_place_for_machines() -> None:
    cards = "<span itemprop='datePublished' content='2026-03-13T12:00:00Z'>Another post</span>"
    assert day_of(read(article() + cards, '<meta name="date" content="March 27, 2025">')) == date(2025, 3, 27)


def test_a_date_in_the_path_is_for_pages_that_state_none() -> None:
    dated = "https://notes.example/2024/02/10/winter-ice"
    assert day_of(read(article(), url=dated)) == date(2024, 2, 10)
    stated = '<meta property="article:published_time" content="2024-02-12T10:00:00+01:00">'
    assert day_of(read(article(), stated, url=dated)) == date(2024, 2, 12)


def test_a_guest_goes_before_the_host() -> None:
    host = '<meta name="author" content="Ines Moreau"><meta property="article:author" content="Ines Moreau">'
    guest = "<p><em>This is a guest post by Ada Lind, who knows the ice.</em></p>"
    assert read(article(guest), host).author == "Ada Lind"
    assert read(article(), host).author == "Ines Moreau"


def test_a_portrait_with_the_same_name_beside_it_shows_the_author() -> None:
    card = (
        "<div><img src='/a.jpg' alt='Ada Lind'><div><div>Ada Lind</div><div>Keeper of lamps</div></div></div>"
    )
    assert read(card + article()).author == "Ada Lind"
    assert read("<div><img src='/a.jpg' alt='Grey Harbour'></div>" + article()).author is None
