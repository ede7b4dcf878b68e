"""``crawl`` and ``archive``: fetch now, in the foreground, then index."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from typing import Any

import click

from archive.crawl import steering
from archive.errors import FolderInUse
from archive.model import Crawl, CrawlState, Source, Trigger
from archive.store.crawls import OPEN
from web.bars import Bars, bar
from web.commands.contact import tell_contact
from web.commands.context import Context
from web.commands.indexing import bring_up_to_date
from web.commands.interrupt import abort_if, interruptible
from web.commands.telling import ToldAlready
from web.compose import Backfile
from web.progress import counts
from web.shapes import capture_shape, crawl_shape
from web.terminal import one_line

NUMBER = click.IntRange(1, 2**31 - 1)


class CrawlsFailed(ToldAlready):
    """At least one crawl could not be done."""

    def __init__(self, failed: Sequence[tuple[str, str]]) -> None:
        self.failed = tuple(failed)
        super().__init__(" ".join(f"{name}: {reason}" for name, reason in failed))


class NothingToSteer(ToldAlready):
    """Crawls that can neither be paused nor go on, as they have ended."""

    def __init__(self, ended: Sequence[Crawl]) -> None:
        self.ended = tuple(ended)
        numbers = ", ".join(str(crawl.id) for crawl in ended)
        super().__init__(
            f"What has ended can't be paused or resumed: {numbers}. `backfile crawl SOURCE` begins another crawl."
        )


class NotArchived(ToldAlready):
    """At least one URL could not be archived."""

    def __init__(self, failed: Sequence[tuple[str, str]]) -> None:
        self.failed = tuple(failed)
        super().__init__("; ".join(reason for _, reason in failed))


@click.command()
@click.argument("source", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every source, due or not.")
@click.option("--full", is_flag=True, help="Fetch every post again, not only what is new or changed.")
@click.option(
    "--pause", type=NUMBER, multiple=True, metavar="N", help="Let crawl number N rest, wherever it runs."
)
@click.option("--resume", type=NUMBER, multiple=True, metavar="N", help="Let it go on where it was.")
@click.option("--cancel", type=NUMBER, multiple=True, metavar="N", help="End it; what it has kept stays.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def crawl(
    context: Context,
    source: tuple[str, ...],
    everything: bool,
    full: bool,
    pause: tuple[int, ...],
    resume: tuple[int, ...],
    cancel: tuple[int, ...],
    as_json: bool,
) -> None:
    """Crawl sources now; resume what was cut off.

    SOURCE is a number, a name or an address from `backfile sources`; without one, what is due is crawled. With
    --pause, --resume or --cancel nothing is crawled here.

    Example: backfile crawl "Tidewater Letters"
    """
    if pause or resume or cancel:
        if source or everything or full:
            raise click.UsageError(
                "--pause, --resume and --cancel take crawls by their numbers, and no sources."
            )
        with context.backfile() as backfile:
            steered = steer(backfile, pause=pause, resume=resume, cancel=cancel)
        shapes = [crawl_shape(each) for each in steered]
        click.echo(json.dumps({"crawls": shapes}) if as_json else "\n".join(map(_standing, steered)))
        wanted = {*pause, *resume}
        if ended := [each for each in steered if each.id in wanted and each.state not in OPEN]:
            raise NothingToSteer(ended)
        return
    with context.backfile() as backfile, interruptible() as stop:
        if not as_json:
            tell_contact(backfile)
        chosen = _chosen(backfile, source, everything)
        if not chosen and not as_json:
            click.echo("Nothing is due. `backfile crawl --all` crawls every source all the same.")
        try:
            crawls = crawl_now(backfile, chosen, full=full, stop=stop, quiet=as_json)
        except FolderInUse as error:
            crawls = _queued(backfile, chosen, error, full=full, quiet=as_json)
    if as_json:
        click.echo(
            json.dumps({"crawls": [crawl_shape(done, backfile_source) for backfile_source, done in crawls]})
        )
    raise_failed(crawls)
    abort_if(stop)


def steer(
    backfile: Backfile, *, pause: Sequence[int], resume: Sequence[int], cancel: Sequence[int]
) -> list[Crawl]:
    """Pause, resume and cancel Crawls by their numbers; as they are then. Raises UnknownCrawl."""
    crawls = backfile.catalogue.crawls
    with backfile.catalogue.transaction():
        return [
            *(crawls.pause(number) for number in pause),
            *(crawls.resume(number) for number in resume),
            *(steering.cancel(backfile.catalogue, number, backfile.clock()) for number in cancel),
        ]


def _standing(crawl: Crawl) -> str:
    words = {
        CrawlState.PAUSED: f"paused; `backfile crawl --resume {crawl.id}` lets it go on",
        CrawlState.QUEUED: "queued; the worker takes it up, or `backfile crawl`",
        CrawlState.RUNNING: "running",
    }
    said = words.get(crawl.state)
    return f"Crawl {crawl.id} is {said}." if said else f"Crawl {crawl.id} has ended: {crawl.state}."


def crawl_now(
    backfile: Backfile, sources: Sequence[Source], *, full: bool, stop: threading.Event, quiet: bool
) -> list[tuple[Source, Crawl]]:
    """Crawl Sources at once and index what came in, now or before. Raises FolderInUse, DiskFull."""
    if not sources:  # a command that was killed after its last crawl has left the index behind
        bring_up_to_date(backfile, stop=stop, quiet=quiet)
        return []
    crawls = backfile.catalogue.crawls
    with backfile.archiving("a crawl from the command line") as archiving:
        asked = {crawls.request(each.id, Trigger.CLI, full=full).id: each for each in sources}
        with Bars(quiet=quiet) as bars:
            drawn = {number: bars.bar(source.name) for number, source in asked.items()}
            told = not (quiet or bars.live)

            def wanted() -> list[Crawl]:
                return [crawl for crawl in crawls.unfinished() if crawl.id in asked]

            def settled(crawl: Crawl) -> None:
                drawn[crawl.id].crawl(crawl)

            def ended(crawl: Crawl) -> None:
                drawn[crawl.id].crawl(crawl)
                if told:
                    _tell(asked[crawl.id], crawl)

            archiving.crawler.run_all(wanted, on_progress=settled, on_end=ended, stop=stop)
        done = [(source, crawls.get(number)) for number, source in asked.items()]
    for source, crawl in done:
        if (
            crawl.state not in (CrawlState.DONE, CrawlState.FAILED) and not quiet
        ):  # those were told when they ended
            click.echo(one_line(f"{source.name}: {_told(crawl)}"))
    bring_up_to_date(backfile, stop=stop, quiet=quiet)
    return done


def _queued(
    backfile: Backfile, sources: Sequence[Source], error: FolderInUse, *, full: bool, quiet: bool
) -> list[tuple[Source, Crawl]]:
    """Somebody else crawls: leave the requests to the worker, whose crawls they join within a second."""
    if error.role != "archive" or not sources:
        raise error
    crawls = backfile.catalogue.crawls
    asked = [(source, crawls.request(source.id, Trigger.CLI, full=full)) for source in sources]
    if not quiet:
        click.echo(
            f"The archive is being written by {error.holder}: what you asked for is queued for the worker."
        )
        for source, crawl in asked:
            click.echo(one_line(f"{source.name}: crawl {crawl.id} is {crawl.state}"))
    return asked


def raise_failed(crawls: Sequence[tuple[Source, Crawl]]) -> None:
    """Raise CrawlsFailed if a crawl failed as a whole."""
    failed = [
        (source.name, crawl.error or "failed") for source, crawl in crawls if crawl.state is CrawlState.FAILED
    ]
    if failed:
        raise CrawlsFailed(failed)


def _tell(source: Source, crawl: Crawl) -> None:
    click.echo(one_line(f"{source.name}: {_told(crawl)}"))


def _told(crawl: Crawl) -> str:
    if crawl.state is CrawlState.DONE:
        return f"{counts(crawl.progress)}. {crawl.error or ''}".removesuffix(". ")
    if crawl.state is CrawlState.FAILED:
        return f"failed. {crawl.error or ''}".strip()
    if crawl.state in (CrawlState.PAUSED, CrawlState.CANCELLED):
        return f"{crawl.state}; {counts(crawl.progress)} so far."
    return f"stopped; {counts(crawl.progress)} so far. The next crawl goes on from here."


def _chosen(backfile: Backfile, names: Sequence[str], everything: bool) -> list[Source]:
    sources = backfile.catalogue.sources
    if names:
        return [sources.find(name) for name in names]
    if everything:
        return sources.all()
    cut_off = {crawl.source_id for crawl in backfile.catalogue.crawls.unfinished()}
    due = {source.id for source in sources.due(backfile.clock())}
    return [source for source in sources.all() if source.id in due or source.id in cut_off]


@click.command()
@click.argument("url", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def archive(context: Context, url: tuple[str, ...], as_json: bool) -> None:
    """Keep each URL as it is now, with the images and style sheets that it needs.

    Example: backfile archive https://example.com/a-post.html
    """
    with context.backfile() as backfile, interruptible() as stop:
        results = archive_now(backfile, url, stop=stop, quiet=as_json)
    if as_json:
        click.echo(json.dumps({"captures": results}))
    failed = [(result["url"], result["error"]) for result in results if result["error"]]
    if failed:
        raise NotArchived(failed)
    abort_if(stop)


def archive_now(
    backfile: Backfile, urls: Sequence[str], *, stop: threading.Event, quiet: bool
) -> list[dict[str, Any]]:
    """Archive URLs and index them; one shape per URL, in order. Raises FolderInUse, DiskFull."""
    shapes: list[dict[str, Any]] = []
    with (
        backfile.archiving("an archive command") as archiving,
        bar("archiving", quiet=quiet) as line,
    ):
        for result in archiving.crawler.archive(urls, on_progress=line.crawl, stop=stop):
            shapes.append(capture_shape(result.url, result.capture, result.error))
            if not quiet and result.capture:
                part = f", cut off ({result.capture.truncated})" if result.capture.truncated else ""
                kept = f"kept{part}, status {result.capture.status}, {shapes[-1]['snapshot_url']}"
                click.echo(one_line(f"{result.url}: {kept}"))
    bring_up_to_date(backfile, stop=stop, quiet=True)
    return shapes
