"""A CDX question: parameters as pywb and the Wayback CDX server name them, read and bounded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from werkzeug.datastructures import MultiDict

from web.citing.cdx import collapse, filters, page, reach, resume, span
from web.citing.cdx.dialect import Dialect
from web.citing.cdx.row import field_named
from web.statuses import BadParameter

MOST = 100_000
"""Rows in one answer."""


@dataclass(frozen=True, slots=True)
class Question:
    """``limit`` is negative for the last rows. ``closest`` is the moment to sort by distance from. ``page`` is None where
    none was asked for; ``count_pages`` asks for their number alone."""

    reach: reach.Reach
    since: datetime | None
    until: datetime | None
    limit: int
    reverse: bool
    closest: datetime | None
    filters: tuple[filters.Filter, ...]
    alike: tuple[collapse.Alike, ...]
    resolve: bool
    page: page.Page | None
    count_pages: bool
    resume: resume.ResumeKey | None
    show_resume: bool
    output: str
    fields: tuple[str, ...]


def read(args: MultiDict[str, str], dialect: Dialect, now: datetime) -> Question:
    """Parameters → question; what no server knows is passed over. Raises BadDate, BadParameter."""
    paged = "page" in args or _on(args, "showNumPages")
    fields = args.get("fields") or args.get("fl") or ""
    sort = args.get("sort", "").lower()
    key = args.get("resumeKey", "")
    return Question(
        reach=reach.reach(args.get("url", ""), args.get("matchType", "")),
        since=span.first_moment(args.get("from") or args.get("from_ts") or ""),
        until=span.last_moment(args.get("to", "")),
        limit=_limit(args.get("limit", "")),
        reverse=_on(args, "reverse") or sort == "reverse",
        closest=_closest(args.get("closest", ""), now),
        filters=tuple(dialect.filter(text) for text in args.getlist("filter")[: filters.MOST]),
        alike=(
            *((collapse.by_time(args["collapseTime"]),) if args.get("collapseTime") else ()),
            *(collapse.by_field(text) for text in args.getlist("collapse")[: collapse.MOST] if text),
        ),
        resolve=_on(args, "resolveRevisits"),
        page=page.page(args.get("page", ""), args.get("pageSize", "")) if paged else None,
        count_pages=_on(args, "showNumPages"),
        resume=resume.parse_key(key) if key else None,
        show_resume=_on(args, "showResumeKey"),
        output=_output(args.get("output", ""), dialect),
        fields=tuple(field_named(name, "fl") for name in re.split(r"[,\s]+", fields) if name),
    )


def _on(args: MultiDict[str, str], name: str) -> bool:
    return args.get(name, "").lower() not in ("", "0", "false", "f", "off")


def _limit(text: str) -> int:
    """As many rows, or with a minus the last ones; 0 is no limit of the asker's."""
    if not re.fullmatch(r"-?[0-9]{0,12}", text) or text == "-":
        raise BadParameter("limit", text, "it is a number of lines")
    asked = int(text or "0")
    return max(-MOST, min(asked, MOST)) or MOST


def _closest(text: str, now: datetime) -> datetime | None:
    """Less than 14 digits mean their last moment, as pywb has it."""
    if text == "now":
        return now
    last = span.last_moment(text)
    return last.replace(microsecond=0) if last is not None else None


def _output(text: str, dialect: Dialect) -> str:
    if text and text.lower() not in dialect.outputs:
        raise BadParameter("output", text, f"it is one of {', '.join(dialect.outputs)}")
    return text.lower() or dialect.outputs[0]
