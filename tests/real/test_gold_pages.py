"""Real Blogger pages, all the way through: archived by the command, found by their words, shown in replay."""

from __future__ import annotations

import ast
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.real.command import backfile
from tests.real.recorded import recorded_web
from web.app import create_app
from web.compose import build
from web.settings import Settings

pytestmark = [pytest.mark.shared, pytest.mark.slow]


@dataclass
class Gold:
    """What is known of one real page."""

    url: str
    texts: list[str] = field(default_factory=list)
    title: str | None = None
    author: str | None = None
    date: str | None = None


def plain(text: str | None) -> str:
    return re.sub(r"\W+", " ", unicodedata.normalize("NFKC", text or "").lower()).strip()


def authors(text: str | None) -> set[frozenset[str]]:
    """Names as sets of their parts, as the reference data compares them."""
    text = text or ""
    listed = ast.literal_eval(text) if text.startswith("[") else [text]
    parts = [part for name in listed for part in re.split(r"[;,|&]| and | und ", name)]
    return {frozenset(plain(part).split()) for part in parts if plain(part)}


def gold_pages(shared: Path) -> list[Gold]:
    """The Blogger pages of the reference data, one per URL, their records joined."""
    pages: dict[str, Gold] = {}
    for line in (shared / "data" / "gold" / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["platform"] != "blogger":
            continue
        page = pages.setdefault(record["url"], Gold(record["url"]))
        if record["gold_kind"] == "readability-expected":
            continue  # a tool's output, not a person's
        page.texts += [record["text"]] if record.get("text") else record.get("with_") or []
        page.title = page.title or record.get("title")
        page.author = page.author or str(record.get("author") or "") or None
        page.date = page.date or record.get("date")
    return list(pages.values())


@dataclass
class Archived:
    pages: list[Gold]
    captures: dict[str, dict[str, Any]]
    client: FlaskClient


@pytest.fixture(scope="module")
def archived(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archived]:
    folder = tmp_path_factory.mktemp("gold")
    pages = gold_pages(shared)
    with recorded_web(shared, folder, "--gold", str(shared / "data" / "gold")) as web:
        done = backfile(
            "archive", *[page.url for page in pages], "--json", environ=web.environ(folder / "data")
        )
    assert done.returncode == 0, done.stderr
    captures = {capture["url"]: capture for capture in json.loads(done.stdout)["captures"]}
    joined = build(Settings(data=folder / "data"))
    try:
        yield Archived(pages, captures, create_app(joined).test_client())
    finally:
        joined.close()


def words_of(text: str) -> str:
    """A few words in a row from the middle of a text, as a reader remembers them."""
    words = re.findall(r"[^\W\d_]{3,}", text)
    middle = len(words) // 2
    return " ".join(words[max(0, middle - 4) : middle + 4])


def test_every_blogger_page_of_the_set_is_taken(archived: Archived) -> None:
    assert len(archived.pages) >= 12
    assert [page.url for page in archived.pages if archived.captures[page.url]["status"] != 200] == []


def test_each_is_found_by_words_of_its_text_with_title_author_and_date(archived: Archived) -> None:
    wrong: list[str] = []
    for page in archived.pages:
        if not page.texts:
            continue
        query = words_of(max(page.texts, key=len))
        answer = archived.client.get("/search.json", query_string={"q": query}).get_json()
        hits = {hit["page_url"]: hit for hit in answer["hits"]}
        hit = hits.get(archived.captures[page.url]["page_url"])
        if hit is None:
            wrong.append(f"{page.url}: not found by {query!r}")
            continue
        if page.title and plain(hit["title"]) != plain(page.title):
            wrong.append(f"{page.url}: title {hit['title']!r}, not {page.title!r}")
        if page.author and not authors(hit["author"]) & authors(page.author):
            wrong.append(f"{page.url}: author {hit['author']!r}, not {page.author!r}")
        if page.date and (hit["published"] or "")[:10] != page.date:
            wrong.append(f"{page.url}: date {hit['published']!r}, not {page.date!r}")
    assert wrong == []


def test_each_snapshot_shows_its_text(archived: Archived) -> None:
    wrong = []
    for page in archived.pages:
        answer = archived.client.get(archived.captures[page.url]["snapshot_url"])
        shown = plain(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))
        words = plain(max(page.texts, key=len)).split()[:3] if page.texts else []
        if (
            answer.status_code != 200
            or "Memento-Datetime" not in answer.headers
            or " ".join(words) not in shown
        ):
            wrong.append((page.url, answer.status_code, words))
    assert wrong == []
