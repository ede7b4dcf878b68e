"""What was taken down is in no answer of any door, from the moment on that it was: before any worker did a thing."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from archive import uri
from archive.digest import digests_of
from archive.errors import StillErasing, TakenDown
from archive.model import Facts, Link, LinkKind
from archive.store.pages import page_id
from tests.web.admin.test_entry import log_in
from tests.web.library import MARCH, Library

BLOG = "https://quay.example"
URL = f"{BLOG}/2026/02/lighthouse.html"
TWIN = "http://www.quay.example/2026/02/lighthouse.html?m=1"
OTHER = f"{BLOG}/2026/02/ferries.html"
SHORT = f"{BLOG}/?p=7"
BODY = (
    "<!doctype html><title>Vexillarium at dusk</title><div class='post-body entry-content'><h1>Vexillarium at dusk</h1>"
    "<p>The quay at dusk, with a grumblewick in the harbour. "
    + "It was quiet and cold that night, and the ferry lay still. " * 8
    + "</p></div>"
)
SECRETS = ("vexillarium", "grumblewick", "pseudonymus", "flagstaffery")
STAMP = f"{MARCH:%Y%m%d%H%M%S}"


@pytest.fixture
def hidden(library: Library) -> Library:
    """An archive with an article that was indexed, and then taken down; nothing was done since."""
    source = library.follow(f"{BLOG}/", "Quay & Co")
    facts = Facts(
        title="Vexillarium at dusk", author="Pseudonymus", published=MARCH, labels=("Flagstaffery", "Harbour")
    )
    library.keep(
        URL, BODY, page=True, source=source, facts=facts, links=[Link(OTHER, LinkKind.BODY, "ferries")]
    )
    library.keep(
        URL, BODY.replace("cold", "warm"), at=MARCH + timedelta(days=2), page=True, source=source, facts=facts
    )
    library.keep(TWIN, "<title>Vexillarium</title>", at=MARCH + timedelta(days=3))
    library.keep(SHORT, "", status=301, headers=[("Location", URL)])
    library.keep(
        OTHER,
        "<!doctype html><title>Ferries</title><div class='post-body'><p>"
        + "The harbour and its ferries, quiet and cold. " * 10
        + "</p></div>",
        page=True,
        source=source,
        facts=Facts(title="Ferries", author="Ada Quill", published=MARCH),
        links=[Link(URL, LinkKind.POPULAR, "Vexillarium at dusk")],
    )
    library.index()
    library.add_keeper()
    for path in ("/search?q=harbour", f"/page/{page_id(uri.page_surt(URL))}", f"/web/{STAMP}/{URL}"):
        assert "vexillarium" in library.client().get(path).text.lower(), "or there would be nothing to hide"
    library.backfile.catalogue.takedowns.take_down(TWIN, reason="a person asked for it", by="keeper")
    return library


def digests(library: Library) -> list[str]:
    held = [digests_of(text.encode()) for text in (BODY, BODY.replace("cold", "warm"))]
    return [each for one in held for each in (one.sha1.lower(), one.sha256)]


def askers(library: Library) -> Iterator[FlaskClient]:
    yield library.client()
    keeper = library.client()
    assert log_in(keeper).status_code == 303
    yield keeper


def paths(rule: Rule, captures: tuple[int, ...]) -> Iterator[str]:
    """A route's addresses with whatever may stand in them: ids, numbers, times, URLs."""
    page = page_id(uri.page_surt(URL))
    values = [
        page,
        *map(str, captures),
        URL,
        TWIN,
        SHORT,
        OTHER,
        f"{STAMP}/{URL}",
        f"{STAMP}id_/{URL}",
        f"2026im_/{URL}",
    ]
    values += [
        f"*/{URL}",
        f"{STAMP}mp_/{URL}",
        f"{STAMP}/{SHORT}",
        "link",
        "json",
        "cdxj",
        "bib",
        "ris",
        "txt",
    ]
    for chosen in itertools.product(values, repeat=len(rule.arguments)):
        path = rule.rule
        for (converter, name), value in zip(arguments(rule), chosen, strict=True):
            path = path.replace(f"<{converter}{name}>", value)
        yield path


def arguments(rule: Rule) -> list[tuple[str, str]]:
    found = []
    for part in rule.rule.split("<")[1:]:
        inner = part.split(">")[0]
        converter, colon, name = inner.rpartition(":")
        found.append((converter + colon, name))
    return found


