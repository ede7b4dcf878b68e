"""Which rows of the catalogue are told in the WARC files too, as the records themselves say nothing of them.

The registry of annotations (``annotation``): one entry for each noun. A *unit* is what is told together and replaces
what was told of it before: all rows of a noun under one key. To have a table's rows recovered, add it here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Table

from archive.store import tables

Value = str | int | float | bool | None
"""What a database keeps in a column, and JSON too."""


@dataclass(frozen=True, slots=True)
class Annotated:
    """The rows of ``table`` that are told under ``noun``, by the column ``key``.

    ``columns`` are told, in that order; what is not told is made again from the records or from what is told.
    ``where`` narrows the rows. ``watched``: an update tells again only if one of these columns has changed (none: any
    of ``columns``). ``reticent`` cuts out what may not leave the catalogue. ``weight``: how much a unit mostly holds,
    beside a row.
    """

    noun: str
    table: Table
    key: str
    columns: tuple[str, ...]
    where: ColumnElement[bool] | None = None
    condition: str | None = None  # the same for a trigger, over NEW or OLD as {row}
    watched: tuple[str, ...] = ()
    reticent: Mapping[str, Callable[[Value], Value]] = field(default_factory=dict)
    weight: int = 1


def _without_keys(policy: Value) -> Value:
    """A Source's policy without the headers and cookies that open it: an archive is copied further than its keys."""
    said = json.loads(str(policy or "{}"))
    return json.dumps({name: each for name, each in said.items() if name not in ("headers", "cookies")})


def _all(table: Table) -> tuple[str, ...]:
    return tuple(table.c.keys())


ANNOTATED: tuple[Annotated, ...] = (
    Annotated("sources", tables.sources, "id", _all(tables.sources), reticent={"policy": _without_keys}),
    Annotated("crawls", tables.crawls, "id", _all(tables.crawls)),
    Annotated("tallies", tables.tallies, "crawl_id", _all(tables.tallies)),
    Annotated("takedowns", tables.takedowns, "id", _all(tables.takedowns)),
    Annotated("denials", tables.denials, "takedown_id", _all(tables.denials)),
    Annotated("pages", tables.pages, "id", _all(tables.pages)),
    Annotated(
        "captures",
        tables.captures,
        "id",
        ("id", "record_id", "filename", "crawl_id", "page_id", "wall", "takedown_id"),
    ),
    # Of what is hidden the record goes: then nothing else tells of it, and manifests name it for ever.
    Annotated(
        "hidden",
        tables.captures,
        "id",
        tuple(
            name
            for name in _all(tables.captures)
            if name not in ("page_id", "location", "etag", "last_modified", "wall", "fault", "checked_at")
        ),
        where=tables.captures.c.takedown_id.is_not(None),
        condition="{row}.takedown_id IS NOT NULL",
    ),
    Annotated(
        "links",
        tables.links,
        "page_id",
        ("page_id", "position", "url", "kind", "text"),
        weight=20,
    ),
    # Which Capture a Page's links are of: at each visit another one, while the links mostly stay what they were.
    Annotated(
        "shown",
        tables.links,
        "page_id",
        ("page_id", "capture_id"),
        where=tables.links.c.position == 0,
        condition="{row}.position = 0",
    ),
    Annotated("segments", tables.segments, "name", ("name", "created_at")),
    Annotated("lastmods", tables.lastmods, "host", _all(tables.lastmods)),
    Annotated("manifests", tables.manifests, "day", _all(tables.manifests)),
)
"""In an order in which what is referred to comes first."""

BY_NOUN: Mapping[str, Annotated] = {each.noun: each for each in ANNOTATED}
