"""The options that every command takes, before its name or after it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

FLAGS = "backfile.flags"
"""Where a run of the command line keeps what was given, in ``Context.meta``."""


def take_everywhere(command: click.Command) -> click.Command:
    """Give a command, and those in it, the options that it does not have yet; the same command."""
    known = {param.name for param in command.params}
    command.params += [option for option in _options(hidden=True) if option.name not in known]
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            take_everywhere(inner)
    return command


def shown_options() -> list[click.Parameter]:
    """The same options as ``backfile --help`` shows them."""
    return list(_options(hidden=False))


def given(context: click.Context) -> dict[str, Any]:
    """What was given so far, by name; what comes later is added to this very dict."""
    flags: dict[str, Any] = context.find_root().meta.setdefault(FLAGS, {})
    return flags


def _options(*, hidden: bool) -> list[click.Option]:
    common: dict[str, Any] = {"expose_value": False, "callback": _keep, "hidden": hidden}
    return [
        click.Option(
            ["--data"], metavar="DIR", help="Folder of the archive.  [default: ./backfile-data]", **common
        ),
        click.Option(
            ["--config"],
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Settings in a TOML file.",
            **common,
        ),
        click.Option(
            ["--log-format"], metavar="text|json", help="How log lines look.  [default: text]", **common
        ),
        click.Option(["--proxy"], metavar="URL", help="HTTP proxy that the crawler goes through.", **common),
    ]


def _keep(context: click.Context, param: click.Parameter, value: object) -> None:
    if value is not None and param.name:
        given(context)[param.name] = value
