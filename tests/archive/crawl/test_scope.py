"""What belongs to a crawl, and what is due again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.crawl.again.revisiting import Revisiting
from archive.crawl.bounds.scope import MAX_REDIRECTS, refusal, role, trap
from archive.model import Capture, Facts, LinkKind, Locator, RecordType, Target

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)

TRAPS = """
https://blog.example/post.html?replytocom=17
https://blog.example/post.html?share=twitter&nb=1
https://blog.example/post.html?share=facebook
https://blog.example/a/?like_comment=5&_wpnonce=abc
https://blog.example/cart/?add-to-cart=99
https://blog.example/page?PHPSESSID=0123456789abcdef
https://blog.example/page;jsessionid=AA?x=1
https://blog.example/index.php?title=X&action=edit
https://blog.example/calendar/2031/07/
https://blog.example/calendar?month=2031-07
https://blog.example/events/list/2026-03-01
https://blog.example/events/?eventDisplay=past
https://blog.example/events/?ical=1
https://blog.example/agenda/week/2026-10
https://blog.example/a/a/a/a
https://blog.example/x/images/images/images/y
https://blog.example/a/b/a/b/a/b/
https://blog.example/a/b/c/a/b/c/a/b/c
"""

ARTICLES = """
https://blog.example/
https://blog.example/2024/01/post.html
https://blog.example/2024/01/01/post/
https://blog.example/?p=123
https://blog.example/post.html?m=1
https://blog.example/the-calendar-of-1752.html
https://blog.example/sharecropping?page=2
https://blog.example/new/york/new/york/
https://blog.example/2011/11/11/eleven/
https://blog.example/archive?topic=shares&order=title
https://blog.example/event-horizon/
"""


@pytest.mark.parametrize("url", TRAPS.split())
def test_what_leads_round_in_circles_is_a_trap(url: str) -> None:
    assert trap(url)
    assert refusal(Target(url, LinkKind.BODY, depth=1))


@pytest.mark.parametrize("url", ARTICLES.split())
def test_ordinary_addresses_are_no_traps(url: str) -> None:
    assert trap(url) is None
    assert refusal(Target(url, LinkKind.BODY, depth=1)) is None


def test_too_deep_too_long_and_too_many_parameters() -> None:
    host = "https://blog.example"
    assert trap(host + "".join(f"/{number}" for number in range(20))) is None
    assert trap(host + "".join(f"/{number}" for number in range(21)))
    assert trap(host + "/" + "x" * 2000)
    assert trap(host + "/?" + "&".join(f"p{number}=1" for number in range(13)))


def test_a_trap_that_the_site_itself_lists_is_its_post() -> None:
    assert refusal(Target("https://blog.example/calendar/2031/07/", LinkKind.POST, depth=1)) is None
    assert refusal(Target("https://blog.example/?share=1", LinkKind.SEED)) is None


@pytest.mark.parametrize(
    ("kind", "depth", "hops", "taken"),
    [
        (LinkKind.POPULAR, 2, 0, True),
        (LinkKind.POPULAR, 3, 1, True),
        (LinkKind.POPULAR, 4, 0, False),
        (LinkKind.RELATED, 2, 1, True),
        (LinkKind.RELATED, 2, 2, False),
        (LinkKind.BODY, 2, 1, True),
        (LinkKind.BODY, 3, 0, False),
        (LinkKind.BODY, 1, 2, False),
        (LinkKind.SISTER, 1, 1, True),
        (LinkKind.AUTHOR, 1, 1, True),
        (LinkKind.SOCIAL, 1, 1, False),
        (LinkKind.REQUISITE, 5, 2, True),
        (LinkKind.REQUISITE, 9, 0, False),
        (LinkKind.FEED, 99, 99, True),
        (LinkKind.POST, 99, 0, True),
    ],
)
def test_depth_and_hops_are_bounded_for_each_kind_of_link(
    kind: LinkKind, depth: int, hops: int, taken: bool
) -> None:
    found = refusal(Target("https://other.example/post.html", kind, depth=depth, hops=hops))
    assert (found is None) == taken


def test_redirects_end_and_keep_the_role_of_what_led_to_them() -> None:
    target = Target("https://blog.example/a", LinkKind.REDIRECT, role=LinkKind.SOCIAL)
    assert role(target) is LinkKind.SOCIAL
    assert refusal(target)
    onward = Target("https://blog.example/a", LinkKind.REDIRECT, role=LinkKind.POST, redirects=MAX_REDIRECTS)
    assert refusal(onward) is None
    onward = Target(
        "https://blog.example/a", LinkKind.REDIRECT, role=LinkKind.POST, redirects=MAX_REDIRECTS + 1
    )
    assert refusal(onward) == "more than 5 redirects lead from one to the next"


def captured(at: datetime) -> Capture:
    return Capture(
        "https://blog.example/a",
        "example,blog)/a",
        f"{at:%Y%m%d%H%M%S}",
        at,
        200,
        "text/html",
        "",
        "",
        "urn:uuid:0",
        RecordType.RESPONSE,
        Locator("x", 0, 1),
    )


def due(target: Target, last: datetime | None, *, full: bool = False, known: datetime | None = None) -> bool:
    said = Facts(updated=known) if known else None
    return Revisiting(full, NOW).due(target, captured(last) if last else None, said)


def post(published: datetime | None = None, updated: datetime | None = None) -> Target:
    facts = Facts(published=published, updated=updated)
    return Target("https://blog.example/a", LinkKind.POST, depth=1, facts=facts)


def test_what_was_never_captured_is_due_and_in_a_full_crawl_everything_is() -> None:
    for kind in LinkKind:
        target = Target("https://blog.example/a", kind)
        assert due(target, None)
        assert due(target, NOW, full=True)


def test_a_post_is_due_when_the_site_says_it_was_updated_since() -> None:
    last = NOW - 2 * DAY
    assert due(post(updated=NOW - DAY), last)
    assert not due(post(updated=last), last)
    assert not due(post(updated=NOW - 300 * DAY), last)
    # A site whose clock runs behind ours still tells an edit; one whose clock runs ahead is believed once.
    assert due(post(updated=last - DAY), last, known=last - 2 * DAY)
    assert not due(post(updated=last - DAY), last, known=last - DAY)
    assert not due(post(updated=NOW + 9 * DAY), last, known=NOW + 9 * DAY)


def test_a_post_of_which_its_site_says_nothing_is_left_to_the_days_looks() -> None:
    assert not due(post(published=NOW - 400 * DAY), NOW - 300 * DAY)
    assert not due(post(), NOW - 300 * DAY)


@pytest.mark.parametrize("kind", [LinkKind.REQUISITE, LinkKind.POPULAR, LinkKind.BODY, LinkKind.RELATED])
def test_requisites_and_what_lies_around_are_due_after_thirty_days(kind: LinkKind) -> None:
    target = Target("https://blog.example/a", kind)
    assert not due(target, NOW - 29 * DAY)
    assert due(target, NOW - 30 * DAY)


@pytest.mark.parametrize("kind", [LinkKind.SEED, LinkKind.FEED, LinkKind.SITEMAP, LinkKind.REDIRECT])
def test_lists_seeds_and_redirects_are_always_due(kind: LinkKind) -> None:
    assert due(Target("https://blog.example/a", kind), NOW)


@given(st.text(max_size=300))
def test_no_address_breaks_the_search_for_traps(text: str) -> None:
    trap("https://blog.example/" + text.replace("[", "").replace("]", ""))
