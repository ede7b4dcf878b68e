"""What is found: ``python -m tests.benchmarks.relevance COLLECTION... [--ours] [--mixed] [--questions N] [--json]``.

nDCG@10 of ours on judged collections, beside stock Whoosh, SQLite FTS5 and tantivy. A COLLECTION is a folder or a file in
SQuAD's form (``judged.py``); README.md names public ones. Where a name ends in a language's code ("xquad.zh",
"heq-he-val"), tantivy is told it; nobody else is. ``--mixed`` puts all of them into one index of ours, too.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from pathlib import Path

from tests.benchmarks.judged import Judged, mean_ndcg, read
from tests.benchmarks.rankers import Fts5, Ours, Ranker, StockWhoosh, Tantivy

_STEMMERS = {
    "ar": "arabic", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fr": "french",
    "it": "italian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "tr": "turkish",
}  # fmt: skip
_IN_PAIRS = ("zh", "ja", "ko", "th")
_CODE = re.compile(r"[-._]([a-z]{2})(?=[-._]|$)")

Figures = dict[str, dict[str, float]]


def measure(collections: list[Judged], *, ours_alone: bool, mixed: bool) -> Figures:
    """collection → engine → nDCG@10."""
    figures: Figures = {}
    for collection in collections:
        with tempfile.TemporaryDirectory() as folder:
            rankers = _rankers(Path(folder), collection.name, ours_alone=ours_alone)
            for ranker in rankers.values():
                ranker.load(collection.documents)
            figures[collection.name] = {name: _figure(collection, ranker) for name, ranker in rankers.items()}
    if mixed:
        with tempfile.TemporaryDirectory() as folder:
            ours = Ours(Path(folder))
            ours.load(document for collection in collections for document in collection.documents)
            for collection in collections:
                figures[collection.name]["ours, mixed"] = _figure(collection, ours)
    return figures


def _rankers(folder: Path, name: str, *, ours_alone: bool) -> dict[str, Ranker]:
    found: dict[str, Ranker] = {"ours": Ours(folder / "ours")}
    if ours_alone:
        return found
    code = next(iter(_CODE.findall(name)), "en")
    told = "pairs" if code in _IN_PAIRS else _STEMMERS.get(code)
    return found | {
        "Whoosh": StockWhoosh(folder / "stock"),
        "FTS5": Fts5(folder / "fts5", "unicode61 remove_diacritics 2"),
        "FTS5 porter": Fts5(folder / "porter", "porter unicode61 remove_diacritics 2"),
        "FTS5 trigram": Fts5(folder / "trigram", "trigram"),
        "tantivy": Tantivy(folder / "tantivy", None),
        "tantivy, told": Tantivy(folder / "told", told),
    }


def _figure(collection: Judged, ranker: Ranker) -> float:
    run = {question: ranker.rank(text) for question, text in collection.questions.items()}
    return mean_ndcg(collection, run)


def table(figures: Figures) -> str:
    """The figures in Markdown."""
    engines = list(dict.fromkeys(name for row in figures.values() for name in row))
    rows = [["collection", *engines], ["---"] * (len(engines) + 1)]
    rows += [[name, *(f"{row[e]:.4f}" if e in row else "" for e in engines)] for name, row in figures.items()]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.benchmarks.relevance", description=__doc__)
    parser.add_argument("collections", nargs="+", type=Path, metavar="COLLECTION")
    parser.add_argument("--questions", type=int, default=10_000, help="at most so many of each, taken evenly")
    parser.add_argument("--ours", action="store_true", help="without the other engines")
    parser.add_argument("--mixed", action="store_true", help="and all collections in one index of ours")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    collections = [read(path, most=args.questions) for path in args.collections]
    figures = measure(collections, ours_alone=args.ours, mixed=args.mixed)
    print(json.dumps(figures, indent=2) if args.json else table(figures), flush=True)


if __name__ == "__main__":
    main()
