"""Judged collections: documents, questions, and which of the documents answer each.

Two forms are read: a folder with ``docs.jsonl`` ({id, title, text}), ``queries.jsonl`` ({id, text}) and ``qrels.tsv``
(question, document, relevance); and a file in SQuAD's form (XQuAD, KorQuAD, PQuAD, CMRC, HeQ ...), of which the
paragraph that a question was asked of is taken to be its answer.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from typing import Any

from indexer.model import Document

_DEPTH = 10


@dataclass(frozen=True)
class Judged:
    """A collection: ``questions`` by id; ``relevant[question][document]`` > 0 where the document answers it."""

    name: str
    documents: tuple[Document, ...]
    questions: dict[str, str]
    relevant: dict[str, dict[str, int]]


def read(path: Path, *, most: int) -> Judged:
    """The collection of a folder or file, with at most ``most`` of its questions, taken evenly."""
    found = _folder(path) if path.is_dir() else _squad(path)
    asked = [question for question in found.questions if any(found.relevant.get(question, {}).values())]
    step = max(1, -(-len(asked) // most))
    return Judged(found.name, found.documents, {q: found.questions[q] for q in asked[::step]}, found.relevant)


def ndcg(relevant: dict[str, int], ranked: Sequence[str]) -> float:
    """nDCG@10 with linear gain, as trec_eval has it (Järvelin and Kekäläinen, 2002)."""
    gains = [max(relevant.get(document, 0), 0) for document in ranked[:_DEPTH]]
    best = sorted((gain for gain in relevant.values() if gain > 0), reverse=True)[:_DEPTH]
    return _discounted(gains) / _discounted(best)


def mean_ndcg(collection: Judged, run: dict[str, list[str]]) -> float:
    """The mean over a collection's questions of what ``run`` (question → documents, best first) is worth."""
    worth = [ndcg(collection.relevant[question], run.get(question, [])) for question in collection.questions]
    return sum(worth) / max(1, len(worth))


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / log2(rank + 2) for rank, gain in enumerate(gains))


def _folder(path: Path) -> Judged:
    documents = tuple(_document(path.name, line) for line in _lines(path / "docs.jsonl"))
    questions = {line["id"]: line["text"] for line in _lines(path / "queries.jsonl")}
    relevant: dict[str, dict[str, int]] = {}
    for line in (path / "qrels.tsv").read_text("utf-8").splitlines():
        question, document, relevance = line.split("\t")
        relevant.setdefault(question, {})[_key(path.name, document)] = int(relevance)
    return Judged(path.name, documents, questions, relevant)


def _squad(path: Path) -> Judged:
    ids: dict[str, str] = {}
    questions: dict[str, str] = {}
    relevant: dict[str, dict[str, int]] = {}
    for context, asked in _paragraphs(json.loads(path.read_text("utf-8"))["data"]):
        paragraph = ids.setdefault(context, _key(path.stem, f"d{len(ids) + 1}"))
        for question in asked:
            if question.get("answers") and not question.get("is_impossible"):
                text = question["question"].strip()
                questions[text] = text
                relevant.setdefault(text, {})[paragraph] = 1
    documents = tuple(
        _document(path.stem, {"id": key.partition(":")[2], "text": context}) for context, key in ids.items()
    )
    return Judged(path.stem, documents, questions, relevant)


def _paragraphs(data: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Each paragraph with what was asked of it; ParaShoot and PersianQA have a paragraph for each question."""
    nested = [paragraph for article in data for paragraph in article.get("paragraphs", ())]
    return [(paragraph["context"], paragraph["qas"]) for paragraph in nested] + [
        (line["context"], [line]) for line in data if "context" in line
    ]


def _document(collection: str, line: dict[str, Any]) -> Document:
    url = f"https://collection.example/{collection}/{line['id']}"
    key = _key(collection, line["id"])
    return Document(key, url, line.get("title", ""), line["text"], "Collection", "collection.example")


def _key(collection: str, document: str) -> str:
    return f"{collection}:{document}"


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
