"""Whatever the bytes, extraction answers, soon."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.extract import extract
from indexer.model import Article

_TAGS = st.sampled_from(
    ("html", "head", "body", "title", "div", "p", "article", "main", "nav", "footer", "aside", "h1", "h2", "span", "a",
     "table", "tr", "td", "ul", "li", "pre", "script", "style", "noscript", "template", "svg", "time", "meta", "br",
     "img", "form", "iframe", "blockquote")
)  # fmt: skip
_ATTRIBUTES = st.sampled_from(
    (
        "", " class='post-body entry-content' id='post-body-1'", " itemprop='articleBody'",
        " rel=author", " itemprop=author",
        " name=author content=x", " property='article:published_time' content='2024-01-01T00:00:00Z'",
        " datetime='9999-99-99'", " class='published' title='2024-02-30'", " type='application/ld+json'",
        " style='display:none'", " class='sidebar'", " href='http://[::1'", " name=generator content=blogger",
    )
)  # fmt: skip
_TEXT = st.text(max_size=40) | st.sampled_from(
    (
        '{"@type":"Article","author":[[],{"name":null}],"@graph":[1,{}]}',
        "&#0;&#8;&#xfffe;",
        "by A B",
        "<!--",
        "\x00",
        "]]>",
    )
)


@st.composite
def _fragments(draw: st.DrawFn) -> str:
    pieces = []
    for _ in range(draw(st.integers(0, 25))):
        tag = draw(_TAGS)
        pieces.append(f"<{tag}{draw(_ATTRIBUTES)}>{draw(_TEXT)}" + draw(st.sampled_from(("", f"</{tag}>"))))
    return "".join(pieces)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_an_article(body: bytes) -> None:
    assert isinstance(extract(body, None), Article)


@settings(max_examples=250, deadline=None)
@given(
    _fragments(), st.sampled_from((None, "", "https://a.example/2024/01/x.html", "http://[bad", "mailto:x"))
)
def test_any_markup_gives_an_article(page: str, url: str | None) -> None:
    article = extract(page.encode("utf-8", "surrogatepass"), url)
    assert article.published is None or article.published.tzinfo is not None
    assert "\x00" not in article.text
    assert (article.text == "") == (article.method == "none")


@pytest.mark.parametrize(
    "page",
    [
        b"<div>" * 20_000 + b"deep water" + b"</div>" * 20_000,
        b"<p>" + b"a\x00b " * 50_000,
        b"<table>" + b"<tr><td></td>" * 100_000,
        b"<title>" + b"a | " * 100_000,
        b"<h1>" + b"<span>x" * 30_000,
        b"<script type='application/ld+json'>" + b"[" * 100_000 + b"</script>",
        b"<script type='application/ld+json'>" + b" " * 900_000 + b"x</script>",
        b"<a rel=author>" + b"by " * 100_000,
        b"<p>" + b"&nbsp;\t" * 200_000,
        b"<div class='" + b"share-" * 100_000 + b"'>x",
        b"<p>" + "日".encode() * 400_000,
        b"<h1>x</h1>" + b"<div class=newsletter>" * 2_000 + b"<p>word</p>" * 10_000,
        b"<table><tr><td><p><p><p>" * 600 + b"<p>word</p>" * 10_000,
        b"<meta name=description content='"
        + b"word " * 20
        + b"'><h1>x</h1>"
        + b"<div>" * 1_900
        + b"<b>word</b>" * 20_000,
        b"<div><div><div>" + b"<img alt='Ada Lind'>" * 5_000 + b"<b>word</b>" * 20_000,
    ],
    ids=[
        "deep",
        "nul",
        "cells",
        "title",
        "spans",
        "json-depth",
        "json-blank",
        "byline",
        "blanks",
        "class",
        "han",
        "furniture",
        "columns",
        "lead",
        "portraits",
    ],
)
def test_hostile_pages_take_bounded_time(page: bytes) -> None:
    started = time.process_time()
    assert isinstance(extract(page, "https://a.example/x"), Article)
    assert time.process_time() - started < 10


def test_ten_megabytes_are_read_and_no_more() -> None:
    page = b"<html><body><article>" + b"<p>Words of a long post, and on it goes.</p>" * 300_000
    started = time.process_time()
    extract(page, None)
    assert time.process_time() - started < 60


def test_a_tag_of_sixty_thousand_attributes_is_no_burden() -> None:
    attributes = " ".join(f"a{number}=1" for number in range(60_000))
    began = time.process_time()
    article = extract(
        f"<html><body><p {attributes}>{'The ferry came late. ' * 20}</p></body></html>".encode(), None
    )
    assert "The ferry came late." in article.text
    assert time.process_time() - began < 5
