"""The options that set how a Source is crawled: delays, limits, patterns, headers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from archive.crawl.bounds.policy import changed, read, shown
from archive.model import Policy

_OPTIONS = (
    (
        "delay",
        "--delay",
        "S",
        False,
        "Seconds between two requests to a host; longer than the service's own.",
    ),
    ("concurrency", "--concurrency", "N", False, "Hosts at the same time."),
    ("max_bytes", "--max-bytes", "20MB", False, "Largest answer to keep whole."),
    ("max_crawl_bytes", "--max-crawl-bytes", "2GB", False, "Bytes in one crawl; the rest comes next time."),
    ("max_targets", "--max-requests", "N", False, "Requests in one crawl; the rest comes next time."),
    ("daily_looks", "--daily-looks", "N", False, "Second looks at known articles, a day."),
    ("depths", "--depth", "KIND=N", True, "Links within the source to follow, by kind of link: body=1."),
    ("budgets", "--budget", "KIND=N", True, "Articles around it, by kind of link: popular=20."),
    ("include", "--include", "PATTERN", True, "Only these articles: /2024/* or blog.example/essays/*."),
    ("exclude", "--exclude", "PATTERN", True, "None of these articles and lists."),
    ("headers", "--header", "'NAME: VALUE'", True, "Sent to its own host only; @FILE has one a line."),
    ("cookies", "--cookie", "'NAME=VALUE'", True, "Sent to its own host only; @FILE has them."),
)
_BY_KIND = ("depths", "budgets")


def policy_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options; it gets them by the names of a Policy's fields."""
    for field, option, metavar, multiple, text in reversed(_OPTIONS):
        command = click.option(option, field, metavar=metavar, multiple=multiple, help=text)(command)
    return command


def policy_with(policy: Policy, given: Mapping[str, str | Sequence[str] | None]) -> Policy:
    """A Policy with what was given on the command line: an empty value takes a setting back. Raises BadPolicy."""
    texts = {}
    for name, value in given.items():
        if value is None or value == ():
            continue
        texts[name] = value if isinstance(value, str) else _joined(name, value)
        if name in _BY_KIND and texts[name]:
            read(name, texts[name])
            texts[name] = f"{shown(policy, name)}\n{texts[name]}"
    return changed(policy, texts)


def _joined(name: str, values: Sequence[str]) -> str:
    if name in ("headers", "cookies"):
        values = [_from_file(value) if value.startswith("@") else value for value in values]
    return ("; " if name == "cookies" else "\n").join(value.strip() for value in values)


def _from_file(value: str) -> str:
    try:
        return Path(value[1:]).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{value[1:]} can't be read: {error}") from None
