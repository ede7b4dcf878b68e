"""Values that a column can hold, told by the column's type: for rows that come from outside the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Dialect, Float, Integer, String
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from archive.store.columns import Duration, UtcTime

MOST_TEXT = 1_000_000  # characters
_WHOLE = 2**63
_FURTHEST = 253_402_300_799_999_999  # the last microsecond of the year 9999
_LONGEST = 86_399_999_999_999_999  # microseconds: under a million days
_DIALECT: Dialect = dialect()


def raw_type(column: Column[Any]) -> TypeEngine[Any]:
    """How the column's values lie in the database, without what the catalogue makes of them."""
    kind = column.type
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind


def sound(column: Column[Any], value: object) -> bool:
    """Whether a raw value may be put into the column: of its type, within its bounds, and read back without an error."""
    if value is None:
        return bool(column.nullable)
    kind = raw_type(column)
    if not _fits(kind, value):
        return False
    return _reads(column.type, value)


def _fits(kind: TypeEngine[Any], value: object) -> bool:
    if isinstance(kind, Boolean):
        return isinstance(value, bool)
    if isinstance(kind, BigInteger | Integer):
        return isinstance(value, int) and not isinstance(value, bool) and -_WHOLE <= value < _WHOLE
    if isinstance(kind, Float):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(kind, String):
        return isinstance(value, str) and len(value) <= (kind.length or MOST_TEXT) and _storable(value)
    return False


def _storable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= each <= "\udfff" for each in text)


def _reads(kind: TypeEngine[Any], value: Any) -> bool:
    if isinstance(kind, UtcTime):
        return bool(abs(value) <= _FURTHEST)
    if isinstance(kind, Duration):
        return bool(abs(value) <= _LONGEST)
    if not isinstance(kind, TypeDecorator):
        return True
    read: Callable[[Any, Dialect], Any] = kind.process_result_value
    try:
        read(value, _DIALECT)
    except NotImplementedError:
        return True  # it is given back as it lies there
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return False
    return True
