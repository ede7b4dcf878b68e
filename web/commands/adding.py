"""``add``: follow a blog."""

from __future__ import annotations

from datetime import timedelta

import click

from archive.errors import FolderInUse
from archive.model import Trigger
from web.commands.context import Context
from web.commands.crawls import crawl_now, raise_failed
from web.commands.duration import DURATION
from web.commands.interrupt import interruptible
from web.following import follow, look_at
from web.shapes import every_text
from web.terminal import one_line


@click.command()
@click.argument("url")
@click.option("--name", metavar="T", help="What to call it.  [default: its own title]")
@click.option("--every", type=DURATION, metavar="6h", help="How often to come again.  [default: 6h]")
@click.option(
    "--related", type=click.IntRange(0, 100_000), metavar="N", help="Articles around it, at most, per crawl."
)
@click.option("--no-crawl", is_flag=True, help="Only add it; the worker crawls it when it is due.")
@click.pass_obj
def add(
    context: Context, url: str, name: str | None, every: timedelta | None, related: int | None, no_crawl: bool
) -> None:
    """Follow a blog: find out what URL is, and crawl it once.

    Example: backfile add https://tidewater-letters.example/ --every 12h
    """
    with context.backfile() as backfile, interruptible() as stop:
        found = look_at(backfile, url)
        source = follow(backfile, found, name=name, every=every, related=related)
        click.echo(one_line(f"Added {source.name} ({source.kind}), {source.url}"))
        click.echo(f"It will be visited {every_text(source.every)}.")
        if no_crawl:
            return
        try:
            crawls = crawl_now(backfile, [source], full=False, stop=stop, quiet=False)
        except FolderInUse:
            backfile.catalogue.crawls.request(source.id, Trigger.CLI)
            click.echo("Another crawl is running: this one is queued, and the worker takes it next.")
            return
    raise_failed(crawls)
