"""``sources``: which blogs are followed."""

from __future__ import annotations

import json

import click

from web.commands.context import Context
from web.shapes import source_shape


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def sources(context: Context, as_json: bool) -> None:
    """List the sources, how they fare and when they are due.

    Example: backfile sources
    """
    with context.backfile() as backfile:
        shapes = [
            source_shape(source, backfile.catalogue.crawls.last_of(source.id), now=backfile.clock())
            for source in backfile.catalogue.sources.all()
        ]
    if as_json:
        click.echo(json.dumps({"sources": shapes}))
        return
    if not shapes:
        click.echo("No sources yet. `backfile add URL` adds one.")
    for shape in shapes:
        click.echo(f"{shape['id']:>4}  {shape['name']}  ({shape['kind']})  {shape['url']}")
        click.echo(f"      {shape['health']}; next visit {shape['next_due'] or 'not planned'}")
