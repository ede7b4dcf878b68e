"""How dates, numbers and addresses are written for people. Template filters, each a pure function."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import unquote

from archive import backrun
from archive.errors import BackfileError, FetchError, NothingToFollow, SourceExists
from archive.model import Capture
from archive.timestamp import http_date, iso
from indexer.model import UNDATED, Wider
from indexer.parameters import chosen_args
from web.progress import pace, size
from web.reading.search_urls import search_of
from web.replay.address import path_of

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_DATE = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?", re.ASCII)

LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech", "da": "Danish",
    "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian",
    "ms": "Malay", "nl": "Dutch", "no": "Norwegian", "nb": "Norwegian", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian",
    "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian",
    "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "ku", "yi", "dv", "ug", "sd"})

LEFT_OUT = {
    "filters": "Without any filter",
    "dates": "Without the dates",
    "quotes": "The words, not the exact phrase",
    "word": "Without",
}

FACET_NAMES = {  # of one value, and of many
    "source": ("Source", "sources"), "author": ("Author", "authors"), "label": ("Label", "labels"),
    "year": ("Year", "years"), "month": ("Month", "months"), "day": ("Day", "days"),
    "lang": ("Language", "languages"), "kind": ("Kind", "kinds"), "status": ("Status", "statuses"),
}  # fmt: skip

VALUES = {
    "year": {UNDATED: "No date"},
    "kind": {"post": "Posts", "page": "Standing pages", "related": "Articles around"},
    "status": {
        "live": "Online",
        "changed": "Changed since",
        "gone": "Gone from the web",
        "blocked": "Behind a wall",
        "exported": "From an export only",
    },
}

WALLS = {  # as a tag on a capture, and as what a visit met
    "missing": ("not found", "a page that says “not found”"),
    "removed": ("blog removed", "a notice that the blog was removed"),
    "parked": ("parked domain", "the page of a domain for sale"),
    "challenge": ("captcha", "a page that asks visitors to prove that they are human"),
    "consent": ("consent asked", "a page that asks for a consent"),
    "login": ("log-in asked", "a page that asks for a log-in or a password"),
    "warning": ("content warning", "a warning of the content"),
    "unavailable": ("error page", "an error page of the site or its host"),
}
_MET = "an answer that lets nobody in"

LINK_KINDS = {
    "popular": "popular posts", "related": "related posts", "body": "in the text", "sister": "sister sites",
    "author": "the author’s pages", "social": "social accounts", "post": "posts", "page": "pages",
}  # fmt: skip


def told_by(capture: Capture | None) -> str | None:
    """What a capture was made from that did not come from its own address: ``an export``, ``the blog’s feed``."""
    if capture is None or capture.live:
        return None
    return "an export" if capture.exported else "the blog’s feed"


def day(moment: date | datetime | None) -> str:
    """``3 March 2026``."""
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}" if moment else ""


def minute(moment: datetime | None) -> str:
    """``3 March 2026, 12:05 UTC``."""
    return f"{day(moment)}, {moment:%H:%M} UTC" if moment else ""


def there(moment: datetime) -> str:
    """``3 March 2026, 02:30 CET``: on the clocks of the moment's own time zone."""
    return f"{day(moment)}, {moment:%H:%M %Z}"


def second(moment: datetime) -> str:
    """``3 March 2026, 12:05:09 UTC``."""
    return f"{day(moment)}, {moment:%H:%M:%S} UTC"


def dates_of(captures: Sequence[Capture]) -> str:
    """``2 captures, from 3 March 2024 to 5 May 2026``; captures are oldest first."""
    said = counted(len(captures), "capture")
    if not captures:
        return said
    first, last = day(captures[0].captured_at), day(captures[-1].captured_at)
    return f"{said}, on {first}" if first == last else f"{said}, from {first} to {last}"


def month(text: str) -> str:
    """``2024-07`` as ``July 2024``, ``2024-07-03`` as ``3 July 2024``; anything else as it is."""
    found = _DATE.fullmatch(text)
    if found is None or not 1 <= int(found[2]) <= 12:
        return text
    named = f"{MONTHS[int(found[2]) - 1]} {found[1]}"
    return f"{int(found[3])} {named}" if found[3] else named


