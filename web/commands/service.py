"""``serve``, ``worker`` and ``demo``: what keeps running."""

from __future__ import annotations

import click

from web.commands.context import Context
from web.commands.demonstration import demonstrate
from web.service import run_service
from web.serving import listen
from web.worker import work


@click.command()
@click.option("--host", metavar="ADDRESS", help="Address to serve on.  [default: 127.0.0.1]")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port to serve on; 0 picks a free one.  [default: 8080]"
)
@click.option("--no-worker", is_flag=True, help="Only serve; `backfile worker` runs elsewhere.")
@click.pass_obj
def serve(context: Context, host: str | None, port: int | None, no_worker: bool) -> None:
    """Serve the pages, and keep a worker that crawls and indexes.

    Example: backfile serve --port 8080
    """
    with context.backfile(host=host, port=port) as backfile:
        sock = listen(backfile.settings.host, backfile.settings.port)
        run_service(backfile, sock, worker=not no_worker)


@click.command()
@click.pass_obj
def worker(context: Context) -> None:
    """Crawl what is due and index it, without serving pages.

    Example: backfile worker
    """
    with context.backfile() as backfile:
        work(backfile)


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port to serve on; 0 picks a free one.  [default: 8080]"
)
@click.option("--exit", "leave", is_flag=True, help="Stop after printing what was done.")
@click.pass_obj
def demo(context: Context, port: int | None, leave: bool) -> None:
    """Crawl a small made-up blog world over HTTP, edit a post, crawl again, and serve what was found.

    Example: backfile demo
    """
    demonstrate(context, port=port, leave=leave)


COMMANDS = (serve, worker, demo)
