"""Suggestions while typing, in a real browser: a combobox that is never in the way."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

OPTION = ".suggestions [role=option]"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def type_in(page: Page, address: str, text: str) -> None:
    page.goto(address)
    page.get_by_role("combobox").fill("")
    page.get_by_role("combobox").press_sequentially(text)


def searched(page: Page) -> dict[str, list[str]]:
    page.wait_for_url("**/search?*")
    return parse_qs(urlsplit(page.url).query)


@pytest.mark.parametrize("path", ["/", "/search?q=fog"])
def test_a_list_of_suggestions_opens_and_moves_nothing(page: Page, site: str, path: str) -> None:
    page.goto(site + path)
    before = page.locator("main h1, main h2").first.bounding_box()
    type_in(page, site + path, "fer")
    expect(page.locator(OPTION)).to_have_text(["Ferries in the fog Title"])
    box = page.get_by_role("combobox", expanded=True)
    expect(box).to_have_attribute("aria-controls", str(page.locator(".suggestions").get_attribute("id")))
    expect(box).not_to_have_attribute("aria-activedescendant", "*")
    assert page.locator("main h1, main h2").first.bounding_box() == before


def test_enter_searches_for_what_was_typed(page: Page, site: str) -> None:
    type_in(page, f"{site}/", "fer")
    expect(page.locator(OPTION)).to_have_count(1)
    page.keyboard.press("Enter")
    assert searched(page) == {"q": ["fer"]}


def test_arrows_put_a_suggestion_into_the_box_and_escape_takes_it_out(page: Page, site: str) -> None:
    type_in(page, f"{site}/", "ada")
    expect(page.locator(OPTION)).to_have_count(1)
    box = page.get_by_role("combobox")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_value('author:"Ada Quill"')
    expect(box).to_have_attribute("aria-activedescendant", "suggestions-0-0")
    expect(page.locator(OPTION).first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")  # beyond the last: what was typed
    expect(box).to_have_value("ada")
    page.keyboard.press("ArrowUp")
    expect(box).to_have_value('author:"Ada Quill"')
    page.keyboard.press("Escape")
    expect(box).to_have_value("ada")
    expect(page.locator(".suggestions")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("by", ["keyboard", "pointer"])
def test_what_is_chosen_has_results_whatever_filters_are_in_use(page: Page, site: str, by: str) -> None:
    type_in(page, f"{site}/search?q=fog&lang=ar&sort=oldest", "ada")
    expect(page.locator(OPTION)).to_have_count(1)
    if by == "keyboard":
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    else:
        page.locator(OPTION).click()
    page.wait_for_url("**/search?q=author*")
    assert searched(page) == {"q": ['author:"Ada Quill"']}
    expect(page.locator("h1")).to_contain_text("1 article")


def test_filters_stay_with_what_was_typed(page: Page, site: str) -> None:
    type_in(page, f"{site}/search?q=fog&lang=en", "ada")
    expect(page.locator(OPTION)).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=ada*")
    assert searched(page) == {"q": ["ada"], "lang": ["en"]}


def test_without_scripts_the_box_is_a_plain_field(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    page.get_by_role("searchbox").fill("ferry")
    page.keyboard.press("Enter")
    assert searched(page) == {"q": ["ferry"]}
    context.close()
