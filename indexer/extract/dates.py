"""When a page's article was published, from what the page itself states; htmldate only when it states nothing.

``published`` keeps the page's own offset from UTC, so that its calendar day is the day that readers saw; a day
without a time is that day's midnight, UTC. Whoever stores instants converts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from htmldate import find_date
from lxml.html import HtmlElement

from indexer.extract.linked_data import LinkedData
from indexer.extract.markup import Markup, is_aside
from indexer.extract.titles import Headline

_META = (
    "article:published_time", "article:published", "og:published_time", "datepublished", "article.published",
    "sailthru.date", "parsely-pub-date", "dc.date.issued", "dcterms.issued", "citation_publication_date",
    "citation_date", "pubdate", "publishdate", "publish_date", "publish-date", "publication_date", "dc.date",
    "dcterms.date", "dc.date.created", "dcterms.created", "dcterms.available", "date", "datecreated",
    "og:article:published_time", "rnews:datepublished", "article:create_time",
)  # fmt: skip
_ISO = re.compile(
    r"^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?"
)
_COMPACT = re.compile(r"^\s*(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z)?)?\s*$")
_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/\-_]?(0[1-9]|1[0-2])[/\-_]?(0[1-9]|[12]\d|3[01])(?=[/\-_.?#]|$)")
_NOT_MAIN = frozenset(("nav", "footer", "aside"))
_NOT_OURS = re.compile(r"comment|related|popular|sidebar|recent", re.IGNORECASE)
_UPDATED = re.compile(r"updat|modif", re.IGNORECASE)
_EARLIEST = 1990


def published_of(markup: Markup, data: LinkedData, headline: Headline) -> datetime | None:
    """The publication time that the page states, aware; None when it states none that can be read."""
    for text in _stated(markup, data):
        if found := parse_date(text):
            return found
    return _searched(markup)


def _searched(markup: Markup) -> datetime | None:
    """What htmldate makes of the rest: dates written out beside the headline or in the text."""
    url = markup.canonical if markup.canonical.startswith("http") else markup.url
    try:
        return parse_date(find_date(markup.root, url=url, original_date=True, extensive_search=True) or "")
    except (ValueError, TypeError, RecursionError):
        return None


def _stated(markup: Markup, data: LinkedData) -> Iterator[str]:
    yield markup.first_meta("article:published_time")
    yield data.text("datePublished")
    yield from _marked(markup.of_class("published"))
    yield from _marked(markup.itemprops.get("datePublished", ()))
    for name in _META:
        yield from markup.meta.get(name, ())
    yield _in_path(markup)
    yield from _marked(markup.of_class("entry-date", "dt-published", "post-date", "date", "entry-time"))
    yield from _marked(
        element for element in markup.tags.get("time", ()) if element.get("pubdate") is not None
    )
    yield from _marked(markup.tags.get("time", ()))
    yield data.text("dateCreated")


def _marked(elements: Iterable[HtmlElement]) -> Iterator[str]:
    """The machine-readable times of elements that belong to the article and are no "updated"."""
    for number, element in enumerate(elements):
        if number > 30:
            return
        text = element.get("datetime") or element.get("content") or element.get("title") or ""
        if text and not _UPDATED.search(element.get("class") or "") and not is_aside(element):
            yield text


def _in_path(markup: Markup) -> str:
    found = _IN_PATH.search(markup.canonical or markup.url or "")
    return "-".join(found.groups()) if found else ""


def parse_date(text: str) -> datetime | None:
    """ISO 8601 in the forms that pages use, or an RFC 822 date; aware; None for anything else or absurd."""
    text = text.strip()[:64]
    found = _ISO.match(text) or _COMPACT.match(text)
    try:
        moment = _from_parts(found.groups()) if found else parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment if _EARLIEST <= moment.year <= date.today().year + 1 else None  # noqa: DTZ011 - a bound on years


def _from_parts(parts: tuple[str | None, ...]) -> datetime:
    year, month, day, hour, minute, second, zone = (*parts, *(None,) * (7 - len(parts)))
    moment = datetime(
        int(year or 0), int(month or 0), int(day or 0), int(hour or 0), int(minute or 0), int(second or 0)
    )
    return moment.replace(tzinfo=_zone(zone))


def _zone(text: str | None) -> timezone:
    if text is None or text in ("Z", "UTC", "GMT"):
        return UTC
    digits = text[1:].replace(":", "")
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(-away if text[0] == "-" else away)
