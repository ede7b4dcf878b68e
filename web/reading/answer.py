"""Results as the JSON that INTERFACE promises under ``search.json``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup, escape

from archive.timestamp import iso, iso_there, to_timestamp
from indexer.model import FACETS, Change, Copy, Document, Facet, FacetValue, Hit, Results, Snippet, Wider
from indexer.parameters import to_args
from web.replay.address import path_of


def marked(snippet: Snippet) -> Markup:
    """A snippet as HTML: matches in ``<mark>``, everything else escaped."""
    runs = (
        Markup("<mark>{}</mark>").format(text) if matched else escape(text) for text, matched in snippet.runs
    )
    return Markup("").join(runs)


def snapshot_path(document: Document | Copy) -> str | None:
    """The path of the snapshot that a Document's text comes from."""
    return path_of(document.memento, document.url) if document.memento else None


def compare_path(document: Document, change: Change) -> str:
    """The path of the two captures that an edit lies between, side by side."""
    earlier, later = to_timestamp(change.earlier), to_timestamp(change.later)
    return f"/page/{document.id}/compare?from={earlier}&to={later}"


def answer_json(results: Results, *, notices: Iterable[str] = ()) -> dict[str, Any]:
    """Results in the fixed shape; ``notices`` go before the engine's own."""
    return {
        "query": results.query.text,
        "understood_as": results.understood_as,
        "mode": results.mode,
        "total": results.total,
        "folded": results.folded,
        "took_ms": round(results.took_ms, 1),
        "page": results.query.page,
        "per_page": results.query.per_page,
        "hits": [_hit(hit) for hit in results.hits],
        "facets": _facets(results.facets),
        "histogram": [{"from": bar.start.isoformat(), "count": bar.count} for bar in results.histogram],
        "did_you_mean": results.did_you_mean,
        "notices": [*notices, *results.notices],
        "wider": [_wider(one) for one in results.wider],
        "histogram_by": results.histogram_by,
        "undated": results.undated,
        "facet_sizes": {facet.name: facet.size or len(facet.values) for facet in results.facets},
    }


def _wider(one: Wider) -> dict[str, Any]:
    pairs = to_args(one.query)
    return {
        "without": one.without,
        "value": one.value or None,
        "count": one.count,
        "url": f"/search?{urlencode(pairs)}",
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        **document_json(hit.document),
        "snippets": [str(marked(snippet)) for snippet in hit.snippets],
        "changes": [_change(hit.document, change) for change in hit.changes],
        "copies": [_copy(copy) for copy in hit.copies],
        "copied": hit.copied,
        "score": round(hit.score, 4),
    }


def document_json(document: Document, root: str = "") -> dict[str, Any]:
    """The facts of an article as JSON. ``root``: the address that its links begin with."""
    snapshot = snapshot_path(document)
    return {
        "id": document.id,
        "url": document.url,
        "title": document.title,
        "author": document.author,
        "source": document.source,
        "published": iso_there(document.published) if document.published else None,
        "labels": list(document.labels),
        "lang": document.lang,
        "kind": document.kind,
        "status": document.status,
        "captures": document.captures,
        "first_captured": iso(document.first_captured) if document.first_captured else None,
        "last_captured": iso(document.last_captured) if document.last_captured else None,
        "page_url": f"{root}/page/{document.id}",
        "snapshot_url": root + snapshot if snapshot else None,
    }


def _copy(copy: Copy) -> dict[str, Any]:
    return {
        "id": copy.id,
        "url": copy.url,
        "title": copy.title,
        "source": copy.source,
        "site": copy.site,
        "published": iso_there(copy.published) if copy.published else None,
        "page_url": f"/page/{copy.id}",
        "snapshot_url": snapshot_path(copy),
    }


def _change(document: Document, change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "from": iso(change.earlier),
        "to": iso(change.later),
        "snippet": str(marked(change.snippet)),
        "compare_url": compare_path(document, change),
    }


def _facets(facets: tuple[Facet, ...]) -> dict[str, list[dict[str, Any]]]:
    shown: dict[str, list[dict[str, Any]]] = {name: [] for name in FACETS}
    for facet in facets:
        shown[facet.name] = [value_json(value) for value in facet.values]
    return shown


def value_json(value: FacetValue) -> dict[str, Any]:
    """A facet's value as JSON; ``excluded`` is told only where it is."""
    said: dict[str, Any] = {"value": value.value, "count": value.count, "selected": value.selected}
    return {**said, "excluded": True} if value.excluded else said