def test_no_door_shows_any_of_it(hidden: Library) -> None:
    with hidden.backfile.catalogue.database.unveiled():
        captures = tuple(one.id for one in hidden.backfile.catalogue.captures.iterate())
    queries = (
        "",
        "q=harbour",
        "q=quiet+cold",
        f"url={URL}",
        "url=quay.example&matchType=host",
        "from=2026&to=2027",
    )
    asked = answered = 0
    for client in askers(hidden):
        for rule in hidden.app.url_map.iter_rules():
            if "GET" not in (rule.methods or set()) or rule.endpoint == "static":
                continue
            for path in paths(rule, captures):
                for query in queries if not rule.arguments else queries[:1]:
                    response = client.get(f"{path}?{query}" if query else path)
                    asked, answered = asked + 1, answered + (response.status_code == 200)
                    told = (response.get_data(as_text=True) + str(response.headers)).lower()
                    for secret in (*SECRETS, *digests(hidden)):
                        assert secret not in told, (
                            f"{path}?{query} tells of {secret!r} ({response.status_code})"
                        )
                    assert response.status_code < 500, path
    assert asked > 500
    assert answered > 50


def test_it_is_said_that_it_was_taken_down(hidden: Library) -> None:
    page = page_id(uri.page_surt(URL))
    client = hidden.client()
    for path in (
        *(f"/web/{stamp}/{URL}" for stamp in (STAMP, f"{STAMP}id_", "2026", "*", f"{STAMP}im_")),
        *(f"/timemap/{form}/{URL}" for form in ("link", "json", "cdxj")),
        *(
            f"/web/{URL}",
            f"/web/{STAMP}mp_/{TWIN}",
            f"/timegate/{URL}",
            f"/page/{page}",
            f"/page/{page}/captures",
        ),
    ):
        response = client.get(path)
        assert response.status_code == 451, path
        assert "taken down on 1 March 2026" in response.text
        assert "a person asked for it" in response.text
        assert "lighthouse" not in response.text
        assert 'rel="blocked-by"' in response.headers["Link"]
        assert response.headers["Cache-Control"] == "private, no-cache"


def test_a_browsers_copy_is_asked_for_again(library: Library) -> None:
    library.keep(URL, BODY, page=True)
    client = library.client()
    first = client.get(f"/web/{STAMP}/{URL}")
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = {"If-None-Match": first.headers["ETag"]}
    assert client.get(f"/web/{STAMP}/{URL}", headers=again).status_code == 304
    library.backfile.catalogue.takedowns.take_down(URL)
    assert client.get(f"/web/{STAMP}/{URL}", headers=again).status_code == 451


def test_it_counts_nowhere_in_a_search(hidden: Library) -> None:
    client = hidden.client()
    found = client.get("/search.json?q=harbour").get_json()
    assert [hit["url"] for hit in found["hits"]] == [OTHER]
    assert found["total"] == 1
    assert sum(one["count"] for one in found["facets"]["author"]) == 1
    assert sum(bar["count"] for bar in found["histogram"]) == 1
    nothing = client.get("/search.json?q=grumblewick").get_json()
    assert (nothing["total"], nothing["did_you_mean"]) == (0, None)
    assert hidden.backfile.engine.count() == 1
    assert hidden.backfile.engine.get(page_id(uri.page_surt(URL))) is None


