"""``add``: follow a blog."""

from __future__ import annotations

from datetime import timedelta

import click

from archive.errors import FolderInUse
from archive.model import Trigger
from web.commands.context import Context
from web.commands.crawls import crawl_now, raise_failed
from web.commands.interrupt import interruptible
from web.commands.timing import timing_options, wished
from web.following import follow, look_at
from web.terminal import one_line
from web.visits import Visits, visits_text


@click.command()
@click.argument("url")
@click.option("--name", metavar="T", help="What to call it.  [default: its own title]")
@timing_options
@click.option(
    "--related", type=click.IntRange(0, 100_000), metavar="N", help="Articles around it, at most, per crawl."
)
@click.option("--no-crawl", is_flag=True, help="Only add it; the worker crawls it when it is due.")
@click.pass_obj
def add(
    context: Context,
    url: str,
    name: str | None,
    every: timedelta | None,
    learnt: bool,
    cron: str | None,
    zone: str | None,
    related: int | None,
    no_crawl: bool,
) -> None:
    """Follow a blog: find out what URL is, and crawl it once.

    It is visited as often as its own pace asks for, unless you say otherwise.

    Example: backfile add https://tidewater-letters.example/ --cron "30 2 * * *" --zone Europe/Berlin
    """
    visits = wished(context.settings(), every=every, learnt=learnt, cron=cron, zone=zone) or Visits()
    with context.backfile() as backfile, interruptible() as stop:
        found = look_at(backfile, url)
        source = follow(backfile, found, name=name, visits=visits, related=related)
        click.echo(one_line(f"Added {source.name} ({source.kind}), {source.url}"))
        click.echo(f"It will be visited {visits_text(source)}.")
        if no_crawl:
            return
        try:
            crawls = crawl_now(backfile, [source], full=False, stop=stop, quiet=False)
        except FolderInUse:
            backfile.catalogue.crawls.request(source.id, Trigger.CLI)
            click.echo("Another crawl is running: this one is queued, and the worker takes it next.")
            return
    raise_failed(crawls)
