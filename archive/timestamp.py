"""Times as the web archive world writes them: 14 digits, RFC 3339 with Z, HTTP dates. All aware and UTC."""

from __future__ import annotations

import calendar
import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime, parsedate_to_datetime

_PADDING = "10000101000000"
_LAST = "29991231235959"
_DAYS = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_LONG_DAYS = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_TIME = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
_HTTP_DATES = (
    re.compile(rf"{_DAYS}, (?P<day>\d\d) {_MONTH} (?P<year>\d{{4}}) {_TIME} GMT", re.ASCII),
    re.compile(rf"{_LONG_DAYS}, (?P<day>\d\d)-{_MONTH}-(?P<year>\d\d) {_TIME} GMT", re.ASCII),
    re.compile(rf"{_DAYS} {_MONTH} (?P<day>[ \d]\d) {_TIME} (?P<year>\d{{4}})", re.ASCII),
)
_ISO = re.compile(
    r"(?P<year>\d{4})(?:-?(?P<month>\d\d)(?:-?(?P<day>\d\d)"
    r"(?:[Tt ]\s*(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?)?)?)?"
    r"\s*(?P<zone>[Zz]|UTC|GMT|[+\-−]\d\d(?::?\d\d)?)?",
    re.ASCII,
)


def to_timestamp(moment: datetime) -> str:
    """A moment as 14 digits, UTC: ``20240131235959``."""
    utc = moment.astimezone(UTC)
    return f"{utc.year:04}{utc:%m%d%H%M%S}"


def parse_timestamp(text: str) -> datetime:
    """1 to 14 digits as the moment they begin at: ``2024`` is 2024-01-01T00:00:00Z.

    Raises ValueError for anything else, and for dates that no calendar has.
    """
    if not 1 <= len(text) <= 14 or not (text.isascii() and text.isdigit()):
        raise ValueError(f"“{text[:40]}” is not a timestamp of 1 to 14 digits")
    full = text + _PADDING[len(text) :]
    year, *rest = int(full[:4]), *(int(full[at : at + 2]) for at in range(4, 14, 2))
    month, day, hour, minute, second = rest
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def last_moment(text: str) -> datetime:
    """1 to 14 digits as the last microsecond of what they name: ``2024`` is the end of that year, ``2`` of the year 2999.

    Raises ValueError as ``parse_timestamp`` does.
    """
    parse_timestamp(text)
    full = text + _LAST[len(text) :]
    year, month = int(full[:4]), int(full[4:6])
    day = min(int(full[6:8]), calendar.monthrange(year, month)[1])
    hour, minute, second = (int(full[at : at + 2]) for at in (8, 10, 12))
    last = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    return last + timedelta(seconds=1, microseconds=-1)


def http_date(moment: datetime) -> str:
    """A moment as an HTTP date (RFC 9110 §5.6.7): ``Wed, 31 Jan 2024 23:59:59 GMT``."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def parse_http_date(text: str) -> datetime | None:
    """An HTTP date in any of the three forms of RFC 9110 §5.6.7; None when it is not one."""
    for form in _HTTP_DATES:
        if found := form.fullmatch(text.strip()):
            return _from_http(found)
    return None


def iso(moment: datetime) -> str:
    """A moment as RFC 3339 in UTC with Z; a fraction only when there is one."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def iso_there(moment: datetime) -> str:
    """A moment as RFC 3339 with its own offset, Z for UTC: the day is the one that it was there."""
    return moment.isoformat().replace("+00:00", "Z")


def parse_iso(text: str) -> datetime | None:
    """A moment written in ISO 8601, RFC 3339 or RFC 822, as feeds and WARC files have it; None when unreadable.

    Parts that are missing are their least value; no zone means UTC; fractions are cut to microseconds.
    """
    text = text.strip()
    if len(text) > 100:
        return None
    if found := _ISO.fullmatch(text):
        return _from_iso(found)
    for written in (text, f"{text} 00:00:00"):  # the time of day is often left out
        with suppress(ValueError, TypeError, IndexError, OverflowError):
            return _utc(parsedate_to_datetime(written))
    return None


def _from_http(found: re.Match[str]) -> datetime | None:
    year = int(found["year"])
    if len(found["year"]) == 2:  # RFC 9110: a year that seems over 50 years ahead is in the past
        year += 1900 if year >= 70 else 2000
    try:
        return datetime(
            year,
            _MONTHS.index(found["month"]) + 1,
            int(found["day"]),
            int(found["hour"]),
            int(found["minute"]),
            min(int(found["second"]), 59),
            tzinfo=UTC,
        )
    except ValueError:
        return None


def _from_iso(found: re.Match[str]) -> datetime | None:
    try:
        moment = datetime(
            int(found["year"]),
            int(found["month"] or 1),
            int(found["day"] or 1),
            int(found["hour"] or 0),
            int(found["minute"] or 0),
            min(int(found["second"] or 0), 59),  # a leap second has no datetime
            int((found["fraction"] or "0")[:6].ljust(6, "0")),
            tzinfo=_zone(found["zone"]),
        )
        return _utc(moment)
    except (ValueError, OverflowError):
        return None


def _zone(text: str | None) -> timezone:
    if not text or text.upper() in {"Z", "UTC", "GMT"}:
        return UTC
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(offset if text[0] == "+" else -offset)


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
