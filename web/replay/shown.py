"""A capture that is to be answered with, and the form that was asked for."""

from __future__ import annotations

from dataclasses import dataclass

from archive.model import Capture
from web.replay.choice import Around


@dataclass(frozen=True, slots=True)
class Shown:
    """A capture to be shown, those around it, in which form, and whether its very second was asked for."""

    capture: Capture
    around: Around
    form: str = ""
    exact: bool = True
