"""The command ``backfile``: thin doors, one per verb."""

from __future__ import annotations

import errno
import sys

import click

from archive.errors import BackfileError
from web.commands.context import Context
from web.commands.everywhere import given, shown_options
from web.commands.table import Commands
from web.commands.telling import document_of
from web.terminal import one_line
from web.version import VERSION


@click.group(
    cls=Commands,
    params=shown_options(),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(VERSION, prog_name="backfile")
@click.pass_context
def cli(context: click.Context) -> None:
    """Archive blogs as they were, find every post again, and cite it.

    Every setting is also a variable BACKFILE_<NAME>. To look around: backfile demo
    """
    context.obj = Context(given(context))


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 failed with a clear word on stderr, 2 wrong usage."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit status."""
    try:
        status = cli.main(args=arguments, prog_name="backfile", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("Stopped. What was done is kept; the same command goes on from there.", err=True)
        return 130
    except BackfileError as error:
        return _failed(error, one_line(str(error)), arguments)
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except OSError as error:
        if error.errno not in (
            errno.ENOSPC,
            errno.EDQUOT,
            errno.EROFS,
            errno.EACCES,
            errno.EPERM,
            errno.EMFILE,
        ):
            raise
        sentence = f"{error.strerror}: {error.filename or 'the data folder'}. Nothing was lost."
        return _failed(error, sentence, arguments)
    return status if isinstance(status, int) else 0


def _failed(error: BackfileError | OSError, sentence: str, arguments: list[str] | None) -> int:
    document = document_of(error, sentence, sys.argv[1:] if arguments is None else arguments)
    if document is not None:
        click.echo(document)
    click.echo(f"Error: {sentence}", err=True)
    return 1
