"""Our own pages in a real browser: with and without scripts, wide and narrow, by keyboard, in both directions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Seen, served
from tests.conftest import MovableClock
from tests.web.conftest import ARABIC, POST
from tests.web.library import KEEPER, MARCH, PASSWORD, Library, open_library

pytestmark = pytest.mark.browser

PATHS = ["/", "/search", "/search?month=2026-02&label=-Fog", "/search/facet/label?q=ferry", "/search/facet/day?page=9",
         "/search?q=ferry&label=-Oil&from=2026", "/search?q=nothingatall", "/admin/", "/nowhere",
         f"/web/*/{POST}", f"/web/20260301120000/{POST}", "/web/2026/https://none.example/"]  # fmt: skip


def article_paths(archive: Library) -> list[str]:
    pages = archive.backfile.catalogue.pages
    ids = [
        page_id
        for page_id in pages.all_ids()
        if (found := pages.get(page_id)) and found.url in (POST, ARABIC)
    ]
    compared = [f"/page/{page_id}/compare{asked}" for page_id in ids for asked in ("", "?view=one&show=all")]
    return [f"/page/{ids[0]}", f"/page/{ids[1]}", f"/page/{ids[0]}/captures", *compared]


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_the_screen_and_nothing_is_blocked(
    browser: Browser, site: str, archive: Library, width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]  # a Literal
    seen = Seen()
    page = context.new_page()
    seen.watch(page)
    for path in [*PATHS, *article_paths(archive)]:
        page.goto(site + path, wait_until="load")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        wanted = "rgb(23, 24, 26)" if scheme == "dark" else "rgb(251, 249, 244)"
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == wanted, path
    assert [
        url for url in seen.failed if not url.endswith("icon.svg")
    ] == []  # given up when the next page begins
    assert [line for line in seen.console if "status of 40" not in line] == []
    context.close()


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def test_search_works_without_scripts(plain: Page, site: str) -> None:
    plain.goto(site)
    plain.fill("main input[type=search]", "ferry")
    plain.press("main input[type=search]", "Enter")
    plain.wait_for_url("**/search?q=ferry")
    assert "1 article" in plain.inner_text("h1")
    plain.click(".facet a.pick:has-text('Fog')")
    plain.wait_for_url("**/search?q=ferry&label=Fog")
    plain.fill("input[name=from]", "2026-01-01")
    plain.click("text=Apply")
    plain.wait_for_url("**&from=2026-01-01*")
    assert plain.locator(".chip").count() == 2
    plain.click(".chip:has-text('Fog')")
    assert plain.locator(".chip").count() == 1
    plain.click(".hit-title a")
    plain.wait_for_url("**/page/*")
    plain.click("text=See the page as it was")
    plain.wait_for_url(f"**/web/*/{POST}")


def test_on_a_phone_the_filters_fold_away_and_open(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/search?q=ferry")
    assert not page.locator(".facet a.pick").first.is_visible()
    page.click("summary:has-text('Filters')")
    assert page.locator(".facet a.pick").first.is_visible()
    context.close()


def test_keys_go_to_the_box_and_through_the_hits(page: Page, site: str) -> None:
    page.goto(f"{site}/search?sort=newest")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "Ferries in the fog"
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == "Ferries in the fog"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("j/k")
    assert page.input_value("input[name=q]") == "j/k"


def test_empty_fields_stay_out_of_the_address(page: Page, site: str) -> None:
    page.goto(f"{site}/search")
    page.fill("input[name=q]", "fog")
    page.press("input[name=q]", "Enter")
    page.wait_for_url(f"{site}/search?q=fog")


def test_every_control_has_a_name_and_shows_its_focus(page: Page, site: str, archive: Library) -> None:
    for path in [*PATHS, *article_paths(archive)]:
        page.goto(site + path, wait_until="load")
        unnamed = page.evaluate(
            """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), summary, iframe')].filter(
                 (e) => !(e.innerText || e.textContent || e.getAttribute('aria-label') || e.title || e.labels?.length || '')
               ).map((e) => e.outerHTML)"""
        )
        assert unnamed == [], path
        assert page.locator("h1").count() == (0 if "/web/2026030" in path else 1), path
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", path


def test_a_right_to_left_text_reads_from_the_right(page: Page, site: str, archive: Library) -> None:
    page.goto(f"{site}/search?lang=ar")
    title = page.locator(".hit-title").first
    assert title.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert page.locator(".hit-where").first.evaluate("e => getComputedStyle(e).direction") == "ltr"


def test_text_stands_out_enough_from_its_ground(page: Page, site: str) -> None:
    """WCAG 2.2 AA: 4.5 to 1, by the style sheet's own colours, light and dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(site)
        names = (
            "paper",
            "sheet",
            "ink",
            "soft",
            "accent",
            "accent-ink",
            "wash",
            "mark",
            "mark-ink",
            "warn",
            "gone",
            "added",
            "added-ink",
            "removed",
            "removed-ink",
        )
        colours = {
            name: page.evaluate(
                f"getComputedStyle(document.documentElement).getPropertyValue('--{name}').trim()"
            )
            for name in names
        }
        pairs = [
            (fore, ground)
            for ground in ("paper", "sheet")
            for fore in ("ink", "soft", "accent", "warn", "gone", "added-ink", "removed-ink")
        ]
        pairs += [("accent-ink", "accent"), ("ink", "wash"), ("soft", "wash"), ("mark-ink", "mark")]
        pairs += [("added-ink", "added"), ("removed-ink", "removed")]
        for fore, ground in pairs:
            assert contrast(colours[fore], colours[ground]) >= 4.5, (scheme, fore, ground)


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_keeper_logs_in_asks_for_a_crawl_and_logs_out(page: Page, site: str, archive: Library) -> None:
    page.goto(f"{site}/admin/crawls")
    page.fill("input[name=name]", KEEPER)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"{site}/admin/crawls")
    page.click(".desk-nav a:has-text('Sources')")
    page.click("text=Crawl now")
    page.wait_for_url(f"{site}/admin/crawls/*")
    assert "the worker takes it up" in page.inner_text("main")
    crawls = archive.backfile.catalogue.crawls
    crawl = crawls.recent(1)[0]
    crawls.start(crawl.id)
    page.wait_for_selector(".tag:has-text('Running')")  # the page renews itself
    crawls.add_progress(crawl.id, found=7, fetched=3)
    page.wait_for_selector("[data-count=fetched]:has-text('3')")
    page.click("text=Log out")
    page.wait_for_url(f"{site}/")
    page.goto(f"{site}/admin/")
    assert page.locator("input[name=password]").count() == 1


