"""The command ``backfile``: thin doors, one per verb."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import click

from archive.errors import BackfileError
from web.commands.context import Context
from web.commands.table import Commands
from web.version import VERSION


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--data", metavar="DIR", help="Folder of the archive.  [default: ./backfile-data]")
@click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Settings in a TOML file.")
@click.option("--log-format", metavar="text|json", help="How log lines look.  [default: text]")
@click.option("--proxy", metavar="URL", help="HTTP proxy that the crawler goes through.")
@click.version_option(VERSION, prog_name="backfile")
@click.pass_context
def cli(
    context: click.Context, data: str | None, config: Path | None, log_format: str | None, proxy: str | None
) -> None:
    """Archive blogs as they were, find every post again, and cite it.

    Every setting is also a variable BACKFILE_<NAME>. To look around: backfile demo
    """
    flags = {"data": data, "log_format": log_format, "proxy": proxy}
    context.obj = Context(flags, config)


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
        click.echo(f"Error: {error}", err=True)
        return 1
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
        click.echo(
            f"Error: {error.strerror}: {error.filename or 'the data folder'}. Nothing was lost.", err=True
        )
        return 1
    return status if isinstance(status, int) else 0
