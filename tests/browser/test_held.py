"""Every captured page of two archives made by others, and of our demo: what a browser asks for when it is given the raw
document, the archive's replay must have answered, as far as the archive holds it; and nothing outside is asked for.

What is expected comes from Chromium itself, without scripts: the raw payloads are given to it under their own
addresses. Nothing of the rewriting takes part in that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, Route

from archive import uri
from archive.errors import BackfileError
from archive.exchange.imports import import_file
from archive.model import HTML, Capture
from tests.browser.conftest import served
from tests.web.demo.story import built, told
from web.app import create_app
from web.compose import Backfile, build
from web.demo.world import World
from web.settings import Settings

pytestmark = pytest.mark.browser

REPLAYED = re.compile(r"/web/\d{14}[a-z]{2}_/(.+)")
TOGETHER = "http://together.example/"
TOGETHER_AT_MOST = 16
ARCHIVES = ("02_iana_org.warc.gz", "12_wikipedia_multiwarc.wacz")


@dataclass
class Held:
    """An archive that is served: its pages, and which addresses it holds."""

    backfile: Backfile
    site: str
    pages: list[Capture] = field(default_factory=list)

    def __post_init__(self) -> None:
        shown = (each for each in self.backfile.catalogue.captures.iterate() if each.status == 200)
        once = {(each.url, each.sha256): each for each in shown if each.mime in HTML}
        self.pages = list(once.values())

    def of(self, url: str, at: Capture) -> Capture | None:
        """What answers for an address beside a page: the capture nearest in time."""
        try:
            found = self.backfile.catalogue.captures.of_surt(uri.surt(uri.canonical(url)))
        except BackfileError:
            return None
        good = [each for each in found if each.status < 400]
        return min(good, key=lambda each: abs(each.captured_at - at.captured_at), default=None)


@pytest.fixture(scope="module", params=["archives of others", "the demo"])
def held(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    data = tmp_path_factory.mktemp("held") / "data"
    if request.param == "the demo":
        with World() as world:
            backfile = built(data, world)
            told(backfile, world)
    else:
        shared: Path = request.getfixturevalue("shared")
        backfile = build(Settings(data=data))
        with backfile.archiving("a test") as archiving:
            for name in ARCHIVES:
                import_file(shared / "data" / "warc" / name, archiving.catalogue, archiving.store)
    try:
        with served(create_app(backfile)) as site:
            yield Held(backfile, site)
    finally:
        backfile.close()


def frames_of(addresses: Iterable[str]) -> str:
    """A page with many documents in it, as our own frame page holds one: opened one by one they take minutes."""
    sandbox = 'sandbox="allow-top-navigation-by-user-activation"'
    return "<!doctype html>" + "".join(
        f'<iframe {sandbox} src="{escape(each)}"></iframe>' for each in addresses
    )


def wanted(page: Page, held: Held, captures: dict[str, Capture]) -> set[str]:
    """The addresses that these raw documents, and what they name in turn, made a browser ask for."""
    asked: set[str] = set()
    at = next(iter(captures.values()))

    def answer(route: Route) -> None:
        url = route.request.url
        if url == TOGETHER:
            route.fulfill(content_type="text/html", body=frames_of(captures))
            return
        asked.add(url)
        found = captures.get(url) or held.of(url, at)
        if found is None:
            route.abort()
            return
        with held.backfile.mementos.open(found) as memento:
            headers = {
                name: value for name in ("Content-Type", "Location") if (value := memento.header(name))
            }
            headers["Access-Control-Allow-Origin"] = "*"
            route.fulfill(status=memento.status, headers=headers, body=memento.payload.read())

    page.route("**/*", answer)
    page.goto(TOGETHER, wait_until="load")
    page.unroute_all(behavior="wait")
    return asked - set(captures)


def groups(captures: list[Capture]) -> Iterator[dict[str, Capture]]:
    """The captures in groups of a few, none with two of one address."""
    left = captures
    while left:
        group: dict[str, Capture] = {}
        rest = [
            each
            for each in left
            if len(group) == TOGETHER_AT_MOST or group.setdefault(each.url, each) is not each
        ]
        yield group
        left = rest


def test_all_that_is_held_is_shown_and_nothing_comes_from_outside(browser: Browser, held: Held) -> None:
    outside: list[str] = []
    answered: dict[str, int] = {}
    addresses: list[str] = []

    def only_here(route: Route) -> None:
        if route.request.url == f"{held.site}/together":
            route.fulfill(content_type="text/html", body=frames_of(addresses))
        elif route.request.url.startswith((f"{held.site}/web/", f"{held.site}/static/", "data:")):
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    def note(response: Response) -> None:
        if found := REPLAYED.search(response.url):
            key = uri.surt(uri.canonical(found[1]))
            answered[key] = min(response.status, answered.get(key, 999))

    missing: list[str] = []
    checked = 0
    with browser.new_context(java_script_enabled=False) as raw, browser.new_context() as replay:
        raw_page, replay_page = raw.new_page(), replay.new_page()
        replay_page.route("**/*", only_here)
        replay_page.on("response", note)
        for group in groups(held.pages):
            answered.clear()
            addresses[:] = [f"/web/{each.timestamp}mp_/{each.url}" for each in group.values()]
            replay_page.goto(f"{held.site}/together", wait_until="load")
            at = next(iter(group.values()))
            expected = {url for url in wanted(raw_page, held, group) if held.of(url, at)}
            checked += len(expected)
            keys = {uri.surt(uri.canonical(url)): url for url in [*expected, *group]}
            missing += [url for key, url in keys.items() if answered.get(key) not in (200, 206, 304)]
    assert outside == []
    assert missing == []
    assert len(held.pages) > 10
    assert checked > 30
