"""Patterns tried on what is known, before they are saved."""

from __future__ import annotations

from archive.crawl.bounds.trial import Tried, trial
from archive.model import LinkKind, Policy, Target


def url(path: str) -> str:
    return f"https://blog.example{path}"


KNOWN = [
    *(Target(url(f"/2024/{number}"), LinkKind.POST) for number in range(5)),
    *(Target(url(f"/2023/{number}"), LinkKind.POST) for number in range(3)),
    Target(url("/2023/0"), LinkKind.BODY),
    Target(url("/feed"), LinkKind.FEED),
    Target("https://other.example/2024/x", LinkKind.RELATED),
]


def test_each_pattern_and_all_of_them_together() -> None:
    found = trial(Policy(include=("/2024/*",), exclude=("blog.example/2024/4", "/feed", "/nothing")), KNOWN)
    assert (found.known, found.left) == (10, 5)
    assert found.patterns == (
        Tried("blog.example/2024/4", True, 1, (url("/2024/4"),)),
        Tried("/feed", True, 1, (url("/feed"),)),
        Tried("/nothing", True, 0, ()),
        Tried("/2024/*", False, 6, (url("/2024/0"), url("/2024/1"), url("/2024/2"))),
    )
    assert len(found.examples) == 3


def test_without_patterns_nothing_is_left_out() -> None:
    assert (trial(Policy(), KNOWN).left, trial(Policy(), []).known) == (0, 0)
