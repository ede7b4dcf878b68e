"""The demo's templates: how its platforms lay out a page, with dates and fixed words in the reader's language."""

from __future__ import annotations

import tomllib
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from web.demo.content import utc

THEMES = Path(__file__).parent / "themes"
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he"})


def render(template: str, **values: object) -> bytes:
    """A template of ``themes/`` filled in, as UTF-8."""
    return _environment().get_template(template).render(**values).encode()


def words(lang: str) -> dict[str, Any]:
    """The platforms' fixed words in a language (``themes/words.toml``); English where one is missing."""
    return {**_words()["en"], **_words().get(lang, {})}


def direction(lang: str) -> str:
    """``rtl`` or ``ltr``."""
    return "rtl" if lang in _RIGHT_TO_LEFT else "ltr"


def day(moment: datetime, lang: str) -> str:
    """A date as the platform writes it for that language's readers."""
    local = words(lang)
    months: list[str] = local["months"]
    pattern: str = local["date"]
    return pattern.format(
        month=months[moment.month - 1], day=moment.day, number=moment.month, year=moment.year
    )


def milliseconds(moment: datetime) -> str:
    """RFC 3339 with milliseconds and the author's offset, as Blogger's feeds have it."""
    return moment.isoformat(timespec="milliseconds")


def zulu(moment: datetime) -> str:
    """RFC 3339 in UTC, to the second."""
    return utc(moment).strftime("%Y-%m-%dT%H:%M:%SZ")


def rfc822(moment: datetime) -> str:
    """An RSS date."""
    return format_datetime(utc(moment))


@cache
def _words() -> dict[str, dict[str, Any]]:
    return tomllib.loads((THEMES / "words.toml").read_text(encoding="utf-8"))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(THEMES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        day=day, milliseconds=milliseconds, zulu=zulu, rfc822=rfc822, direction=direction
    )
    environment.globals.update(words=words)
    return environment
