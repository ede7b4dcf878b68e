"""When a page's article was published, from what the page itself states; htmldate only when it states nothing.

``published`` keeps the page's own offset from UTC, so that its calendar day is the day that readers saw; a day
without a time is that day's midnight, UTC. Whoever stores instants converts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime

from htmldate import find_date
from lxml.html import HtmlElement

from indexer.extract.bylines import following
from indexer.extract.linked_data import LinkedData
from indexer.extract.markup import Markup, is_aside, visible_text
from indexer.extract.rendering import lines_from
from indexer.extract.titles import Headline
from indexer.extract.written_dates import date_of_line, said_to_be_published, written_date

_META = (
    "article:published", "og:published_time", "datepublished", "article.published",
    "sailthru.date", "parsely-pub-date", "dc.date.issued", "dcterms.issued", "citation_publication_date",
    "citation_date", "pubdate", "publishdate", "publish_date", "publish-date", "publication_date", "dc.date",
    "dcterms.date", "dc.date.created", "dcterms.created", "dcterms.available", "date", "datecreated",
    "og:article:published_time", "rnews:datepublished", "article:create_time",
)  # fmt: skip
_DATE_CLASSES = ("entry-date", "dt-published", "post-date", "date", "entry-time", "date-header", "published-date",
                 "posted-on", "pubdate", "post-meta", "entry-meta", "date-published", "article-date")  # fmt: skip
_ISO = re.compile(
    r"^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?"
)
_COMPACT = re.compile(r"^\s*(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z)?)?\s*$")
_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/\-_]?(0[1-9]|1[0-2])[/\-_]?(0[1-9]|[12]\d|3[01])(?=[/\-_.?#]|$)")
_DATE_CLASS = re.compile(
    r"(?:^|[-_])(?:date|datum|pubdate|published|posted|post-?meta|entry-?meta|dateline|byline-date)(?:$|[-_])",
    re.IGNORECASE,
)
_LOOKS_LIKE_DATE = re.compile(r"(?:19|20)\d\d")
_UPDATED = re.compile(r"updat|modif", re.IGNORECASE)
_EARLIEST = 1990
MAX_PLACES = 30
_LONGEST_STATED = 64
_SEARCHED = 200_000
_AFTER = 300
"""How many characters behind the headline are looked through for a line with a date."""


def published_of(markup: Markup, data: LinkedData, headline: Headline) -> datetime | None:
    """The publication time that the page states, aware; None when it states none that can be read."""
    stated = [found for text in _stated(markup, data) if (found := parse_date(text) or _in_words(text))]
    day = parse_date(_in_path(markup))
    if stated:
        return _in_day(_with_offset(stated[0], stated), day)
    return day or _written(markup, headline) or _said(markup) or _searched(markup)


def _with_offset(moment: datetime, stated: list[datetime]) -> datetime:
    """The same instant as the page writes it elsewhere in local time: plugins write UTC, themes the local day."""
    if moment.utcoffset():
        return moment
    same = (other for other in stated if other.utcoffset() and abs(other - moment) < timedelta(minutes=1))
    return next(same, moment)


def _in_day(moment: datetime, day: datetime | None) -> datetime:
    """The instant in the whole-hour offset nearest to UTC that gives the day in the page's path, which is local.

    Only for an instant written in UTC a day away; any other difference means that the path says something else.
    """
    if day is None or moment.utcoffset() or abs((day.date() - moment.date()).days) != 1:
        return moment
    hours = 24 - moment.hour if day.date() > moment.date() else -(moment.hour + 1)
    return moment.astimezone(timezone(timedelta(hours=hours))) if -12 <= hours <= 14 else moment


def _stated(markup: Markup, data: LinkedData) -> Iterator[str]:
    """Machine-readable publication times, the most reliable kinds of places first."""
    if data.article is not None:
        yield data.text("datePublished")
    yield from markup.meta.get("article:published_time", ())
    yield data.text("datePublished")
    yield from _marked(markup, markup.of_class("published"))
    for name in _META:
        yield from markup.meta.get(name, ())
    yield from _marked(markup, markup.itemprops.get("datePublished", ()))
    yield from _marked(markup, markup.of_class(*_DATE_CLASSES))
    times = markup.tags.get("time", ())
    yield from _marked(markup, (element for element in times if element.get("pubdate") is not None))
    yield from _marked(markup, times)
    yield data.text("dateCreated")


def _marked(markup: Markup, elements: Iterable[HtmlElement]) -> Iterator[str]:
    """The machine-readable times of elements that belong to the article and are no "updated"."""
    for number, element in enumerate(elements):
        if number > MAX_PLACES:
            return
        text = element.get("datetime") or element.get("content") or element.get("title") or ""
        if (
            text[:1].isdigit()
            and not _UPDATED.search(element.get("class") or "")
            and not is_aside(markup, element)
        ):
            yield text


def _in_words(text: str) -> datetime | None:
    """A date that a page states for machines, but wrote for people."""
    return written_date(text) if len(text) <= _LONGEST_STATED else None


def _in_path(markup: Markup) -> str:
    found = _IN_PATH.search(markup.canonical or markup.url or "")
    return "-".join(found.groups()) if found else ""


def _written(markup: Markup, headline: Headline) -> datetime | None:
    """A date written out: in a place named for dates, within a few lines of the headline, or alone in its place."""
    if found := _near(markup, headline):
        return found
    named = [
        element for token, group in markup.classes.items() if _is_date_class(token) for element in group[:3]
    ]
    for element in named[:MAX_PLACES]:
        if not is_aside(markup, element) and (
            found := written_date(visible_text(element, " ")[:200], markup.lang)
        ):
            return found
    return _alone(markup)


def _is_date_class(token: str) -> bool:
    return _DATE_CLASS.search(token) is not None and not _UPDATED.search(token)


def _near(markup: Markup, headline: Headline) -> datetime | None:
    element = headline.element
    for _ in range(3):
        if element is None or element.tag == "body":
            break
        text = visible_text(element, " ")
        if len(text) > len(headline.text) + 400:
            break
        if found := written_date(text.replace(headline.text, " ", 1), markup.lang):
            return found
        element = element.getparent()
    lines = lines_from(following(headline.element), _AFTER) if headline.element is not None else []
    return next((found for line in lines[:-1] if (found := date_of_line(line, markup.lang))), None)


def _alone(markup: Markup) -> datetime | None:
    """The first piece of text in the page that is a date and nothing else, outside sidebars."""
    for element in markup.root.iter(
        "p",
        "span",
        "div",
        "li",
        "small",
        "legend",
        "h4",
        "h5",
        "h6",
        "td",
        "em",
        "b",
        "nobr",
        "br",
        "a",
        "font",
        "strong",
    ):
        for piece in (element.text, element.tail):
            if piece and _LOOKS_LIKE_DATE.search(piece) and len(piece.strip()) <= 40:
                found = written_date(piece.strip(), markup.lang)
                if found and not is_aside(markup, element):
                    return found
    return None


def _said(markup: Markup) -> datetime | None:
    """What a sentence of the page says: "was posted on …"."""
    return said_to_be_published(visible_text(markup.root, " ")[:_SEARCHED], markup.lang)


def _searched(markup: Markup) -> datetime | None:
    """What htmldate makes of the rest of the page."""
    if markup.is_vast:
        return None
    url = markup.canonical if markup.canonical.startswith("http") else markup.url
    try:
        return parse_date(find_date(markup.root, url=url, original_date=True, extensive_search=False) or "")
    except (ValueError, TypeError, RecursionError):
        return None


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
    year, month, day, hour, minute, second, zone = parts
    clock = (int(hour or 0), int(minute or 0), int(second or 0))
    return datetime.combine(
        date(int(year or 0), int(month or 0), int(day or 0)), time(*clock), tzinfo=_zone(zone)
    )


def _zone(text: str | None) -> timezone:
    if text is None or text in ("Z", "UTC", "GMT"):
        return UTC
    digits = text[1:].replace(":", "")
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(-away if text[0] == "-" else away)
