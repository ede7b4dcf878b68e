"""``import``: what others archived, taken in."""

from __future__ import annotations

from pathlib import Path

import click

from archive.errors import BackfileError, ImportRefused
from archive.exchange.warc_import import import_file
from web.bars import bar
from web.commands.context import Context
from web.commands.crawls import archive_now
from web.commands.indexing import bring_up_to_date
from web.commands.interrupt import interruptible
from web.terminal import one_line

URL_LIST = (".txt", ".list", ".urls")


class FilesRefused(BackfileError):
    """At least one file could not be taken, or not whole."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(reasons))


@click.command("import")
@click.argument("file", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.pass_obj
def import_(context: Context, file: tuple[Path, ...]) -> None:
    """Take in WARC and WACZ files, or a text file with one URL a line to archive now.

    Says what was taken, what was refused, and why.

    Example: backfile import collection.warc.gz
    """
    problems: list[str] = []
    with context.backfile() as backfile, interruptible() as stop:
        for path in file:
            if path.suffix.lower() in URL_LIST:
                urls = [line.strip() for line in _lines(path) if line.strip() and not line.startswith("#")]
                shapes = archive_now(backfile, urls, stop=stop, quiet=False)
                problems += [shape["error"] for shape in shapes if shape["error"]]
                continue
            try:
                with backfile.archiving("an import") as archiving, bar(path.name) as line:
                    report = import_file(path, archiving.catalogue, archiving.store, on_progress=line.part)
            except ImportRefused as error:
                problems.append(str(error))
                continue
            click.echo(f"{path}: {report.summary()}")
            for what, why in report.refused:
                click.echo("  " + one_line(f"refused {what}: {why}"), err=True)
            if report.broken:
                problems.append(report.broken)
        bring_up_to_date(backfile, stop=stop, quiet=False)
    if problems:
        raise FilesRefused(problems)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise ImportRefused(str(path), error.strerror or "it can't be read") from None
    except UnicodeDecodeError:
        raise ImportRefused(str(path), "a list of URLs is a text file in UTF-8") from None
