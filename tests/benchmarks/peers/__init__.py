"""What others offer for the same work, for benchmarks to compare with."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

_SEARCHING = {
    "stock": ("stock_whoosh", "StockWhoosh"),
    "fts5": ("sqlite_fts5", "SqliteFts5"),
    "tantivy": ("tantivy_index", "TantivyIndex"),
}


def found_peers(names: Sequence[str]) -> dict[str, Any]:
    """The search engines of these names (none: all) that are installed; what is missing is told."""
    found: dict[str, Any] = {}
    for name in names or _SEARCHING:
        module, maker = _SEARCHING[name]
        try:
            found[name] = getattr(import_module(f"{__name__}.{module}"), maker)
        except ImportError as error:
            print(f"{name} is left out ({error}): pip install '.[bench]'", file=sys.stderr)
    return found
