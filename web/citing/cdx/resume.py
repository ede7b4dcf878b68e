"""The key by which a long answer is gone on with (the Wayback CDX server's ``resumeKey``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, unquote

from archive.timestamp import parse_timestamp
from web.citing.cdx.row import Row
from web.statuses import BadParameter

_KEY = re.compile(r"(?P<surt>\S+) (?P<timestamp>\d{14}) (?P<place>\d{1,6})")


@dataclass(frozen=True, slots=True)
class ResumeKey:
    """The last row that was given: its key, its second, and its place among the rows of that second."""

    surt: str
    timestamp: str
    place: int

    @property
    def at(self) -> datetime:
        """Its second."""
        return parse_timestamp(self.timestamp)

    def given(self, row: Row) -> bool:
        """Whether a row was given already; of rows from this key and second on."""
        same = row.fields["urlkey"] == self.surt and row.fields["timestamp"] == self.timestamp
        return same and row.place <= self.place

    def __str__(self) -> str:
        return quote(f"{self.surt} {self.timestamp} {self.place}", safe="")


def key_of(row: Row) -> ResumeKey:
    """The key to go on with after a row."""
    return ResumeKey(row.fields["urlkey"], row.fields["timestamp"], row.place)


def parse_key(text: str) -> ResumeKey:
    """A key as it was given out, or once unescaped on the way. Raises BadParameter."""
    found = _KEY.fullmatch(text) or _KEY.fullmatch(unquote(text))
    try:
        if found is not None:
            parse_timestamp(found["timestamp"])
            return ResumeKey(found["surt"], found["timestamp"], int(found["place"]))
    except ValueError:
        pass
    raise BadParameter("resumeKey", text, "send the key that ended the last answer, as it is")
