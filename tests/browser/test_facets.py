"""Facets in a real browser: without scripts, with them, by keyboard, and large enough to be hit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from indexer.model import Batch
from tests.browser.conftest import served
from tests.conftest import MovableClock
from tests.indexer.made_up import a_document, on
from tests.web.library import MARCH, open_library

pytestmark = pytest.mark.browser

ODD = ("München", "-x", '"><script>', "\u202eright to left", "ليل", "x" * 350)


@pytest.fixture(scope="module")
def facets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where an archive with many labels, over two years, is served."""
    with open_library(tmp_path_factory.mktemp("facets") / "data", MovableClock(MARCH)) as opened:
        made = [
            a_document(
                f"{at:03}",
                "fog",
                labels=(f"Label {at}", ODD[at % 6]),
                published=on(2024, 1 + at % 2, 1 + at % 9),
            )
            for at in range(130)
        ]
        opened.backfile.engine.apply(Batch(put=tuple(made)), checkpoint=0)
        with served(opened.app) as address:
            yield address


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A telephone's browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def test_all_of_it_works_without_scripts(plain: Page, facets: str) -> None:
    page = plain
    page.goto(f"{facets}/search?q=fog")
    page.click("summary:has-text('Filters')")
    page.click("text=All 136 labels")
    page.fill("[name=containing]", "MUNCH")
    page.press("[name=containing]", "Enter")
    expect(page.locator("h1")).to_contain_text("1 label with MUNCH")
    page.get_by_role("link", name="Exclude München").click()
    expect(page.locator("h1")).to_contain_text("108 articles")
    page.click(".chip:has-text('Label not München')")
    expect(page.locator("h1")).to_contain_text("130 articles")
    page.click("summary:has-text('Filters')")
    page.click(".pick:has-text('2024')")
    page.click("summary:has-text('Filters')")
    page.click(".pick:has-text('January 2024')")
    page.click("summary:has-text('Filters')")
    page.locator(".day-pick", has_text="3 January 2024: 8 articles").first.click()
    expect(page.locator("h1")).to_contain_text("8 articles")


def test_what_is_typed_is_found_at_once_and_told(page: Page, facets: str) -> None:
    page.goto(f"{facets}/search/facet/label?q=fog&order=name")
    page.locator("[name=containing]").press_sequentially("label 12")
    expect(page.get_by_role("heading", level=1).get_by_role("status")).to_contain_text(
        "12 labels with label 12"
    )
    assert page.locator(".values .value").count() == 12
    assert page.url.endswith("/search/facet/label?q=fog&order=name&containing=label+12")
    assert page.evaluate("document.activeElement.name") == "containing"
    page.fill("[name=containing]", "no such")
    expect(page.get_by_text("Nothing in this list")).to_be_visible()
    page.click("text=Show all labels")
    expect(page.locator("h1")).to_contain_text("136 labels")


def test_odd_values_stand_in_their_place_and_can_be_picked(page: Page, facets: str) -> None:
    for value in ODD:
        page.goto(f"{facets}/search/facet/label")
        page.locator(".pick").filter(has=page.get_by_text(value[:300], exact=True)).click()
        page.wait_for_url("**/search?label=*")
        expect(page.locator("h1")).to_contain_text(("21 articles", "22 articles")[ODD.index(value) < 4])
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280


@pytest.mark.parametrize("width", [390, 1280])
def test_links_are_large_enough_to_be_hit(browser: Browser, facets: str, width: int) -> None:
    """24 by 24 pixels (WCAG 2.5.8), but for bars, each of which has a link beside it that does the same."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    for path in (
        "/search?q=fog",
        "/search?month=2024-01",
        "/search/facet/label",
        "/search?year=2024&label=--x",
    ):
        page.goto(facets + path)
        if width < 500 and page.locator("#filters").count():
            page.click("summary:has-text('Filters')")
        small = page.evaluate(
            """() => [...document.querySelectorAll(".pick, .exclude, .chip, .day-pick, .all-values, .date-path a")]
                .filter((link) => { const box = link.getBoundingClientRect(); return box.width < 24 || box.height < 24; })
                .map((link) => link.outerHTML)"""
        )
        assert small == [], path
    context.close()
