"""``worker``: the second process alone. Apart from ``serve``, so that it carries no pages and templates."""

from __future__ import annotations

import click

from web.commands.context import Context
from web.worker import work


@click.command()
@click.pass_obj
def worker(context: Context) -> None:
    """Crawl what is due and index it, without serving pages.

    Example: backfile worker
    """
    with context.backfile() as backfile:
        work(backfile)