def test_a_kept_answer_of_a_search_is_old_at_once(library: Library) -> None:
    library.keep(URL, BODY, page=True)
    library.index()
    client = library.client()
    before = client.get("/search?q=grumblewick")
    library.backfile.catalogue.takedowns.take_down(URL)
    after = client.get("/search?q=grumblewick", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "No article" in after.text or "dusk" not in after.text


def test_the_index_forgets_it_and_brings_it_back_when_it_is_lifted_and_crawled_again(hidden: Library) -> None:
    catalogue = hidden.backfile.catalogue
    hidden.index()
    assert list(hidden.backfile.engine.ids()) == [page_id(uri.page_surt(OTHER))]
    with pytest.raises(TakenDown):
        hidden.keep(URL, BODY, page=True)
    with pytest.raises(StillErasing):
        catalogue.takedowns.lift(1)
    catalogue.takedowns.note(1, erased_at=MARCH)
    catalogue.takedowns.lift(1)
    assert hidden.client().get(f"/web/{URL}").status_code == 404
    hidden.keep(
        URL,
        "<title>A new telling</title><p>" + "It came back another. " * 20,
        at=MARCH + timedelta(9),
        page=True,
    )
    hidden.index()
    assert hidden.client().get("/search.json?q=telling").get_json()["total"] == 1
    page = catalogue.pages.by_surt(uri.page_surt(URL))
    assert page
    assert page.captures == 1
    assert page.facts == Facts()


def test_no_reading_part_of_the_catalogue_gives_it(hidden: Library) -> None:
    """Every public method of every part that can be called with what there is."""
    catalogue = hidden.backfile.catalogue
    page, surt = page_id(uri.page_surt(URL)), uri.surt(URL)
    with catalogue.database.unveiled():
        hidden_captures = catalogue.captures.of_surt(surt)
        assert len(hidden_captures) == 2
    one = hidden_captures[0]
    offers: dict[str, list[Any]] = {
        "page_id": [page], "id": [page], "wanted": [page], "surt": [surt, uri.page_surt(TWIN), uri.surt(SHORT)],
        "surts": [[surt, uri.surt(SHORT)]], "capture_id": [each.id for each in hidden_captures], "url": [URL, surt],
        "record_id": [each.record_id for each in hidden_captures], "sha256": [one.sha256], "sha1": [one.digest],
        "at": [one.captured_at], "source_id": [1], "kinds": [tuple(LinkKind)], "most": [1000], "limit": [1000], "seq": [0],
        "since": [MARCH - timedelta(days=99)], "until": [MARCH + timedelta(days=99)],
    }  # fmt: skip
    parts = (catalogue.captures, catalogue.pages, catalogue.links, catalogue.findings)
    writing = ("add", "seen", "set_", "mark", "restore", "hand_over", "drop_", "replace_")
    called = 0
    for part in parts:
        for name, method in inspect.getmembers(part, inspect.ismethod):
            if name.startswith(("_", *writing)):
                continue
            needed = [
                each.name
                for each in inspect.signature(method).parameters.values()
                if each.default is each.empty
            ]
            if not all(name in offers for name in needed):
                continue
            for values in itertools.product(*(offers[each] for each in needed)):
                found = method(**dict(zip(needed, values, strict=True)))
                called += 1
                told = repr(list(found) if inspect.isgenerator(found) else found).lower()
                for secret in (*SECRETS, "lighthouse", *digests(hidden)):
                    assert secret not in told, f"{type(part).__name__}.{name}({values})"
    assert called > 25
    counts = catalogue.counts()
    assert (counts.pages, counts.captures) == (1, 1)


def test_all_below_an_address(library: Library) -> None:
    for path in ("a", "a/one", "a?page=2", "ab", "b"):
        library.keep(f"{BLOG}/{path}", f"<title>{path}</title><p>Text of {path}.", page=True)
    catalogue = library.backfile.catalogue
    reach = catalogue.takedowns.reach(f"{BLOG}/a", prefix=True)
    assert (len(reach.captures), len(reach.pages)) == (3, 3)
    catalogue.takedowns.take_down(f"{BLOG}/a", prefix=True)
    left = {capture.url for capture in catalogue.captures.iterate()}
    assert left == {f"{BLOG}/ab", f"{BLOG}/b"}
    assert library.client().get(f"/web/{BLOG}/a/never").status_code == 451
    assert library.client().get(f"/web/{BLOG}/abc").status_code == 404


def test_of_a_url_that_was_never_held(library: Library) -> None:
    library.backfile.catalogue.takedowns.take_down(URL)
    assert library.client().get(f"/web/{URL}").status_code == 451
    with pytest.raises(TakenDown):
        library.keep(TWIN, BODY)


def test_what_calls_itself_an_article_that_was_taken_down_is_not_kept(library: Library) -> None:
    library.backfile.catalogue.takedowns.take_down(URL)
    with pytest.raises(TakenDown):
        library.keep(f"{BLOG}/copy", BODY, page=URL)
    assert library.backfile.catalogue.counts().captures == 0


@pytest.mark.parametrize("door", ["/web/{url}", "/web/" + STAMP + "/{url}", "/timemap/link/{url}"])
def test_what_led_there_answers_451_too_until_the_rule_ends(hidden: Library, door: str) -> None:
    path = door.format(url=SHORT)
    assert hidden.client().get(path).status_code == 451
    hidden.erasure.run()
    assert hidden.client().get(path).status_code == 451
    takedowns = hidden.backfile.catalogue.takedowns
    takedowns.lift(takedowns.all()[0].id)
    assert hidden.client().get(path).status_code == 404
