"""The pair of processes: the web process, and its worker beside it."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from pathlib import Path

import click

from archive.errors import FolderInUse
from archive.store.locks import holder
from web.app import create_app
from web.compose import Backfile
from web.serving import address_of, serve
from web.supervisor import WorkerProcess


def run_pair(backfile: Backfile, sock: socket.socket, *, worker: bool) -> None:
    """Print the address (and the set-up link at the first start), then serve until told to stop."""
    base = backfile.settings.public_url or address_of(sock)
    with ExitStack() as stack:
        stack.callback(sock.close)
        if worker:
            _demand_no_worker(backfile.settings.data)
            stack.enter_context(WorkerProcess(backfile.settings))
        click.echo(f"Backfile is at {base}/")
        if not backfile.catalogue.accounts.has_users():
            token = backfile.catalogue.accounts.new_setup_token()
            click.echo(f"Set up the admin account (this link works once): {base}/admin/setup?token={token}")
        click.echo("Stop with Ctrl-C.")
        serve(create_app(backfile), sock)


def _demand_no_worker(data: Path) -> None:
    """A second service over one folder would only lose its worker again and again: say so at once."""
    other = holder(data, "schedule")
    if other:
        raise FolderInUse(str(data), "schedule", other)
