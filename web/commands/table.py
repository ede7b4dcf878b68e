"""Every command: where it is, and what the list of commands says of it. The module is read when the command is run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

import click

from web.commands.everywhere import take_everywhere


@dataclass(frozen=True, slots=True)
class Entry:
    """A command: a module of this folder, its name in there, and its help's first sentence (a test holds it to that)."""

    module: str
    name: str
    summary: str


TABLE: Mapping[str, Entry] = {
    "add": Entry("adding", "add", "Follow a blog: find out what URL is, and crawl it once."),
    "archive": Entry(
        "crawls", "archive", "Keep each URL as it is now, with the images and style sheets that it needs."
    ),
    "backup": Entry("backing_up", "backup", "Make a verified backup in DIR, while everything goes on."),
    "crawl": Entry("crawls", "crawl", "Crawl sources now; resume what was cut off."),
    "demo": Entry(
        "demonstration",
        "demo",
        "Crawl a small made-up blog world over HTTP, edit a post, crawl again, and serve what was found.",
    ),
    "export": Entry(
        "exporting",
        "export",
        "Write a WACZ package, which any viewer of web archives opens and `import` takes back.",
    ),
    "import": Entry(
        "importing",
        "import_",
        "Take in WARC and WACZ files, exports of Blogger and WordPress, lists of blogs (OPML), or of URLs to archive.",
    ),
    "index": Entry("finding", "index", "Bring the index up to the archive."),
    "recover": Entry("recovering", "recover", "Make the catalogue again from the WARC files alone."),
    "manifest": Entry(
        "manifesting", "manifest", "Write the manifest of each day that is over, and list the newest ones."
    ),
    "report": Entry(
        "reporting",
        "report",
        "Tell what came of a crawl: what is new, changed, gone, refused or failed, and why.",
    ),
    "restore": Entry(
        "backing_up",
        "restore",
        "Put the newest backup in DIR into the data folder, which must be new or empty.",
    ),
    "search": Entry(
        "finding",
        "search",
        'Search as the page does; repeat an option for "or", put - before a value to leave it out.',
    ),
    "serve": Entry("serving", "serve", "Serve the pages, and keep a worker that crawls and indexes."),
    "source": Entry("source_settings", "source", "The settings of one source."),
    "sources": Entry("sources", "sources", "List the sources, how they fare and when they are due."),
    "status": Entry("standing", "status", "Counts, sizes, lag, the last crawl, versions."),
    "takedown": Entry(
        "takedown",
        "takedown",
        "Hide a URL everywhere, at once; then erase its bytes; it does not come in again.",
    ),
    "user": Entry("users", "user", "Accounts of the admin pages."),
    "verify": Entry(
        "verifying", "verify", "Check that records are what was written, and the index what they give."
    ),
    "worker": Entry("working", "worker", "Crawl what is due and index it, without serving pages."),
}


class Commands(click.Group):
    """A group that reads a command's module only when that command is asked for: ``--help`` reads none."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the alphabet."""
        return sorted(TABLE)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; None when there is none."""
        entry = TABLE.get(cmd_name)
        if entry is None:
            return None
        command: click.Command = getattr(import_module(f"web.commands.{entry.module}"), entry.name)
        return take_everywhere(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands in ``--help``, from the table."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, TABLE[name].summary) for name in self.list_commands(ctx)])
