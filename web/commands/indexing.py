"""Bringing the index up to the archive after a command has changed it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from archive.errors import DiskFull, FolderInUse, RoomShort
from archive.store.room import Room
from web.bars import Bar, bar
from web.compose import Backfile, behind
from web.wording import counted

if TYPE_CHECKING:
    from indexer.report import SyncProgress, SyncReport


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


def rebuild(backfile: Backfile, *, stop: threading.Event, anew: bool) -> SyncReport:
    """Build a new index beside the old one, which goes on answering, and swap. What is built when it is cut off stays for
    the next time. Raises FolderInUse, DiskFull, NotWritable, RoomShort."""
    backfile.room.require()
    try:
        with backfile.indexing("the command line") as sync, bar("rebuilding the index") as line:
            report = sync.rebuild(on_progress=_shown(line, backfile.room), stop=stop, anew=anew)
    except (DiskFull, RoomShort):
        click.echo(KEPT, err=True)
        raise
    if not report.rebuilt:
        click.echo(KEPT, err=True)
        return report
    click.echo(f"The new index holds {counted(backfile.engine.count(), 'document')}" + _failed(report.failed))
    return report


def give_up(backfile: Backfile) -> None:
    """Drop what a rebuild that was cut off has left. Raises FolderInUse."""
    with backfile.indexing("the command line") as sync:
        sync.give_up()
    click.echo("Of a rebuild that was cut off nothing is left.")


KEPT = (
    "The old index goes on answering. What is built of the new one is kept: `backfile index --rebuild` goes on with it, "
    "`backfile index --drop` gives it up and frees its room."
)


def _shown(line: Bar, room: Room) -> Callable[[SyncProgress], None]:
    """Shows how far it is, and ends it where the room ends: what is committed by then stays."""

    told = False

    def show(progress: SyncProgress) -> None:
        nonlocal told
        if progress.resumed and not told:
            told = True
            there = counted(progress.resumed, "document")
            click.echo(f"Going on with a rebuild that was cut off: {there} of {progress.total:,} are there.")
        line.part(progress.done, progress.total)
        room.require()

    return show


def _failed(number: int) -> str:
    return f", {number} could not be read (the log says why)" if number else ""
