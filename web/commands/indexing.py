"""Bringing the index up to the archive after a command has changed it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from archive.errors import FolderInUse
from archive.store.room import Room
from web.bars import Bar, bar
from web.compose import Backfile, behind

if TYPE_CHECKING:
    from indexer.sync import SyncProgress, SyncReport


def bring_up_to_date(backfile: Backfile, *, stop: threading.Event, quiet: bool) -> SyncReport | None:
    """Index what has changed. When the worker is at it already, leave it to the worker (None)."""
    if not behind(backfile):
        return None
    backfile.room.require()
    try:
        with backfile.indexing("the command line") as sync, bar("indexing", quiet=quiet) as line:
            report = sync.run(on_progress=_shown(line, backfile.room), stop=stop)
    except FolderInUse:
        return None
    if not quiet and (report.put or report.deleted or report.failed):
        click.echo(f"indexed {report.put}, removed {report.deleted}" + _failed(report.failed))
    return report


def rebuild(backfile: Backfile, *, stop: threading.Event) -> SyncReport:
    """Build a new index beside the old one, which goes on answering, and swap. Raises FolderInUse."""
    backfile.room.require()
    with backfile.indexing("the command line") as sync, bar("rebuilding the index") as line:
        report = sync.rebuild(on_progress=_shown(line, backfile.room), stop=stop)
    click.echo(f"The new index holds {report.put} documents" + _failed(report.failed))
    return report


def _shown(line: Bar, room: Room) -> Callable[[SyncProgress], None]:
    """Shows how far it is, and ends it where the room ends: what is committed by then stays."""

    def show(progress: SyncProgress) -> None:
        line.part(progress.done, progress.total)
        room.require()

    return show


def _failed(number: int) -> str:
    return f", {number} could not be read (the log says why)" if number else ""
