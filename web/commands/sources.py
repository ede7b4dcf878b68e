"""``add`` and ``sources``: which blogs are followed."""

from __future__ import annotations

import json
from datetime import timedelta

import click

from archive.crawl.survey import survey
from archive.discover.recognise import Recognised
from archive.errors import FolderInUse
from archive.model import Source, Trigger
from web.commands.context import Context
from web.commands.crawls import crawl_now, raise_failed
from web.commands.duration import DURATION
from web.commands.interrupt import interruptible
from web.compose import Backfile
from web.shapes import every_text, source_shape


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
        found = survey(url, backfile.fetcher, min_delay=backfile.settings.min_delay)
        source = follow(backfile, found, name=name, every=every, related=related)
        click.echo(f"Added {source.name} ({source.kind}), {source.url}")
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


def follow(
    backfile: Backfile,
    found: Recognised,
    *,
    name: str | None = None,
    every: timedelta | None = None,
    related: int | None = None,
) -> Source:
    """Add what a survey recognised as a Source. Raises SourceExists."""
    return backfile.catalogue.sources.add(
        found.url,
        found.surt,
        name or found.name,
        found.kind,
        feed_url=found.feed_url,
        sitemap_url=found.sitemap_url,
        platform_id=found.platform_id,
        every=every or backfile.settings.every,
        related=backfile.settings.related if related is None else related,
    )


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


COMMANDS = (add, sources)
