"""Suggestions as JSON: what each says, the question that it stands for, and where choosing it leads. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from indexer.model import Suggestion
from web.reading.search_urls import search_of

_QUOTES = re.compile('["“”„]')


def suggested_json(typed: str, suggestions: Iterable[Suggestion]) -> dict[str, Any]:
    """``query`` of each finds at least what ``url`` leads to."""
    return {"query": typed, "suggestions": [_shape(one) for one in suggestions]}


def _shape(one: Suggestion) -> dict[str, Any]:
    leads_to = f"/page/{one.page_id}" if one.page_id else search_of(one.text, one.kind)
    return {
        "text": one.text,
        "kind": one.kind,
        "count": one.count,
        "query": f'{one.kind}:"{_QUOTES.sub(" ", one.text).strip()}"',
        "url": leads_to,
    }
