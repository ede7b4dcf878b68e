"""``verify``: whether the archive still holds what was put into it."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from archive.errors import BackfileError
from archive.store.fixity import check
from web.bars import bar
from web.commands.context import Context


class Unsound(BackfileError):
    """Fixity found something off."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"{number} faults found. The list says what each one hits and what to do.")


@click.command()
@click.option("--full", is_flag=True, help="Read every record.  [default: a sample of 1000]")
@click.option("--sample", type=click.IntRange(1), metavar="N", help="Read N records, chosen at random.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def verify(context: Context, full: bool, sample: int | None, as_json: bool) -> None:
    """Check that every record can be read back and is what was written.

    Example: backfile verify --full
    """
    with context.backfile() as backfile, bar("verifying", quiet=as_json) as line:
        faults = check(
            backfile.catalogue,
            backfile.settings.data,
            sample=None if full else sample or 1000,
            on_progress=line.part,
        )
    if as_json:
        click.echo(json.dumps({"faults": [asdict(fault) for fault in faults]}))
    else:
        for fault in faults:
            click.echo(str(fault))
        click.echo("All is as it was written." if not faults else "")
    if faults:
        raise Unsound(len(faults))
