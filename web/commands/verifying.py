"""``verify``: whether the archive still holds what was put into it."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from archive.store.proof.fault import Fault
from web.bars import Bar, Bars
from web.commands.context import Context
from web.commands.telling import ToldAlready
from web.terminal import one_line

DEFAULT_SAMPLE = 1000
RECORDS_A_DOCUMENT = 10
"""In a sample: a document costs as much as many records, as it is made again."""
NAMES = {
    "catalogue bytes": "bytes of the catalogue",
    "files": "WARC files",
    "bytes": "bytes in them",
    "captures": "captures",
    "manifests": "manifests",
    "documents": "documents in the index",
    "compared": "of them made again and compared",
}


class Unsound(ToldAlready):
    """Fixity found something off."""

    def __init__(self, number: int) -> None:
        self.number = number
        faults = "1 fault was" if number == 1 else f"{number} faults were"
        super().__init__(f"{faults} found. The list says what each one hits and what to do.")


@click.command()
@click.option(
    "--full",
    is_flag=True,
    help="Read files, catalogue, manifests, index.  [default: 1000 records, 100 documents]",
)
@click.option(
    "--sample", type=click.IntRange(1), metavar="N", help="Read N records, and N/10 documents, at random."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def verify(context: Context, full: bool, sample: int | None, as_json: bool) -> None:
    """Check that records are what was written, and the index what they give.

    Example: backfile verify --full
    """
    from web.verification import verify as look  # brings all the rooms along, and `--help` needs none

    sample = sample or DEFAULT_SAMPLE
    with Bars(quiet=as_json) as bars:
        shown: dict[str, Bar] = {}

        def progress(what: str, done: int, total: int) -> None:
            if what not in shown:
                shown[what] = bars.bar(f"verifying {what}")
            shown[what].part(done, total)

        found = look(
            context.existing(),
            sample=None if full else sample,
            documents=None if full else max(1, sample // RECORDS_A_DOCUMENT),
            on_progress=progress,
        )
    if as_json:
        faults = [asdict(fault) for fault in found.faults]
        click.echo(json.dumps({"faults": faults, "checked": found.checked, "notes": found.notes}))
    else:
        _print(found.faults, found.checked, found.notes)
    if found.faults:
        raise Unsound(len(found.faults))


def _print(faults: list[Fault], checked: dict[str, int], notes: list[str]) -> None:
    for fault in faults:
        click.echo(one_line(str(fault)))
    told = ", ".join(f"{number} {NAMES[what]}" for what, number in checked.items())
    click.echo(f"Read: {told or 'nothing'}.")
    for note in notes:
        click.echo(f"Note: {note}.")
    if not faults:
        click.echo("All is as it was written.")
