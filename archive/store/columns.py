"""Column types: how the archive's nouns lie in a portable SQL table.

Times are whole microseconds since 1970 (UTC) in a BIGINT, which sorts and compares alike in every database;
a naive time is refused at the door. SURT keys sort by bytes, as CDXJ does (LC_ALL=C).
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, fields
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from archive.model import Expected, Facts, LinkKind, Policy

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def row_id() -> TypeEngine[int]:
    """A 64-bit row number; SQLite numbers rows by itself only in a column that is called INTEGER."""
    return BigInteger().with_variant(Integer(), "sqlite")


def surt_key() -> TypeEngine[str]:
    """A SURT key, ordered by bytes: SQLite's own order, the "C" collation of PostgreSQL."""
    return Text().with_variant(Text(collation="C"), "postgresql")


class Prose(TypeDecorator[str]):
    """Text from outside. What no database takes (half a surrogate pair, NUL) becomes U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", value)


def _aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"the catalogue takes aware times only, not {value.isoformat()}")
    return value


class UtcTime(TypeDecorator[datetime]):
    """An aware time, kept to the microsecond, given back in UTC. ValueError for a naive one."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (_aware(value) - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + value * _MICROSECOND


class Duration(TypeDecorator[timedelta]):
    """A length of time, in whole microseconds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:
        return None if value is None else value // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> timedelta | None:
        return None if value is None else value * _MICROSECOND


class Word(TypeDecorator[StrEnum]):
    """One of a StrEnum's values, kept as its text."""

    impl = String
    cache_ok = True

    def __init__(self, enum: type[StrEnum]) -> None:
        super().__init__(16)
        self.enum = enum

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.enum(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.enum(value)


class Labels(TypeDecorator[tuple[str, ...]]):
    """A tuple of words, as a JSON list."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:
        return json.dumps(
            [_UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", each) for each in value or ()], ensure_ascii=False
        )

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        return tuple(json.loads(value)) if value else ()


class ExpectedText(TypeDecorator[tuple[Expected, ...]]):
    """Stated totals, as a JSON list of objects."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Expected, ...] | None, dialect: Dialect) -> str:
        return json.dumps([asdict(each) for each in value or ()])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Expected, ...]:
        return tuple(Expected(**each) for each in json.loads(value)) if value else ()


class FactsText(TypeDecorator[Facts]):
    """``Facts`` as one JSON object: only what is known, times in ISO 8601."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Facts | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        said = {
            "title": value.title,
            "author": value.author,
            "published": value.published and _aware(value.published).isoformat(),
            "updated": value.updated and _aware(value.updated).isoformat(),
            "labels": list(value.labels),
            "platform_id": value.platform_id,
        }
        return json.dumps(
            {name: each for name, each in said.items() if each}
        )  # in ASCII: any text can be kept

    def process_result_value(self, value: str | None, dialect: Dialect) -> Facts | None:
        if value is None:
            return None
        said: dict[str, Any] = json.loads(value)
        for name in ("published", "updated"):
            if name in said:
                said[name] = datetime.fromisoformat(said[name]).astimezone(UTC)
        return Facts(**{**said, "labels": tuple(said.get("labels", ()))})


class PolicyText(TypeDecorator[Policy]):
    """A ``Policy`` as one JSON object: only what was set."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Policy | None, dialect: Dialect) -> str:
        said = {each.name: getattr(value, each.name) for each in fields(Policy)} if value is not None else {}
        return json.dumps({name: each for name, each in said.items() if each not in (None, (), {})})

    def process_result_value(self, value: str | None, dialect: Dialect) -> Policy:
        said: dict[str, Any] = json.loads(value or "{}")
        for name in ("depths", "budgets"):
            said[name] = {LinkKind(kind): number for kind, number in said.get(name, {}).items()}
        for name in ("include", "exclude"):
            said[name] = tuple(said.get(name, ()))
        said["headers"] = tuple((name, value) for name, value in said.get("headers", ()))
        return Policy(**said)
