"""A Document as the index's bytes and postings, and back."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from indexer.facet_value import facet_value
from indexer.language.detect import evident
from indexer.language.stemming import rules_of
from indexer.linked import domains, key_of, sites_of
from indexer.model import Document, Passage, Version
from indexer.whoosh_engine.schema import (
    CHANGE_FIELDS,
    FACET_FIELDS,
    MISSING,
    NOWHERE,
    TITLE_WEIGHT,
    PackedPositions,
    Posting,
    among,
)
from indexer.whoosh_engine.storing.changed_words import ChangedWords, changed_words
from indexer.whoosh_engine.storing.harvest import Texts
from indexer.wording.sketch import sketch_of

_TIMES = ("published", "first_captured", "last_captured", "last_changed", "news_at")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_encode = PackedPositions().encode


def pack(document: Document) -> bytes:
    """The Document as compressed JSON, without its links, which no answer shows. Level 1: a third of the size, read back
    in some 40 µs."""
    return zlib.compress(orjson.dumps(replace(document, links=())), 1)


def unpack(packed: bytes) -> Document:
    """The Document that ``pack`` was given, without its links."""
    values: dict[str, Any] = orjson.loads(zlib.decompress(packed))
    for name in _TIMES:
        values[name] = _time(values[name])
    values["labels"] = tuple(values["labels"])
    values["versions"] = tuple(map(_version, values["versions"]))
    values["links"] = ()
    return Document(**values)


def _version(values: dict[str, Any]) -> Version:
    values["captured_at"] = datetime.fromisoformat(values["captured_at"])
    for name in ("added", "removed"):
        values[name] = tuple(
            Passage(passage["text"], tuple((start, end) for start, end in passage["changed"]))
            for passage in values[name]
        )
    return Version(**values)


def _time(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def seconds(moment: datetime | None) -> int:
    """A moment as a date column holds it."""
    return MISSING if moment is None else int(moment.timestamp())


def microseconds(moment: datetime | None) -> int:
    """A moment as the column of news holds it: exactly."""
    return MISSING if moment is None else (moment - _EPOCH) // _TICK


def moment_of(value: int) -> datetime:
    """What ``microseconds`` was given."""
    return _EPOCH + value * _TICK


def _there(moment: datetime | None) -> datetime | None:
    """A moment as the clock on the wall showed it: a post of New Year's Eve belongs to the old year."""
    return None if moment is None else moment.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Record:
    """What a segment is given for a Document: texts whose words are indexed by ``rules``, postings that are made already,
    and the values of columns."""

    words: dict[str, tuple[Texts, ...]]
    rules: str | None
    postings: dict[str, list[Posting]]
    columns: dict[str, int | bytes]


def record_of(document: Document) -> Record:
    """A Document by the rules of its language. Title and body are one field, too: the title lies before the body; its words
    weigh more, not oftener."""
    rules = rules_of(document.lang or evident(document.text))
    author, label = (document.author or "",), document.labels
    words = {
        "text": (
            Texts((document.title,), TITLE_WEIGHT),
            Texts((*author, *label, document.source, document.text)),
        ),
        "title": (Texts((document.title,)),),
        "author": (Texts(author),),
        "label": (Texts(label),),
        "source": (Texts((document.source,)),),
        "url": (Texts((document.url,)),),
    }
    columns: dict[str, int | bytes] = {
        "published": seconds(_there(document.published)),
        "changed": seconds(document.last_changed),
        "news": microseconds(document.news_at),
        "key": document.id.encode(),
        "sketch": sketch_of(document.text, document.title),
        "document": pack(document),
    }
    return Record(words, rules, _postings(document, rules), columns)


def _postings(document: Document, rules: str | None) -> dict[str, list[Posting]]:
    postings = {
        "rules": _terms([rules]),
        "id": _terms([document.id]),
        "site": _terms(domains(document.site)),
        "links": _terms(map(key_of, document.links)),
        "links_site": _terms(sites_of(document.links)),
        FACET_FIELDS["source"]: _values([document.source]),
        FACET_FIELDS["author"]: _values([document.author]),
        FACET_FIELDS["label"]: _values(document.labels),
        "lang": _terms([document.lang]),
        "kind": _terms([document.kind]),
        "status": _terms([document.status]),
    }
    if len(document.versions) > 1:
        for name in CHANGE_FIELDS:
            found = changed_words(
                (passage for version in document.versions for passage in getattr(version, name)), rules
            )
            postings |= _changes(name, found)
    return postings


def _changes(name: str, found: ChangedWords) -> dict[str, list[Posting]]:
    words: list[Posting] = [(term, len(places), _encode(places)) for term, places in found.changed.items()]
    surfaces: list[Posting] = [(surface, 1, NOWHERE) for surface in found.surfaces - found.changed.keys()]
    all_words: list[Posting] = [(term, len(places), _encode(places)) for term, places in found.all.items()]
    return {name: words + surfaces, among(name): all_words}


def _terms(values: Iterable[str | None]) -> list[Posting]:
    return [(value, 1, b"") for value in {v for v in values if v}]


def _values(values: Iterable[str | None]) -> list[Posting]:
    return _terms(facet_value(value) for value in values if value)
