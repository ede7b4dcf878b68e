"""Citing in a real browser: copied with a script, selected without one, each value in its own direction."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from archive.uri import surt
from tests.browser.conftest import Seen
from tests.web.conftest import ARABIC
from tests.web.library import Library
from web.citation.styles import STYLES
from web.citation.work import capture_name

pytestmark = pytest.mark.browser


@pytest.fixture
def path(archive: Library) -> str:
    capture = archive.backfile.catalogue.captures.latest(surt(ARABIC))
    assert capture is not None
    return f"/cite/{capture_name(capture)}"


def test_a_button_copies_what_the_text_file_says(page: Page, site: str, path: str, seen: Seen) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
    page.goto(site + path)
    page.locator("summary").first.click()
    for style in ("apa", "mla"):
        button = page.locator(f'[data-copy="cite-{style}"]')
        button.click()
        page.wait_for_function("button => button.textContent === 'Copied'", arg=button.element_handle())
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == page.request.get(f"{site}{path}.txt?style={style}").text().strip()
    assert seen.console == []


def test_without_scripts_all_is_there_and_no_button(browser: Browser, site: str, path: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + path)
    assert page.locator("[data-copy]:visible").count() == 0
    page.locator("summary").first.click()
    assert page.locator(".cite:visible").count() == len(STYLES)
    context.close()


def test_a_right_to_left_title_leaves_the_full_stop_behind_it(page: Page, site: str, path: str) -> None:
    page.goto(site + path)
    title = page.locator("#cite-apa bdi", has_text="رسالة من الليل")
    stop = page.evaluate(
        """title => { const range = document.createRange(); range.setStart(title.nextSibling, 0);
           range.setEnd(title.nextSibling, 1); return range.getBoundingClientRect().left; }""",
        title.element_handle(),
    )
    box = title.bounding_box()
    assert box is not None
    assert stop >= box["x"] + box["width"] - 1


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_is_wider_than_the_screen(browser: Browser, site: str, path: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme="dark")
    page = context.new_page()
    page.goto(site + path)
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
