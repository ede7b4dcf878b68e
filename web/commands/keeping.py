"""``import``, ``verify`` and ``status``: what the archive holds, and whether it still does."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from archive.errors import BackfileError, ImportRefused
from archive.exchange.warc_import import import_file
from archive.store.fixity import check
from web.commands.context import Context
from web.commands.crawls import archive_now
from web.commands.indexing import bring_up_to_date
from web.commands.interrupt import interruptible
from web.progress import ProgressLine
from web.status import status_of, status_text

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
                with backfile.archiving("an import") as archiving, ProgressLine(path.name) as line:
                    report = import_file(path, archiving.catalogue, archiving.store, on_progress=line.part)
            except ImportRefused as error:
                problems.append(str(error))
                continue
            click.echo(f"{path}: {report.summary()}")
            for what, why in report.refused:
                click.echo(f"  refused {what}: {why}", err=True)
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


class Unsound(BackfileError):
    """Fixity found something off."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"{number} faults found. The list says what each one hits and what to do.")


@click.command()
@click.option("--full", is_flag=True, help="Read every record.  [default: a sample of 1000]")
@click.option("--sample", type=click.IntRange(1), metavar="N", help="Read N records, chosen at random.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def verify(context: Context, full: bool, sample: int | None, as_json: bool) -> None:
    """Check that every record can be read back and is what was written.

    Example: backfile verify --full
    """
    with context.backfile() as backfile, ProgressLine("verifying", quiet=as_json) as line:
        faults = check(
            backfile.catalogue,
            backfile.settings.data,
            sample=None if full else sample or 1000,
            on_progress=line.part,
        )
    if as_json:
        click.echo(json.dumps({"faults": [asdict(fault) for fault in faults]}))
    else:
        for fault in faults:
            click.echo(str(fault))
        click.echo("All is as it was written." if not faults else "")
    if faults:
        raise Unsound(len(faults))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def status(context: Context, as_json: bool) -> None:
    """Counts, sizes, lag, the last crawl, versions.

    Example: backfile status --json
    """
    with context.backfile() as backfile:
        found = status_of(backfile)
    click.echo(json.dumps(found) if as_json else status_text(found))


COMMANDS = (import_, verify, status)
