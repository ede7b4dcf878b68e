"""When an article is news: the pure rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from indexer.model import Document, Version
from indexer.news import moment, news_at
from tests.indexer.made_up import a_document, on

NOW = on(2026, 3)
THEN = on(2026, 2)


def with_texts(*digests: str) -> Document:
    versions = tuple(Version(at, on(2026, 1, at + 1), digest) for at, digest in enumerate(digests))
    return a_document(first_captured=on(2026, 1, 1), versions=versions, news_at=THEN)


@pytest.mark.parametrize(
    ("known", "found", "news"),
    [
        (("1:a",), ("1:a",), THEN),
        (("1:a",), ("1:a", "1:b"), NOW),
        (("1:a", "1:b"), ("1:a", "1:b", "1:a"), NOW),  # back to what it was
        (("1:b",), ("1:a", "1:b"), THEN),  # an older text came in by an import
        (("1:a",), ("2:a",), THEN),  # measured in another way
        (("1:a",), (), THEN),
        ((), ("1:a",), THEN),
    ],
)
def test_another_text_is_news(known: tuple[str, ...], found: tuple[str, ...], news: object) -> None:
    assert news_at(with_texts(*found), with_texts(*known), NOW) == news


def test_what_was_not_known_is_news_now() -> None:
    assert news_at(with_texts("1:a"), None, NOW) == NOW


def test_an_index_out_of_nothing_has_no_news_but_the_captures() -> None:
    document = with_texts("1:a")
    assert news_at(document, None, None) == on(2026, 1, 1)
    assert news_at(replace(document, last_changed=on(2026, 1, 9)), None, None) == on(2026, 1, 9)
    assert news_at(replace(document, first_captured=None), None, None) is None


def test_moments_only_grow() -> None:
    assert moment(NOW, None) == moment(NOW, THEN) == NOW
    assert moment(THEN, NOW) == moment(NOW, NOW) == NOW + timedelta(microseconds=1)
