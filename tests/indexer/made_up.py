"""Documents that never were, for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from indexer.model import Document


def a_document(name: str = "a", text: str = "", **other: Any) -> Document:
    """A Document that is like a blog's post, but for what is given."""
    made: dict[str, Any] = {
        "id": name,
        "url": f"https://blog.example.com/2024/05/{name}.html",
        "title": f"Post {name}",
        "text": text,
        "source": "Harbour Notes",
        "site": "blog.example.com",
        "published": datetime(2024, 5, 1, 12, tzinfo=UTC),
        "captures": 1,
        "memento": "20240601000000",
    }
    return Document(**(made | other))


def on(year: int, month: int = 1, day: int = 1) -> datetime:
    """Noon of a day, UTC."""
    return datetime(year, month, day, 12, tzinfo=UTC)
