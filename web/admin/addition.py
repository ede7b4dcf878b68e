"""Adding a Source by its address: what was typed, and the request that is made of it. Nothing here fetches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from archive import uri
from archive.errors import SourceExists
from archive.model import Survey, SurveyState
from web.current import backfile
from web.settings import duration
from web.shapes import every_text
from web.statuses import Refused

LONGEST_URL = 2_000
LONGEST_NAME = 200
MOST_RELATED = 100_000
OFTEN = ("1h", "3h", "6h", "12h", "1d", "7d")
LATELY = timedelta(days=1)  # for which a failure is shown


@dataclass(frozen=True, slots=True)
class Typed:
    """The form's fields, as they were typed."""

    url: str = ""
    name: str = ""
    every: str = ""
    related: str = ""

    @classmethod
    def of(cls, form: Mapping[str, str]) -> Typed:
        """Each cut where nothing sensible goes on."""
        return cls(
            form.get("url", "").strip()[: LONGEST_URL + 1],
            form.get("name", "").strip()[: LONGEST_NAME + 1],
            form.get("every", "").strip()[:20],
            form.get("related", "").strip()[:20],
        )


@dataclass(frozen=True, slots=True)
class Lately:
    """What the desk tells of Surveys: those under way, oldest first, and those that failed, newest first."""

    under_way: tuple[Survey, ...]
    failed: tuple[Survey, ...]

    @property
    def mark(self) -> str:
        """Another text as soon as one has come or ended."""
        return " ".join(str(survey.id) for survey in self.under_way)


def lately(now: datetime) -> Lately:
    """Those of the last day."""
    recent = backfile().catalogue.surveys.recent(now - LATELY)
    waiting = tuple(survey for survey in reversed(recent) if survey.state is SurveyState.QUEUED)
    return Lately(waiting, tuple(survey for survey in recent if survey.state is SurveyState.FAILED))


def often() -> list[tuple[str, str]]:
    """How often one may choose to come again: value and words."""
    return [(text, every_text(duration(text))) for text in OFTEN]


def request(typed: Typed) -> Survey:
    """Ask the worker to look at the address. Raises BadUrl, Refused, SourceExists."""
    url = _url(typed.url)
    name, every, related = _name(typed.name), _every(typed.every), _related(typed.related)
    return backfile().catalogue.surveys.request(url, name=name, every=every, related=related)


def _url(text: str) -> str:
    if not text:
        raise Refused("Type the address of a blog, such as https://example.blogspot.com/.")
    if len(text) > LONGEST_URL:
        raise Refused(f"That address is longer than {LONGEST_URL:,} characters. Take the blog’s home page.")
    url = uri.canonical(f"https://{text}" if uri.is_bare(text) else text)
    known = backfile().catalogue.sources.by_surt(uri.page_surt(url))
    if known is not None:
        raise SourceExists(url, known.name)
    return text if uri.is_bare(text) else url


def _name(text: str) -> str | None:
    if len(text) > LONGEST_NAME or not text.isprintable():
        raise Refused(f"A name has up to {LONGEST_NAME} characters, in one line.")
    return text or None


def _every(text: str) -> timedelta | None:
    if not text:
        return None
    try:
        every = duration(text)
    except ValueError as error:
        raise Refused(f"How often can’t be “{text}”: {error}.") from error
    if every < timedelta(minutes=1):
        raise Refused("Once a minute is the most often.")
    return every


def _related(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and int(text) <= MOST_RELATED):
        raise Refused(f"Articles around it: write a whole number from 0 to {MOST_RELATED}.")
    return int(text)
