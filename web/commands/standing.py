"""``status``: what the archive holds, at a glance."""

from __future__ import annotations

import json

import click

from web.commands.context import Context
from web.status import status_of, status_text


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def status(context: Context, as_json: bool) -> None:
    """Counts, sizes, lag, the last crawl, versions.

    Example: backfile status --json
    """
    with context.backfile(existing=True) as backfile:
        found = status_of(backfile)
    click.echo(json.dumps(found) if as_json else status_text(found))
