"""Ctrl-C for long work: the first one asks it to stop cleanly, the second one does not wait."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click


def abort_if(stop: threading.Event) -> None:
    """End the command with the word and the status of an interrupted one, if it was asked to stop."""
    if stop.is_set():
        raise click.Abort


@contextmanager
def interruptible() -> Iterator[threading.Event]:
    """An Event that SIGINT or SIGTERM sets; at the second signal KeyboardInterrupt is raised."""
    stop = threading.Event()

    def ask(_signal: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        click.echo("\nStopping after what is in hand … (once more: at once)", err=True)

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
