"""Four articles that the contract of search is asked about."""

from __future__ import annotations

from indexer.model import Results
from tests.indexer.made_up import a_document, on

ARTICLES = (
    a_document("gas", "Prices of gas rose. Gas again.", author="Ada Quill", labels=("Energy", "Trade"), lang="en"),
    a_document("oil", "Oil fell while gas rose.", author="Ben Rook", labels=("Energy",), lang="en", published=on(2023, 3)),
    a_document("ships", "Ships carry grain.", title="Of harbours", source="Other Notes", lang="fr", published=on(2023, 7)),
    a_document("undated", "Nobody knows when.", published=None, kind="page", status="gone"),
)  # fmt: skip


def found(results: Results) -> list[str]:
    return [hit.document.id for hit in results.hits]