def ago(moment: datetime | None, now: datetime) -> str:
    """``3 hours ago``, ``in 2 days``, ``just now``."""
    if moment is None:
        return "never"
    seconds = (now - moment).total_seconds()
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if abs(seconds) >= length:
            amount = counted(int(abs(seconds) // length), unit)
            return f"{amount} ago" if seconds > 0 else f"in {amount}"
    return "just now" if seconds >= 0 else "in a moment"


def span(length: timedelta) -> str:
    """``1 h 20 min``, ``35 s``."""
    seconds = max(0, int(length.total_seconds()))
    hours, minutes = seconds // 3_600, seconds // 60 % 60
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {seconds % 60} s" if minutes else f"{seconds} s"


def number(value: int) -> str:
    """``12,345``."""
    return f"{value:,}"


def counted(value: int, noun: str, plural: str | None = None) -> str:
    """``1 capture``, ``2,000 captures``."""
    return f"{number(value)} {noun if value == 1 else plural or noun + 's'}"


def readable(url: str, length: int = 90) -> str:
    """A URL for people: no scheme, no ``www.``, escapes read where that is safe, cut in the middle when long."""
    text = (
        unquote(url.partition("://")[2] or url, errors="strict") if _plain(url) else url.partition("://")[2]
    )
    text = text.removeprefix("www.").removesuffix("/")
    return text if len(text) <= length else f"{text[: length - 25]}…{text[-24:]}"


def capitalize_first(text: str) -> str:
    """With a capital letter first, the rest as it is."""
    return text[:1].upper() + text[1:]


def why_not(error: BackfileError) -> str:
    """Why an address can't be followed, for a list where the address stands already."""
    if isinstance(error, SourceExists):
        return f"It is followed already, as “{error.name}”."
    if isinstance(error, NothingToFollow) and error.step:
        return f"{capitalize_first(error.reason)}. {error.step}."
    if isinstance(error, FetchError | NothingToFollow):
        return f"{capitalize_first(error.reason)}."
    return str(error)


def live_href(url: str) -> str:
    """A URL that may stand in a link to the live web: http(s) or nothing."""
    return url if url.lower().startswith(("http://", "https://")) else "#"


def _plain(url: str) -> bool:
    try:
        text = unquote(url, errors="strict")
    except UnicodeDecodeError:
        return False
    return text.isprintable() and " " not in text


def value_name(value: str, facet: str) -> str:
    """A facet's value as readers call it."""
    if facet == "lang":
        return LANGUAGES.get(value, value)
    if facet in ("month", "day"):
        return month(value)
    return VALUES.get(facet, {}).get(value, value)


def facet_name(name: str) -> str:
    """A facet as readers call it."""
    return FACET_NAMES[name][0] if name in FACET_NAMES else name


def facets_of_many(name: str, count: int) -> str:
    """The name of a facet behind the number of its values: ``1 label``, ``12 labels``."""
    return facet_name(name).lower() if count == 1 else FACET_NAMES[name][1]


def left_out(wider: Wider) -> str:
    """What a wider search leaves out: ``without the filter Language``."""
    if wider.without in FACET_NAMES:
        named = facet_name(wider.without)
        return f"Without the filter {named}:" if wider.value else f"Without the filter {named}"
    return LEFT_OUT.get(wider.without, "Wider")


def direction(lang: str | None) -> str:
    """The ``dir`` of a text in a language; ``auto`` when it is not known."""
    if not lang:
        return "auto"
    return "rtl" if lang in RIGHT_TO_LEFT else "ltr"


FILTERS: dict[str, Callable[..., Any]] = {
    "day": day, "minute": minute, "there": there,
    "second": second,
    "dates_of": dates_of, "month": month, "ago": ago, "span": span, "number": number,
    "counted": counted, "readable": readable, "value_name": value_name, "direction": direction,
    "snapshot_path": lambda capture: path_of(capture.timestamp, capture.url),
    "all_captures_path": lambda url: path_of("*", url),
    "at_path": lambda url, stamp: path_of(stamp, url),
    "told_by": told_by, "live_href": live_href,
    "iso": iso, "http_date": http_date,
    "size": size, "pace": pace, "back_run": backrun.sentence, "list_name": backrun.list_name,
    "capitalize_first": capitalize_first,
    "left_out": left_out,
    "chosen_args": chosen_args,
    "search_of": search_of,
    "facets_of_many": facets_of_many,
    "facet_name": facet_name,
    "wall_name": lambda kind: WALLS.get(kind, (kind, ""))[0],
    "wall_met": lambda kind: WALLS.get(kind, ("", _MET))[1],
    "link_kind": lambda kind: LINK_KINDS.get(kind, kind),
}  # fmt: skip