def test_a_keeper_adds_a_blog_and_the_list_renews_itself(page: Page, site: str, archive: Library) -> None:
    surveys = archive.backfile.catalogue.surveys
    page.goto(f"{site}/admin/")
    page.fill("input[name=name]", KEEPER)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button")
    page.fill("input[name=url]", "lantern example")
    page.fill("form.add input[name=name]", "Lantern")
    page.click("text=Add it")
    assert "is not a web address" in page.inner_text("[role=alert]")
    assert page.evaluate("document.activeElement.name") == "url"
    assert page.input_value("form.add input[name=name]") == "Lantern"
    page.fill("input[name=url]", "https://lantern.example/")
    page.click("text=Add it")
    page.wait_for_selector("text=Looking at https://lantern.example/ …")
    survey = surveys.next_queued()
    assert survey is not None
    page.fill("input[name=url]", "https://half-typed")
    surveys.end(survey.id, error="No such host.")
    with page.expect_response(f"{site}/admin/surveys.json"):
        pass
    page.wait_for_timeout(500)
    assert page.input_value("input[name=url]") == "https://half-typed", "nobody's typing is swept away"
    page.fill("input[name=url]", "")
    page.wait_for_selector("text=No such host.")
    page.click("text=Try again")
    page.wait_for_selector("text=Looking at https://lantern.example/ …")
    again = surveys.next_queued()
    assert again is not None
    assert again.name == "Lantern"
    surveys.end(again.id, error="No such host.")


def test_how_a_source_is_crawled_is_tried_and_set_on_a_phone_without_scripts(
    browser: Browser, site: str, archive: Library
) -> None:
    source = archive.backfile.catalogue.sources.all()[0]
    context = browser.new_context(viewport={"width": 320, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/admin/sources/{source.id}/settings")
    page.fill("input[name=name]", KEEPER)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button")
    page.fill("textarea[name=exclude]", f"*/{'long-' * 60}*\n/*")
    page.fill("input[name=delay]", "9")
    page.click("text=Try the patterns")
    assert "Together: all" in page.inner_text("[role=status]")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.fill("textarea[name=exclude]", "")
    page.click("button:has-text('Save')")
    assert page.input_value("input[name=delay]") == "9"
    assert archive.backfile.catalogue.sources.get(source.id).policy.delay == 9
    context.close()


def test_a_title_without_a_space_is_no_wider_than_a_phone(browser: Browser, tmp_path: Path) -> None:
    title = "long" * 300
    text = f"A ferry, at low tide, {'wide' * 60} and then a harbour."
    with open_library(tmp_path / "data", MovableClock(MARCH)) as opened:
        opened.keep("https://wide.example/a", f"<title>{title}</title><p>{text}", page=True)
        opened.index()
        with (
            served(opened.app) as address,
            browser.new_context(viewport={"width": 390, "height": 800}) as phone,
        ):
            page = phone.new_page()
            for path in ("/", "/search?q=ferry"):
                page.goto(address + path)
                assert page.locator(".hit-title").count() == 1, path
                assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
            for path in (f"/search?q=ferry&label={title[:290]}", f"/search/facet/label?q={title[:500]}"):
                page.goto(address + path)
                assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
