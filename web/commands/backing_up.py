"""``backup`` and ``restore``: the archive as it is at one moment, kept elsewhere, and put back."""

from __future__ import annotations

import json
from pathlib import Path

import click

from archive.store.backups.backup import Backup, back_up
from archive.store.backups.restore import restore as restore_backup
from archive.timestamp import iso
from web.bars import bar
from web.commands.context import Context
from web.commands.interrupt import abort_if, interruptible
from web.commands.telling import ToldAlready
from web.progress import size
from web.terminal import one_line
from web.wording import counted

LEFT_OUT = "The index is not in it: it is made again from the archive. Nor is a configuration file that lies elsewhere."


class DamagedWithin(ToldAlready):
    """The backup is whole, and holds something that is damaged in the archive itself."""

    def __init__(self, alarms: list[str]) -> None:
        self.alarms = tuple(alarms)
        super().__init__(" ".join(alarms))


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--keep",
    type=click.IntRange(1, 10_000),
    metavar="N",
    help="Once it is whole, remove all but the newest N backups in DIR.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def backup(context: Context, folder: Path, keep: int | None, as_json: bool) -> None:
    """Make a verified backup in DIR, while everything goes on.

    Each backup is a folder of its own in DIR, named by its time, and whole by itself; files that the one before it holds are
    linked, so that they cost no room. Older ones may be deleted.

    Example: backfile backup /mnt/backups/archive
    """
    with context.backfile(existing=True) as backfile, interruptible() as stop:
        with bar("backing up", quiet=as_json) as line:
            made = back_up(
                backfile.settings.data,
                backfile.catalogue,
                folder,
                backfile.clock,
                keep=keep,
                on_progress=line.part,
                stopped=stop.is_set,
            )
        if made is None:
            abort_if(stop)
            return
    if as_json:
        click.echo(json.dumps(_shape(made)))
    else:
        inventory = made.inventory
        new = size(inventory.size - made.linked)
        click.echo(one_line(f"Backed up to {made.path}, as of {iso(inventory.at)}."))
        click.echo(
            f"{counted(made.captures, 'capture')}, {counted(len(inventory.items), 'file')}, {size(inventory.size)} ({new} "
            "of it new), read back and compared."
        )
        if made.removed:
            click.echo(f"Removed {counted(len(made.removed), 'older backup')}.")
        click.echo(LEFT_OUT)
    if made.alarms:
        raise DamagedWithin(made.alarms)


def _shape(made: Backup) -> dict[str, object]:
    inventory = made.inventory
    return {
        "path": str(made.path),
        "at": iso(inventory.at),
        "captures": made.captures,
        "files": len(inventory.items),
        "bytes": inventory.size,
        "linked_bytes": made.linked,
        "removed": [str(path) for path in made.removed],
        "alarms": made.alarms,
    }


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def restore(context: Context, folder: Path, as_json: bool) -> None:
    """Put the newest backup in DIR into the data folder, which must be new or empty.

    DIR may also be one backup. All of it is read and compared before anything is written.

    Example: backfile restore /mnt/backups/archive --data restored
    """
    data = context.settings().data
    with interruptible() as stop:
        with bar("restoring", quiet=as_json) as line:
            done = restore_backup(folder, data, on_progress=line.part, stopped=stop.is_set)
        if done is None:
            abort_if(stop)
            return
    inventory = done.inventory
    if as_json:
        shape = {
            "backup": str(done.backup),
            "at": iso(inventory.at),
            "files": len(inventory.items),
            "bytes": inventory.size,
            "data": str(data),
        }
        click.echo(json.dumps(shape))
        return
    click.echo(one_line(f"Restored {done.backup}, as of {iso(inventory.at)}, to {data}."))
    click.echo("`backfile index` makes the index again; `backfile serve` does so by itself.")
