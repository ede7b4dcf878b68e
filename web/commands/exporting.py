"""``export``: a WACZ package of what the archive holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from archive.errors import ExportStopped, NotWritable
from archive.exchange.package.writing import Packed, Wanted, Watch
from archive.model import Source
from archive.store.room import Room
from indexer.parameters import parse_query
from web.bars import Bar, Bars
from web.commands.context import Context
from web.commands.interrupt import interruptible
from web.commands.telling import ToldAlready
from web.compose import Backfile
from web.progress import size
from web.publishing import published_path
from web.terminal import one_line
from web.wording import counted


class ExportIncomplete(ToldAlready):
    """A package without what could not be read back."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(
            f"{counted(number, 'capture')} could not be read back, and so the package lacks them. "
            "`backfile verify --full` says what is hit."
        )


@click.command()
@click.option(
    "--wacz",
    "file",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write.",
)
@click.option("--source", metavar="S", help="Only the articles of this source and those found around it.")
@click.option("--query", metavar="Q", help="Only the articles that this search finds.")
@click.option(
    "--publish",
    is_flag=True,
    help="Write it where `serve` offers it to everyone, under /wacz/; FILE is its name.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def export(
    context: Context, file: Path, source: str | None, query: str | None, publish: bool, as_json: bool
) -> None:
    """Write a WACZ package, which any viewer of web archives opens and `import` takes back.

    With --source or --query it holds the articles that fit both, all their captures, and what these need to be shown;
    with neither it holds everything. It only reads, so a service may go on meanwhile.

    Example: backfile export --wacz harbour.wacz --source "Harbour Notes" --query "year:2024 ferry"
    """
    with context.backfile(existing=True) as backfile, interruptible() as stop, Bars(quiet=as_json) as bars:
        target = _target(backfile, file, publish=publish)
        chosen = backfile.catalogue.sources.find(source) if source else None
        wanted = Wanted(_title(backfile, chosen, query), _page_ids(backfile, chosen, query))
        try:
            packed = backfile.packaging().write(
                target, wanted, Watch(_Steps(bars, backfile.room.beside(target)), stop.is_set)
            )
        except ExportStopped as stopped:
            click.echo(str(stopped), err=True)
            raise click.exceptions.Exit(130) from None
    _tell(target, packed, as_json=as_json)
    if packed.damaged:
        raise ExportIncomplete(len(packed.damaged))


class _Steps:
    """A bar for each step of the work, which ends where the room does."""

    def __init__(self, bars: Bars, room: Room) -> None:
        self._bars = bars
        self._room = room
        self._known: dict[str, Bar] = {}

    def __call__(self, doing: str, done: int, total: int) -> None:
        self._room.require()
        if doing not in self._known:
            self._known[doing] = self._bars.bar(doing)
        self._known[doing].part(done, total)


def _target(backfile: Backfile, file: Path, *, publish: bool) -> Path:
    if not publish:
        return file
    target = published_path(Path(backfile.settings.data), str(file))
    try:
        target.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise NotWritable(str(target.parent), error.strerror or str(error)) from error
    return target


def _title(backfile: Backfile, source: Source | None, query: str | None) -> str:
    return ": ".join(filter(None, (source.name if source else backfile.settings.title, query)))


def _page_ids(backfile: Backfile, source: Source | None, query: str | None) -> Iterator[str] | None:
    """The ids of the Pages that are asked for; None for everything."""
    if query is None:
        return backfile.catalogue.pages.ids(source.id) if source else None
    asked, notices = parse_query({"q": (query,)})
    results = backfile.engine.search(replace(asked, per_page=1, with_facets=False))
    for notice in (*notices, *results.notices):
        click.echo(one_line(notice), err=True)
    if results.mode == "any":
        click.echo(
            "No article, or hardly any, has all of these words: taking those with any of them.", err=True
        )
    found = backfile.engine.found(replace(asked, each_copy=True))  # a copy is a capture of its own
    return found if source is None else _of_source(backfile, found, source.id)


def _of_source(backfile: Backfile, page_ids: Iterator[str], source_id: int) -> Iterator[str]:
    for page_id in page_ids:
        page = backfile.catalogue.pages.get(page_id)
        if page is not None and page.source_id == source_id:
            yield page_id


def _tell(target: Path, packed: Packed, *, as_json: bool) -> None:
    if as_json:
        shape = {
            "file": str(target),
            "pages": packed.pages,
            "captures": packed.captures,
            "bytes": packed.bytes,
            "damaged": [{"url": one.url, "timestamp": one.timestamp} for one in packed.damaged],
        }
        click.echo(json.dumps(shape))
        return
    for one in packed.damaged:
        click.echo("  " + one_line(f"left out {one.url} of {one.timestamp}: its record is damaged"), err=True)
    click.echo(
        f"{target}: {counted(packed.pages, 'page')}, {counted(packed.captures, 'capture')}, {size(packed.bytes)}"
    )
