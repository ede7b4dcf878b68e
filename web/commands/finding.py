"""``search`` and ``index``: the same search as the page, and the index behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click
from markupsafe import Markup

from indexer.model import Results
from indexer.parameters import parse_query
from web.commands.context import Context
from web.commands.indexing import bring_up_to_date, give_up, rebuild
from web.commands.interrupt import interruptible
from web.compose import Backfile
from web.json_text import json_text
from web.listing import PRINTED
from web.reading.answer import answer_json
from web.settings import Settings
from web.terminal import one_line
from web.wording import counted, left_out, value_name

HITS = 20


@click.command()
@click.argument("query", nargs=-1)
@click.option("--source", multiple=True, help="Only this source.")
@click.option("--author", multiple=True, help="Only this author.")
@click.option("--label", multiple=True, help="Only this label.")
@click.option("--year", multiple=True, help="Only this year; undated for what has no date.")
@click.option("--month", multiple=True, help="Only this month, such as 2024-05.")
@click.option("--day", multiple=True, help="Only this day, such as 2024-05-31.")
@click.option("--lang", multiple=True, help="Only this language, such as en or ar.")
@click.option("--kind", multiple=True, help="post, page or related.")
@click.option("--status", multiple=True, help="live, changed, gone, blocked or exported.")
@click.option(
    "--sort", type=click.Choice(["relevance", "newest", "oldest", "changed"]), help="The order of the hits."
)
@click.option(
    "--copies", type=click.Choice(["one", "all"]), help="Each text once, or each copy of it.  [default: one]"
)
@click.option("--limit", type=click.IntRange(1, 100), help="How many hits.  [default: 20; with --form: all]")
@click.option("--page", type=click.IntRange(1), help="Which page of the list.  [default: 1]")
@click.option("--form", type=click.Choice(PRINTED), help="Print the whole list in this form.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def search(
    context: Context,
    /,
    query: tuple[str, ...],
    sort: str | None,
    copies: str | None,
    limit: int | None,
    page: int | None,
    form: str | None,
    as_json: bool,
    **facets: tuple[str, ...],
) -> None:
    """Search as the page does; repeat an option for "or", put - before a value to leave it out.

    A value that begins with - itself is written with a backslash before it: --label '\\-x'.

    Example: backfile search "river treaty" --year 2024 --lang en
    """
    if form is not None and as_json:
        raise click.UsageError("--form and --json exclude each other.")
    if form is not None and page is not None:
        raise click.UsageError("--form prints the whole list, which has no pages: leave --page out.")
    paged = {"page": (str(page or 1),), "per_page": (str(limit or HITS),)}
    typed = {"q": query, "sort": (sort or "",), "copies": (copies or "",), **paged}
    wanted, notices = parse_query({**facets, **typed})
    with context.backfile(existing=True) as backfile:
        if form is not None:
            from web.listing.printed import pieces  # a web framework comes along

            for notice in [*notices, *_behind(backfile)]:
                click.echo(one_line(notice), err=True)
            for piece in pieces(form, wanted, backfile, _root(backfile.settings), most=limit):
                click.echo(piece, nl=False)
            return
        results = backfile.engine.search(wanted)
        shape = answer_json(results, notices=[*notices, *_behind(backfile)])
    if as_json:
        click.echo(json_text(shape))
        return
    _print(shape, results)


def _print(shape: dict[str, Any], results: Results) -> None:
    """An answer for people: what it has to say on the error output, the hits on the other."""
    for notice in shape["notices"]:
        click.echo(one_line(notice), err=True)
    click.echo(f"{shape['total']} found" + (" (any of the words)" if shape["mode"] == "any" else ""))
    for line in _beside(results):
        click.echo(one_line(line))
    for hit in shape["hits"]:
        click.echo("\n" + one_line(hit["title"]))
        facts = (hit["published"] or "")[:10], hit["author"], hit["source"]
        click.echo("  " + one_line(" · ".join(fact for fact in facts if fact)))
        click.echo("  " + one_line(hit["url"]))
        if hit["copies"]:
            sites = ", ".join(dict.fromkeys(copy["site"] for copy in hit["copies"]))
            click.echo("  " + one_line(f"also at {sites}"))
        for change in hit["changes"]:
            words = Markup(change["snippet"]).striptags()  # noqa: S704 - a snippet is escaped already
            click.echo("  " + one_line(f"{change['kind']} by {change['to'][:10]}: {words}"))


def _beside(results: Results) -> Iterator[str]:
    """What else could be asked: copies that are not listed, another spelling, and where nothing was found, less."""
    if results.folded:
        yield f"{counted(results.folded, 'copy', 'copies')} of the same texts not listed: --copies all lists each."
    if results.did_you_mean:
        yield f"Did you mean {results.did_you_mean}"
    for one in results.wider:
        value = f" {value_name(one.value, one.without)}" if one.value else ""
        yield f"{left_out(one)}{value}: {counted(one.count, 'article')}"


def _behind(backfile: Backfile) -> list[str]:
    """What is not in the index yet, as after a restore, can't be found."""
    lag = backfile.catalogue.changes.last() - backfile.engine.checkpoint()
    if lag <= 0:
        return []
    return [f"The index is {counted(lag, 'change')} behind the archive; `backfile index` brings it up."]


def _root(settings: Settings) -> str:
    """The address that links in a list begin with."""
    return settings.public_url or f"http://{settings.host}:{settings.port}"


@click.command()
@click.option("--rebuild", "anew", is_flag=True, help="Build a new index beside the old one, then swap.")
@click.option("--fresh", is_flag=True, help="With --rebuild: go on with nothing that was cut off.")
@click.option("--drop", is_flag=True, help="Give up a rebuild that was cut off, and free its room.")
@click.pass_obj
def index(context: Context, anew: bool, fresh: bool, drop: bool) -> None:
    """Bring the index up to the archive.

    A rebuild that is cut off goes on where it was, the next time it is asked for.

    Example: backfile index --rebuild
    """
    if fresh and not anew:
        raise click.UsageError("--fresh is for a rebuild: add --rebuild.")
    if drop and anew:
        raise click.UsageError("Choose one of --rebuild and --drop.")
    with context.backfile(existing=True) as backfile, interruptible() as stop:
        if drop:
            give_up(backfile)
        elif anew:
            if not rebuild(backfile, stop=stop, anew=fresh).rebuilt:
                raise click.Abort
        elif bring_up_to_date(backfile, stop=stop, quiet=False) is None:
            click.echo("The index is up to date.")
