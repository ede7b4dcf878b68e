"""``add``: follow a blog."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from datetime import timedelta

import click

from archive.crawl.report import Reason, report_of
from archive.discover.recognise import Recognised
from archive.errors import FolderInUse, SourceExists
from archive.model import Crawl, CrawlState, PageKind, Source, Trigger
from web.commands.contact import tell_contact
from web.commands.context import Context
from web.commands.crawls import crawl_now, raise_failed
from web.commands.interrupt import interruptible
from web.commands.telling import ToldAlready
from web.commands.timing import timing_options, wished
from web.compose import Backfile
from web.following import follow, look_at
from web.introduction import headline, introduction, lines
from web.shapes import crawl_shape, source_shape
from web.terminal import one_line
from web.visits import Visits, visits_text
from web.wording import counted


class NothingCame(ToldAlready):
    """A Source was added, but its first crawl brought none of its articles."""

    def __init__(self, source: Source, reasons: Sequence[Reason]) -> None:
        self.source = source
        self.reasons = tuple(reasons)
        why = "; ".join(f"{counted(one.count, 'address', 'addresses')}: {one.text}" for one in reasons[:3])
        super().__init__(
            f"“{source.name}” is followed now, but its first crawl brought none of its articles ({why}). It is tried "
            f"again {visits_text(source)}; `backfile crawl {source.id}` tries at once."
        )


@click.command()
@click.argument("url")
@click.option("--name", metavar="T", help="What to call it.  [default: its own title]")
@timing_options
@click.option(
    "--related", type=click.IntRange(0, 100_000), metavar="N", help="Articles around it, at most, per crawl."
)
@click.option("--no-crawl", is_flag=True, help="Only add it; the worker crawls it when it is due.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
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
    as_json: bool,
) -> None:
    """Follow a blog: find out what URL is, and crawl it once.

    Tells who made it, how much it says that it has, and how it is followed. It is visited as often as its own pace asks
    for, unless you say otherwise.

    Example: backfile add https://tidewater-letters.example/ --cron "30 2 * * *" --zone Europe/Berlin
    """
    crawls: list[tuple[Source, Crawl]] = []
    cut_off = False
    visits = wished(context.settings(), every=every, learnt=learnt, cron=cron, zone=zone) or Visits()
    with context.backfile() as backfile:
        if not as_json:
            tell_contact(backfile)
            click.echo(one_line(f"Looking at {url} …"), err=True)
        found = look_at(backfile, url)  # nothing is written yet: Ctrl-C ends it at once
        try:
            source = follow(backfile, found, name=name, visits=visits, related=related)
        except SourceExists:
            begun = _cut_off(backfile, found)
            if begun is None or no_crawl:
                raise
            source = begun
        told = introduction(source)
        if not as_json:
            click.echo("\n".join([headline(told, found.requests), *lines(told, found.notices)]))
        if not no_crawl:
            with interruptible() as stop:
                crawls = _first_crawl(backfile, source, stop=stop, quiet=as_json)
                cut_off = stop.is_set()
        if as_json:
            last = crawls[0][1] if crawls else None
            now = backfile.catalogue.sources.get(source.id)  # its crawl has planned the next visit
            shape = source_shape(now, last, now=backfile.clock()) | {"introduction": told}
            crawl = crawl_shape(last, now) if last is not None else None
            click.echo(
                json.dumps(
                    {"source": shape, "requests": found.requests, "notices": found.notices, "crawl": crawl}
                )
            )
        raise_failed(crawls)
        _raise_when_nothing_came(backfile, crawls)
        if cut_off:
            raise click.Abort


def _cut_off(backfile: Backfile, found: Recognised) -> Source | None:
    """The Source that was added before, if its first crawl was cut off: the same command goes on with it."""
    source = backfile.catalogue.sources.by_surt(found.surt)
    if source is None or backfile.catalogue.crawls.open_of(source.id) is None:
        return None
    return source if len(backfile.catalogue.crawls.recent(2, source.id)) == 1 else None


def _first_crawl(
    backfile: Backfile, source: Source, *, stop: threading.Event, quiet: bool
) -> list[tuple[Source, Crawl]]:
    try:
        return crawl_now(backfile, [source], full=False, stop=stop, quiet=quiet)
    except FolderInUse:
        backfile.catalogue.crawls.request(source.id, Trigger.CLI)
        click.echo("Another crawl is running: this one is queued, and the worker takes it next.", err=quiet)
        return []


def _raise_when_nothing_came(backfile: Backfile, crawls: Sequence[tuple[Source, Crawl]]) -> None:
    for source, crawl in crawls:
        if crawl.state is not CrawlState.DONE:
            continue
        report = report_of(backfile.catalogue, crawl.id, most=0)
        reasons = (*report.failed, *report.refused)
        if reasons and not _has_articles(backfile, source):
            raise NothingCame(source, reasons)


def _has_articles(backfile: Backfile, source: Source) -> bool:
    pages = backfile.catalogue.pages.of_source(source.id)
    return any(page.captures and page.kind is not PageKind.RELATED for page in pages)
