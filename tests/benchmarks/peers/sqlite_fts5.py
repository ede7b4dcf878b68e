"""SQLite FTS5 as its documentation shows it: porter's stems, an index of prefixes, ``rank``, ``snippet()``; facets by SQL
over whole numbers in a table beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import apsw
from rapidfuzz.distance import Levenshtein

from indexer.model import Document
from tests.benchmarks.questions import Question

_FACETS = ("source", "author", "lang", "kind", "status")
_MOST_TERMS = 200
_SCHEMA = f"""
CREATE VIRTUAL TABLE article USING fts5(title, text, label, tokenize = 'porter unicode61', prefix = '4');
CREATE VIRTUAL TABLE word USING fts5vocab(article, row);
CREATE TABLE fact (id INTEGER PRIMARY KEY, key TEXT, year INTEGER, month INTEGER, {", ".join(_FACETS)});
CREATE TABLE label (id INTEGER, value INTEGER, PRIMARY KEY (id, value)) WITHOUT ROWID;
CREATE TABLE name (id INTEGER PRIMARY KEY, value TEXT UNIQUE);
"""


class SqliteFts5:
    """An index of the same articles."""

    def __init__(self, folder: Path) -> None:
        new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        self._database = apsw.Connection(str(folder / "fts5.sqlite"))
        self._run("PRAGMA journal_mode = WAL; PRAGMA cache_size = -65536; PRAGMA mmap_size = 4294967296")
        self._run("PRAGMA temp_store = MEMORY; CREATE TEMP TABLE hit (id INTEGER PRIMARY KEY)")
        if new:
            self._run(_SCHEMA)
        self._names: dict[int, str] = dict(self._run("SELECT id, value FROM name"))
        self._by_first: dict[str, list[str]] = {}

    def _run(self, statement: str, values: Iterable[Any] = ()) -> list[Any]:
        return list(self._database.execute(statement, tuple(values)))

    def load(self, documents: Iterable[Document]) -> None:
        with self._database:
            for number, d in enumerate(documents, 1):
                year, month = (d.published.year, d.published.month) if d.published else (0, 0)
                named = [self._name(getattr(d, facet)) for facet in _FACETS]
                self._run("INSERT INTO article (rowid, title, text, label) VALUES (?, ?, ?, ?)",
                          (number, d.title, d.text, " ".join(d.labels)))  # fmt: skip
                self._run(f"INSERT INTO fact VALUES ({', '.join('?' * (4 + len(_FACETS)))})",  # noqa: S608
                          (number, d.id, year, year * 12 + month, *named))  # fmt: skip
                for label in d.labels:
                    self._run("INSERT INTO label VALUES (?, ?)", (number, self._name(label)))
        self._run("INSERT INTO article(article) VALUES ('optimize')")
        self._names = dict(self._run("SELECT id, value FROM name"))

    def _name(self, value: str | None) -> int:
        self._run("INSERT OR IGNORE INTO name (value) VALUES (?)", (value or "",))
        found: int = self._run("SELECT id FROM name WHERE value = ?", (value or "",))[0][0]
        return found

    def search(self, question: Question) -> int:
        match = self._match(question)
        # The plus keeps SQLite from asking FTS5 anew for each article of the year.
        only, year = "", tuple[int, ...]()
        if question.kind == "date":
            only, year = " AND +rowid IN (SELECT id FROM fact WHERE year = ?)", (int(question.value),)
        # What is in order and in pieces is asked for apart from what is counted: so no piece is cut for what isn't shown.
        hits = self._run(
            "SELECT rowid, title, text, snippet(article, -1, '<mark>', '</mark>', '…', 32), rank"  # noqa: S608
            f" FROM article WHERE article MATCH ?{only} ORDER BY rank LIMIT 20", (match, *year)
        )  # fmt: skip
        if not hits and question.kind == "and":
            return self.search(
                replace(question, kind="or")
            )  # any of the words where no article has all, as ours
        facts = [self._run("SELECT * FROM fact WHERE id = ?", (hit[0],)) for hit in hits]
        self._run("DELETE FROM hit")
        self._run(f"INSERT INTO hit SELECT rowid FROM article WHERE article MATCH ?{only}", (match, *year))  # noqa: S608
        counts = [
            self._run(f"SELECT {facet}, count(*) FROM hit JOIN fact USING (id) GROUP BY 1 ORDER BY 2 DESC")  # noqa: S608
            for facet in (*_FACETS, "year", "month")
        ]
        counts.append(
            self._run("SELECT value, count(*) FROM hit JOIN label USING (id) GROUP BY 1 ORDER BY 2 DESC")
        )
        total: int = self._run("SELECT count(*) FROM hit")[0][0]
        return total if counts and len(facts) == len(hits) else 0

    def _match(self, question: Question) -> str:
        quoted = [f'"{word}"' for word in question.words]
        if question.kind == "fuzzy":
            return " OR ".join(f'"{term}"' for term in self._near(question.words[0])) or quoted[0]
        return {
            "or": " OR ".join(quoted),
            "exclusion": " NOT ".join(quoted),
            "phrase": f'"{" ".join(question.words)}"',
            "prefix": f"{quoted[0]} *",
            "field": f"title : {quoted[0]}",
            "label": f'(label : "{question.value}") AND {quoted[0]}',
        }.get(question.kind, " AND ".join(quoted))

    def _near(self, word: str) -> list[str]:
        """FTS5 knows no distance: its vocabulary is looked through, as its documentation offers for spelling."""
        if not self._by_first:
            for (term,) in self._run("SELECT term FROM word"):
                self._by_first.setdefault(term[:1], []).append(term)
        near = (
            t for t in self._by_first.get(word[:1], ()) if Levenshtein.distance(word, t, score_cutoff=1) <= 1
        )
        return list(near)[:_MOST_TERMS]
