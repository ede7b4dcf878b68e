"""``manifest``: the chain of digests, brought up to date by hand."""

from __future__ import annotations

import json

import click

from archive.store.locks import RoleLock
from archive.store.manifests import Manifest
from archive.timestamp import iso
from web.commands.context import Context

SHOWN = 10


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document, with all of them.")
@click.pass_obj
def manifest(context: Context, as_json: bool) -> None:
    """Write the manifest of each day that is over, and list the newest ones.

    The worker does it by itself; this is for those who run none. With `timestamp_authority` set, the newest one is
    stamped too.

    Example: backfile manifest
    """
    with context.backfile(existing=True) as backfile:
        with RoleLock(backfile.settings.data, "schedule", "the command line"):
            backfile.notary.write_due()
            stamping = backfile.stamping()
            if stamping is not None:
                stamping.stamp_latest()
        chain = backfile.catalogue.manifests.all()[::-1]
    if as_json:
        click.echo(json.dumps({"manifests": [_shape(one) for one in chain]}))
        return
    for one in chain[:SHOWN]:
        stamped = f", stamped {iso(one.stamped_at)}" if one.stamped_at is not None else ""
        click.echo(f"{one.day}  {one.sha256}  {one.captures} captures{stamped}")
    if not chain:
        click.echo("There is no manifest yet: the first is written when the first day is over.")


def _shape(one: Manifest) -> dict[str, object]:
    return {
        "day": one.day.isoformat(),
        "sha256": one.sha256,
        "previous": one.previous,
        "captures": one.captures,
        "stamped_at": iso(one.stamped_at) if one.stamped_at is not None else None,
    }
