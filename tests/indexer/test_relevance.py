"""Ranking against judged collections, through the whole engine: floors just under what was measured.

nDCG@10 with the collections' own scorer (``data/ir/eval.py``), some sampled evenly. Whole
sets, with English and Russian stems only and no regard for neighbours before, and now: Cranfield .4326, .4339; CACM .4984,
.5099; XQuAD Arabic .9422, .9433; XQuAD Russian .9514, .9563; KorQuAD .9446, .9517.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Container
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from indexer.model import Batch, Document, Query
from indexer.whoosh_engine.engine import WhooshEngine
from tests.conftest import MovableClock

pytestmark = pytest.mark.shared


@dataclass(frozen=True)
class Collection:
    """A judged collection in ``data/ir``; every ``step``-th query is asked."""

    name: str
    floor: float
    step: int = 1


COLLECTIONS = (
    Collection("cranfield", 0.430),
    Collection("cacm", 0.490),
    Collection("xquad-ar", 0.930, step=3),
    Collection("xquad-ru", 0.955),
    Collection("korquad-ko", 0.950, step=2),
)


@pytest.mark.parametrize("collection", COLLECTIONS, ids=lambda collection: collection.name)
def test_ranking_reaches_the_floor(
    collection: Collection, shared: Path, tmp_path: Path, clock: MovableClock
) -> None:
    figure = ndcg(collection, shared / "data" / "ir", WhooshEngine.open(tmp_path))
    assert figure >= collection.floor


def ndcg(collection: Collection, folder: Path, engine: WhooshEngine) -> float:
    """nDCG@10 of the engine on a collection."""
    home = folder / collection.name
    engine.apply(Batch(put=tuple(map(document, lines(home / "docs.jsonl")))), checkpoint=1)
    queries = lines(home / "queries.jsonl")[:: collection.step]
    run = {query["id"]: ranking(engine, query["text"]) for query in queries}
    scorer = load(folder / "eval.py")
    figure: float = scorer.evaluate(judgements(home / "qrels.tsv", run), run)["ndcg10"]
    return figure


def judgements(path: Path, asked: Container[str]) -> dict[str, dict[str, int]]:
    """query → document → relevance, of the queries asked that have a relevant document."""
    found: dict[str, dict[str, int]] = {}
    for query, document_id, relevance in (line.split("\t") for line in path.read_text("utf-8").splitlines()):
        if query in asked:
            found.setdefault(query, {})[document_id] = int(relevance)
    return {query: rels for query, rels in found.items() if any(rels.values())}


def ranking(engine: WhooshEngine, text: str) -> list[str]:
    # Each copy of a text is judged by itself in these collections: KorQuAD has some.
    found = engine.search(Query(text, per_page=10, with_facets=False, each_copy=True))
    return [hit.document.id for hit in found.hits]


def document(line: dict[str, str]) -> Document:
    url = f"https://collection.example/{line['id']}"
    return Document(line["id"], url, line["title"], line["text"], "Collection", "collection.example")


def lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def load(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("ir_eval", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    execute: Callable[[Any], None] = spec.loader.exec_module
    execute(module)
    return module
