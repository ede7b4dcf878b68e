"""``report``: what came of a crawl."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import click

from archive import backrun
from archive.crawl.report import Report, report_of
from archive.errors import BackfileError
from archive.model import Crawl, Source
from web.commands.context import Context
from web.progress import counts
from web.shapes import report_shape
from web.terminal import one_line

NAMED = 10
"""Articles that are named of each finding, and addresses of each reason."""


class NothingToReport(BackfileError):
    """There was no crawl yet."""

    def __init__(self) -> None:
        super().__init__("There was no crawl yet. `backfile add URL` follows a blog and crawls it once.")


@click.command()
@click.argument("crawl", type=click.IntRange(1, 2**31 - 1), required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document, with many more articles.")
@click.pass_obj
def report(context: Context, crawl: int | None, as_json: bool) -> None:
    """Tell what came of a crawl: what is new, changed, gone, refused or failed, and why.

    CRAWL is its number; without one it is the latest crawl.

    Example: backfile report 12
    """
    with context.backfile(existing=True) as backfile:
        catalogue = backfile.catalogue
        found = catalogue.crawls.get(crawl) if crawl else next(iter(catalogue.crawls.recent(1)), None)
        if found is None:
            raise NothingToReport
        source = catalogue.sources.get(found.source_id) if found.source_id else None
        told = report_of(catalogue, found.id)
    if as_json:
        click.echo(json.dumps(report_shape(found, source, told)))
        return
    for line in _lines(found, source, told):
        click.echo(line)


def _lines(crawl: Crawl, source: Source | None, told: Report) -> Iterator[str]:
    name = source.name if source else "single addresses"
    yield one_line(f"Crawl {crawl.id} of {name}: {crawl.state}, {counts(crawl.progress)}")
    if crawl.error:
        yield one_line(crawl.error)
    if whole := backrun.sentence(told.tallies):
        yield one_line(whole)
    for finding, articles in told.articles.items():
        names = [f"{each.title}  {each.url}" if each.title else each.url for each in articles]
        yield from _section(str(finding), names, told.counts[finding])
    for word, reasons in (
        ("not allowed", told.refused),
        ("failed", told.failed),
        ("kept, but", told.flawed),
        ("parts of pages", told.parts),
    ):
        for reason in reasons:
            urls = [each.url for each in reason.examples]
            yield from _section(f"{word}, {reason.text}", urls, reason.count)


def _section(word: str, names: Sequence[str], count: int) -> Iterator[str]:
    if not count:
        return
    yield one_line(f"{word}: {count}")
    for name in names[:NAMED]:
        yield "   " + one_line(name)
    if count > NAMED:
        yield f"   and {count - NAMED} more"
