"""``import``: what others archived or exported, taken in."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import click

from archive import uri
from archive.discover import xmltext
from archive.errors import BackfileError, ImportRefused
from archive.exchange import opml
from archive.exchange.export_import import Wishes
from archive.exchange.form import Form
from archive.exchange.imports import files_of, form_of_file, import_file
from archive.exchange.report import ImportReport
from archive.store.room import Room
from web.bars import Bar, bar
from web.blogroll import Outcome, follow_all
from web.commands.context import Context
from web.commands.crawls import archive_now
from web.commands.indexing import bring_up_to_date
from web.commands.interrupt import interruptible
from web.compose import Backfile
from web.terminal import one_line
from web.wording import counted

URL_LIST = (".txt", ".list", ".urls")


class FilesRefused(BackfileError):
    """At least one file could not be taken, or not whole."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(reasons))


@click.command("import")
@click.argument("file", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--blog", metavar="URL", help="Where the blog of an export is, or was, if the export does not say so."
)
@click.pass_obj
def import_(context: Context, file: tuple[Path, ...], blog: str | None) -> None:
    """Take in WARC and WACZ files, exports of Blogger and WordPress, lists of blogs (OPML), or of URLs to archive.

    What a file is, is told by its bytes; a list of URLs is a .txt file with one a line. Of an export, the articles
    are taken that the archive does not hold from the web. Says what was taken, what was refused, and why.

    Example: backfile import collection.warc.gz

    Example: backfile import takeout-20260301.zip --blog https://saltmarsh.example/

    Example: backfile import blogs.opml
    """
    wished = uri.canonical(blog) if blog else None
    problems: list[str] = []
    with context.backfile() as backfile, interruptible() as stop:
        for path in file:
            if stop.is_set():
                break
            try:
                problems += _take(backfile, path, wished, stop)
            except ImportRefused as error:
                problems.append(str(error))
        bring_up_to_date(backfile, stop=stop, quiet=False)
    if problems:
        raise FilesRefused(problems)


def _take(backfile: Backfile, path: Path, blog: str | None, stop: threading.Event) -> list[str]:
    """Take one file in; returns what could not be done."""
    if path.suffix.lower() in URL_LIST:
        urls = [line.strip() for line in _lines(path) if line.strip() and not line.startswith("#")]
        shapes = archive_now(backfile, urls, stop=stop, quiet=False)
        return [shape["error"] for shape in shapes if shape["error"]]
    problems = []
    for each in files_of(path):
        if form_of_file(each) is Form.OPML:
            problems += _follow(backfile, each, stop)
            continue
        backfile.room.require(each.stat().st_size)
        with backfile.archiving("an import") as archiving, bar(each.name) as line:
            report = import_file(
                each,
                archiving.catalogue,
                archiving.store,
                wishes=Wishes(blog, stop.is_set),
                on_progress=_shown(line, backfile.room),
            )
        problems += _told(each, report)
    return problems


def _shown(line: Bar, room: Room) -> Callable[[int, int], None]:
    """Shows how far it is, and ends it where the room ends: imported again, the file is gone on with."""

    def show(done: int, total: int) -> None:
        line.part(done, total)
        room.require()

    return show


def _told(path: Path, report: ImportReport) -> list[str]:
    click.echo(f"{path}: {report.summary()}")
    for sentence in report.notices:
        click.echo("  " + one_line(sentence))
    for what, why in report.refused:
        click.echo("  " + one_line(f"refused {what}: {why}"), err=True)
    if report.unlisted:
        click.echo(f"  and {report.unlisted} more were refused", err=True)
    problems = [report.broken] if report.broken else []
    if report.export:
        for what, why in report.doubts:
            click.echo("  " + one_line(f"{what}: {why}"), err=True)
        if report.left:
            problems.append(f"{path}: not everything could be taken, as told above.")
    if report.stopped:
        problems.append(f"{path}: stopped. Import it again to go on from there.")
    return problems


def _follow(backfile: Backfile, path: Path, stop: threading.Event) -> list[str]:
    try:
        with path.open("rb") as file:
            blogroll = opml.parse(file.read(xmltext.MAX_BYTES + 1))
    except xmltext.UnsafeXmlError as unsafe:
        raise ImportRefused(str(path), str(unsafe)) from None
    if not blogroll.outlines and not blogroll.refused:
        raise ImportRefused(str(path), "there is no blog in the list")
    counts: Counter[Outcome] = Counter({Outcome.REFUSED: len(blogroll.refused)})
    for what, why in blogroll.refused:
        click.echo("  " + one_line(f"refused {what}: {why}"), err=True)
    total = len(blogroll.outlines) + len(blogroll.refused)
    for answered in follow_all(backfile, blogroll.outlines, stop=stop):
        counts[answered.outcome] += 1
        said = f"{answered.outcome} {answered.outline.url}: {answered.text}"
        click.echo(
            "  " + one_line(f"({counts.total()} of {total}) {said}"),
            err=answered.outcome is Outcome.REFUSED,
        )
    told = ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome if counts[outcome]) or "none"
    click.echo(f"{path}: of {counted(total, 'blog')}, {told}")
    for sentence in blogroll.notices:
        click.echo("  " + sentence)
    if counts[Outcome.ADDED]:
        click.echo("  `backfile crawl` crawls the new ones now; the worker does so by itself.")
    if stop.is_set():
        return [f"{path}: stopped. Import it again to go on from there."]
    return [f"{path}: not every blog could be followed, as told above."] if counts[Outcome.REFUSED] else []


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise ImportRefused(str(path), error.strerror or "it can't be read") from None
    except UnicodeDecodeError:
        raise ImportRefused(str(path), "a list of URLs is a text file in UTF-8") from None
