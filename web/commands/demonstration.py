"""``demo``: a made-up world, crawled and served, told step by step as it goes."""

from __future__ import annotations

import time
from pathlib import Path

import click

from archive.errors import BackfileError
from archive.model import Source
from web.commands.context import Context
from web.commands.crawls import crawl_now, raise_failed
from web.commands.interrupt import interruptible
from web.compose import Backfile
from web.demo.world import World
from web.following import follow, look_at
from web.pair import run_pair
from web.serving import listen

MARK = "THIS-IS-A-DEMO.txt"
MARK_TEXT = "Made by `backfile demo`. Nothing in here is real; the folder may be deleted.\n"


class NotADemo(BackfileError):
    """The data folder holds something that is not a demo."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"The folder {path} is not empty and holds no demo. So that nothing of yours is mixed with made-up "
            "posts, choose another: backfile --data demo-data demo"
        )


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


def demonstrate(context: Context, *, port: int | None, leave: bool) -> None:
    """Start the made-up world, crawl it, change it, crawl it again, index, and (unless ``leave``) serve."""
    started = time.monotonic()
    settings = context.settings(port=port)
    _claim(settings.data)
    sock = None if leave else listen(settings.host, settings.port)
    with World() as world:
        click.echo(f"A made-up blog world is up on loopback, {world.proxy_url}: {', '.join(world.home_urls)}")
        with context.backfile(port=port, proxy=world.proxy_url, min_delay=0) as backfile:
            _crawl_twice(backfile, world)
            counts = backfile.catalogue.counts()
            click.echo(
                f"The archive holds {counts.pages} pages with {counts.captures} captures; the index holds "
                f"{backfile.engine.count()} documents. That took {time.monotonic() - started:.0f} seconds."
            )
            if sock is not None:
                run_pair(backfile, sock, worker=True)


def _claim(data: Path) -> None:
    if data.is_dir() and any(data.iterdir()) and not (data / MARK).is_file():
        raise NotADemo(data)


def _crawl_twice(backfile: Backfile, world: World) -> None:
    (backfile.settings.data / MARK).write_text(MARK_TEXT, encoding="utf-8")
    with interruptible() as stop:
        click.echo("First crawl: everything is new.")
        sources = [_follow(backfile, url) for url in world.home_urls]
        raise_failed(crawl_now(backfile, sources, full=False, stop=stop, quiet=False))
        click.echo(f"Meanwhile, {world.edit_post()}")
        click.echo(f"And {world.delete_post()}")
        click.echo("Second crawl: only what changed is fetched.")
        raise_failed(crawl_now(backfile, sources, full=False, stop=stop, quiet=False))
        if stop.is_set():
            raise KeyboardInterrupt


def _follow(backfile: Backfile, url: str) -> Source:
    found = look_at(backfile, url)
    known = backfile.catalogue.sources.by_surt(found.surt)
    return known or follow(backfile, found)
