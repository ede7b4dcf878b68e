"""Filters: which rows are kept, by what a field says."""

from __future__ import annotations

import re
from collections.abc import Callable

import re2

from web.citing.cdx.row import ABSENT, Row, field_named
from web.statuses import BadParameter

MOST = 20
LONGEST = 500

Filter = Callable[[Row], bool]
Test = Callable[[str], bool]

_FIELD = re.compile(r"(?P<field>[\w.]+):(?P<value>.*)", re.DOTALL)


def pywb_filter(text: str) -> Filter:
    """``[!][=|~]field:value``: that the field holds the value, is it (``=``), or begins as a pattern says (``~``); ``!``
    turns it round. Without a field the whole row is looked at. What is not known is empty. Raises BadParameter."""
    wanted, rest = _turned(text)
    how = rest[:1] if rest[:1] in ("=", "~") else ""
    found = _FIELD.fullmatch(rest[len(how) :])
    value = found["value"] if found else rest[len(how) :]
    test = _test(how, value, text)
    if found is None:
        return lambda row: test(str(row)) is wanted
    field = field_named(found["field"], "filter")
    return lambda row: test(row.fields.get(field, "")) is wanted


def wayback_filter(text: str) -> Filter:
    """``[!]field:pattern``, where the pattern is for the whole field; what is not known is ``-``. Raises BadParameter."""
    wanted, rest = _turned(text)
    found = _FIELD.fullmatch(rest)
    if found is None:
        raise BadParameter("filter", text, "write [!]field:pattern, such as statuscode:200")
    field, pattern = field_named(found["field"], "filter"), _pattern(found["value"], text)
    return lambda row: (pattern.fullmatch(row.fields.get(field, ABSENT)) is not None) is wanted


def _turned(text: str) -> tuple[bool, str]:
    return not text.startswith("!"), text.removeprefix("!")


def _test(how: str, value: str, text: str) -> Test:
    if how == "=":
        return lambda known: known == value
    if how == "":
        return lambda known: value in known
    pattern = _pattern(value, text)
    return lambda known: pattern.match(known) is not None


def _pattern(value: str, text: str) -> re2._Regexp:
    """RE2: a stranger's pattern takes no longer than the text is long."""
    if len(value) > LONGEST:
        raise BadParameter("filter", text, f"a pattern has at most {LONGEST} characters")
    options = re2.Options()
    options.max_mem = 1 << 20
    options.log_errors = False
    try:
        return re2.compile(value, options)
    except re2.error:
        raise BadParameter(
            "filter", text, "its pattern can't be read; look-around and back-references are not known"
        ) from None
