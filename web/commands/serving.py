"""``serve``: the web process, with the worker beside it."""

from __future__ import annotations

import click

from web.commands.contact import tell_contact
from web.commands.context import Context
from web.pair import run_pair
from web.serving import listen


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
        tell_contact(backfile)
        run_pair(backfile, sock, worker=not no_worker)
