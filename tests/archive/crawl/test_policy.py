"""What an admin sets for a Source's crawls: what can be set, and what it does to URLs."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.crawl.bounds import policy
from archive.crawl.bounds.pattern import Pattern
from archive.crawl.bounds.policy import FIELDS, changed, dressed, left_out, read, secrets, shown, spent
from archive.errors import BadPolicy
from archive.model import NO_POLICY, LinkKind, Policy, Progress, Target

HOME = "https://blog.example/"


@pytest.mark.parametrize(
    ("pattern", "url", "matches"),
    [
        ("/2024/*", "https://blog.example/2024/05/a.html", True),
        ("/2024/*", "https://other.example/2024/x", True),
        ("/2024/*", "https://blog.example/x/2024/", False),
        ("/2024", "https://blog.example/2024/", False),
        ("*/2024/*", "https://blog.example/x/2024/y", True),
        ("/*.pdf", "https://blog.example/a/b.pdf", True),
        ("/*.pdf", "https://blog.example/a/b.pdf?x=1", False),
        ("/*?*m=1*", "https://blog.example/a?m=1", True),
        ("/a.b", "https://blog.example/aXb", False),
        ("blog.example/2024/*", "http://blog.example/2024/x", True),
        ("blog.example/*", "https://other.example/", False),
        ("*.example/*", "https://blog.example/x", True),
        ("https://blog.example/*", "http://blog.example/x", False),
        ("https://blog.example/*", "https://blog.example/x#top", True),
        ("/чай/*", "https://blog.example/%D1%87%D0%B0%D0%B9/1", True),
        ("/a*a", "https://blog.example/a", False),
        ("/a*a", "https://blog.example/aa", True),
        ("*", "https://blog.example/", True),
    ],
)
def test_in_a_pattern_a_star_is_anything_and_all_else_itself(pattern: str, url: str, matches: bool) -> None:
    assert Pattern(pattern).matches(url) is matches


@given(st.lists(st.text("ab/", max_size=4), min_size=1, max_size=6), st.data())
def test_what_a_pattern_was_made_of_it_matches(parts: list[str], data: st.DataObject) -> None:
    filled = "".join(part + data.draw(st.text("ab/x.", max_size=3)) for part in parts[:-1]) + parts[-1]
    assert Pattern("/" + "*".join(parts)).matches("https://blog.example/" + filled)


def test_no_pattern_takes_long() -> None:
    began = time.process_time()
    assert not Pattern("/" + "*a" * 200 + "b").matches("https://blog.example/" + "a" * 2_000)
    assert time.process_time() - began < 0.1


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("delay", "12.5", 12.5),
        ("delay", "", None),
        ("concurrency", "2", 2),
        ("max_bytes", "20 MB", 20_000_000),
        ("max_bytes", "1.5g", 1_500_000_000),
        ("max_targets", "500", 500),
        ("depths", "body=1\n related = 0", {LinkKind.BODY: 1, LinkKind.RELATED: 0}),
        ("budgets", "popular=20", {LinkKind.POPULAR: 20}),
        ("include", "/2024/*\n\n/2025/*\n/2024/*", ("/2024/*", "/2025/*")),
        (
            "headers",
            "X-Reader: ada\nAuthorization: Basic YTpi",
            (("X-Reader", "ada"), ("Authorization", "Basic YTpi")),
        ),
        ("cookies", "session=abc; theme=dark", "session=abc; theme=dark"),
    ],
)
def test_fields_are_read_as_they_are_typed_and_shown_the_same_way(
    name: str, text: str, value: object
) -> None:
    assert read(name, text) == value
    there = shown(changed(NO_POLICY, {name: text}), name)
    assert there == "" if name in ("headers", "cookies") else read(name, there) == value


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("delay", "0", "more than 0 and up to 3600"),
        ("delay", "soon", "write seconds"),
        ("delay", "nan", "write seconds"),
        ("concurrency", "65", "from 1 to 64"),
        ("concurrency", "٣", "whole number"),
        ("max_bytes", "10", "at least 1,000 bytes"),
        ("max_bytes", "-1", "at least"),
        ("max_crawl_bytes", "1" * 40, "at least"),
        ("depths", "posts=1", "“posts” is no kind of link"),
        ("depths", "body", "write body=NUMBER"),
        ("budgets", "body=-1", "whole number"),
        ("include", "two words", "no spaces"),
        ("include", "nopath", "names no path"),
        ("exclude", "\n".join(f"/{number}" for number in range(51)), "50 patterns at most"),
        ("headers", "Host: evil.example", "Backfile's own"),
        ("headers", "Cookie: a=b", "field of their own"),
        ("headers", "X: a\x00b", "plain characters"),
        ("headers", "no colon", "Name: value"),
        ("headers", "Bad Name: x", "Name: value"),
        ("cookies", "a=b\r\nHost: x", "as a browser sends them"),
        ("cookies", "just words", "as a browser sends them"),
    ],
)
def test_what_can_not_be_set_is_told_in_words(name: str, text: str, said: str) -> None:
    with pytest.raises(BadPolicy) as error:
        read(name, text)
    assert said in str(error.value)


def test_an_error_never_shows_a_key() -> None:
    for name in ("headers", "cookies"):
        with pytest.raises(BadPolicy) as error:
            read(name, "Authorization secret-key \x01")
        assert "secret-key" not in str(error.value)


@given(st.sampled_from(FIELDS), st.text(max_size=60))
def test_any_text_is_a_value_or_a_clear_word(name: str, text: str) -> None:
    with suppress(BadPolicy):
        read(name, text)


def test_one_answer_can_not_be_larger_than_a_crawl() -> None:
    with pytest.raises(BadPolicy, match="larger than a whole crawl"):
        changed(Policy(max_crawl_bytes=1_000_000), {"max_bytes": "2MB"})


def a(kind: LinkKind, path: str, **more: object) -> Target:
    return Target(f"https://blog.example{path}", kind, **more)  # type: ignore[arg-type]


def test_include_narrows_articles_and_exclude_lists_too() -> None:
    narrow = Policy(include=("/2024/*",), exclude=("/2024/drafts/*", "/comments/*"))
    assert left_out(narrow, a(LinkKind.POST, "/2024/a")) is None
    assert left_out(narrow, a(LinkKind.POST, "/2023/a")) == "the source's settings do not include it"
    assert left_out(narrow, a(LinkKind.BODY, "/2024/drafts/a")) == "the source's settings exclude it"
    assert left_out(narrow, a(LinkKind.FEED, "/feed")) is None, "what lists articles is not one"
    assert left_out(narrow, a(LinkKind.FEED, "/comments/feed")) is not None
    assert left_out(narrow, a(LinkKind.REDIRECT, "/2023/a", role=LinkKind.POST)) is not None
    for kind in (LinkKind.SEED, LinkKind.REQUISITE, LinkKind.ROBOTS):
        assert left_out(narrow, a(kind, "/comments/x")) is None
    assert left_out(NO_POLICY, a(LinkKind.POST, "/x")) is None


KEYS = Policy(headers=(("X-Reader", "ada"),), cookies="session=abc", max_bytes=5_000)


@pytest.mark.parametrize(
    ("url", "home", "own"),
    [
        ("https://blog.example/a", HOME, True),
        ("https://www.blog.example/a", HOME, True),
        ("http://blog.example/a", HOME, False),  # in the clear
        ("https://blog.example/a", "http://blog.example/", True),
        ("https://evil.example/a", HOME, False),
        ("https://blog.example.evil.example/a", HOME, False),
        ("https://blog.example:8443/a", HOME, False),
        ("https://static.blog.example/a", HOME, False),
    ],
)
def test_keys_go_to_the_own_host_only(url: str, home: str, own: bool) -> None:
    sent = dressed(KEYS, home, Target(url, LinkKind.POST))
    assert sent.headers == ((("X-Reader", "ada"), ("Cookie", "session=abc")) if own else ())
    assert sent.max_bytes == 5_000
    assert "abc" not in repr(sent) + repr(KEYS)


def test_of_keys_only_the_names_are_shown() -> None:
    assert secrets(KEYS) == ["X-Reader", "cookie session"]
    assert policy.shown(KEYS, "cookies") == ""


def test_a_crawl_is_spent_when_a_limit_is_reached() -> None:
    limited = Policy(max_targets=10, max_crawl_bytes=5_000)
    assert spent(limited, Progress(fetched=8), 1) is None
    assert "10 requests" in (spent(limited, Progress(fetched=8), 2) or "")
    assert "5,000 bytes" in (spent(limited, Progress(fetched=1, bytes=5_000)) or "")
    assert spent(NO_POLICY, Progress(fetched=10**9, bytes=10**15)) is None
