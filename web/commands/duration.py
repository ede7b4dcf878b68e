"""A length of time as an option's value: ``90s``, ``30m``, ``6h``, ``2d``."""

from __future__ import annotations

from datetime import timedelta

import click

from web.settings import duration


class Duration(click.ParamType[timedelta]):
    """Turns ``6h`` into a timedelta."""

    name = "duration"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        if isinstance(value, timedelta):
            return value
        try:
            found = duration(str(value))
        except (ValueError, OverflowError) as error:
            self.fail(f"“{value}”: {error}", param, ctx)
        if found < timedelta(minutes=1):
            self.fail(f"“{value}” is too often: one minute is the least", param, ctx)
        return found


DURATION = Duration()
