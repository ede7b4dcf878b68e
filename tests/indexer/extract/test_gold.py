"""Real pages with human gold: no figure under its floor, and every Blogger page right in each fact."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from indexer.extract import extract
from tests.benchmarks.extract import OURS, figures, run, shortfalls

pytestmark = pytest.mark.shared


@pytest.mark.slow
def test_no_figure_is_under_its_floor(shared: Path) -> None:
    ours = figures(run(OURS))
    assert ours["errors"] == 0
    assert shortfalls(ours) == []


def test_every_blogger_page_is_found_by_its_words_with_its_title_author_and_day(shared: Path) -> None:
    wrong = [line for record in _blogger(shared) for line in _faults(shared, record)]
    assert wrong == []


def _blogger(shared: Path) -> list[dict[str, Any]]:
    lines = (shared / "data" / "gold" / "gold.jsonl").read_text().splitlines()
    return [record for line in lines if (record := json.loads(line))["gold_kind"] == "blogger-structural"]


def _faults(shared: Path, record: dict[str, Any]) -> list[str]:
    html = gzip.decompress((shared / "data" / "gold" / record["html_path"]).read_bytes())
    article = extract(html, record["url"])
    faults = []
    missing = Counter(_words(record["text"])) - Counter(_words(article.text))
    if missing.total() > 0.01 * len(_words(record["text"])):
        faults.append(f"{record['url']}: words missing {list(missing)[:5]}")
    if _words(article.title or "") != _words(record["title"]):
        faults.append(f"{record['url']}: title {article.title!r}")
    if "date" in record and (
        article.published is None or article.published.date().isoformat() != record["date"]
    ):
        faults.append(f"{record['url']}: published {article.published}")
    authors = record.get("author") or []
    names = [authors] if isinstance(authors, str) else authors
    unnamed = [name for name in names if name not in (article.author or "")]
    return faults + [f"{record['url']}: author {article.author!r} without {name!r}" for name in unnamed]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
