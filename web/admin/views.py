"""The keeper's desk: Sources and crawls. Nothing here fetches: a button inserts a request, the worker does the rest.

A stranger gets 401 with the form to log in, wherever in ``/admin`` he knocks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, jsonify, make_response, redirect, render_template, request
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response as AnyResponse

from archive import backrun, uri
from archive.crawl.frontier.frontier import Frontier
from archive.crawl.report import report_of
from archive.errors import BadSchedule, BadUrl, SourceExists, UnknownZone
from archive.model import Crawl, Source, TargetState, Trigger
from archive.store.crawls import UNFINISHED
from archive.store.links import Named
from web.admin import addition, entry, gate
from web.admin.addition import Typed
from web.admin.policing import rules
from web.admin.steering import wheel
from web.admin.timing import HOW, Timing
from web.current import backfile
from web.introduction import introduction
from web.progress import pace
from web.shapes import crawl_shape, health, report_shape
from web.statuses import Forged, NotLoggedIn, Refused, TooManyAttempts, WrongPassword, status_of
from web.visits import revisit, visits_text, word_text
from web.wording import why_not

desk = Blueprint("desk", __name__, url_prefix="/admin")
desk.register_blueprint(wheel)
desk.register_blueprint(rules)

OPEN = frozenset({"desk.log_in", "desk.set_up_page", "desk.set_up"})  # what a stranger may call
RECENT = 30
SISTERS = 20  # sites beside a Source that are offered to be followed
NAMED = 50  # articles of each finding on the page of a crawl; its JSON has more


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A Source as the desk lists it."""

    source: Source
    last: Crawl | None
    health: str
    every: str


@desk.record_once
def _install(state: BlueprintSetupState) -> None:
    state.app.extensions[gate.KEY] = gate.Gate.of(state.app.extensions["backfile"].clock)


@desk.before_request
def _keepers_only() -> None:
    if request.endpoint in OPEN:
        return
    gate.keeper()
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        gate.check_form()


@desk.after_request
def _send_cookie(response: AnyResponse) -> AnyResponse:
    return gate.send_cookie(response)


@desk.app_context_processor
def _for_forms() -> dict[str, Any]:
    return {"form_token": gate.form_token, "keeper": gate.session}


@desk.errorhandler(NotLoggedIn)
@desk.errorhandler(WrongPassword)
@desk.errorhandler(TooManyAttempts)
def _log_in_page(error: NotLoggedIn | WrongPassword | TooManyAttempts) -> AnyResponse:
    return entry.log_in_page(error, name=request.form.get("name", ""))


@desk.get("/login")
def log_in_page() -> AnyResponse:
    """For who has logged in already: on to the desk. (A stranger has been stopped at the gate, with the form.)"""
    return redirect("/admin/")


@desk.post("/login")
def log_in() -> AnyResponse:
    """Name and password."""
    try:
        return entry.log_in()
    except Forged as error:
        return entry.log_in_page(error, name=request.form.get("name", ""))


@desk.post("/logout")
def log_out() -> AnyResponse:
    """End the session."""
    return entry.log_out()


@desk.get("/setup")
def set_up_page() -> AnyResponse:
    """The one-time link of the first start."""
    return entry.set_up_page()


@desk.post("/setup")
def set_up() -> AnyResponse:
    """The first account."""
    return entry.set_up()


@desk.get("/")
def sources() -> str:
    """Every Source with its health, what is at work, and the form that adds one."""
    return _sources_page(Typed())


@desk.post("/")
def add_source() -> AnyResponse:
    """Ask the worker to look at an address, and to follow what is there. What can't be taken is said at once."""
    typed = Typed.of(request.form)
    try:
        addition.request(typed)
    except (BadUrl, Refused, SourceExists) as error:
        return make_response(_sources_page(typed, said=why_not(error)), status_of(error))
    return redirect("/admin/", 303)


@desk.get("/surveys.json")
def surveys_json() -> AnyResponse:
    """For the page's own script: it changes when a survey has come or ended."""
    return jsonify({"mark": addition.lately(backfile().clock()).mark})


def _sources_page(typed: Typed, *, said: str | None = None) -> str:
    catalogue = backfile().catalogue
    rows = [_row(source) for source in catalogue.sources.all()]
    return render_template(
        "admin/sources.html",
        rows=rows,
        counts=catalogue.counts(),
        behind=max(0, catalogue.changes.last() - backfile().engine.checkpoint()),
        unfinished=catalogue.crawls.unfinished() + catalogue.crawls.paused(),
        surveys=addition.lately(backfile().clock()),
        typed=typed,
        said=said,
        often=addition.often(),
        usual_related=backfile().settings.related,
        now=backfile().clock(),
    )


def _row(source: Source) -> SourceRow:
    last = backfile().catalogue.crawls.last_of(source.id)
    return SourceRow(source, last, health(source, last), visits_text(source))


@desk.get("/sources/<int(max=2147483647):number>")
def source(number: int) -> str:
    """One Source, its settings and its crawls."""
    found = backfile().catalogue.sources.get(number)
    return _source_page(found, Timing.of(found))


@desk.post("/sources/<int(max=2147483647):number>/visits")
def set_visits(number: int) -> AnyResponse:
    """When it is visited: shown first if that is asked, else saved. What can't be taken is said at once."""
    found, timing = backfile().catalogue.sources.get(number), Timing.typed(request.form)
    try:
        visits = timing.visits
    except (Refused, BadSchedule, UnknownZone) as error:
        return make_response(_source_page(found, timing, said=str(error)), status_of(error))
    if request.form.get("do") == "show":
        return make_response(_source_page(found, timing, shown=True))
    revisit(backfile().catalogue, found, visits, backfile().clock())
    return redirect(f"/admin/sources/{number}#visits", 303)


def _source_page(source: Source, timing: Timing, *, said: str | None = None, shown: bool = False) -> str:
    catalogue, now = backfile().catalogue, backfile().clock()
    return render_template(
        "admin/source.html",
        row=_row(source),
        introduction=introduction(source),
        back_run=backrun.sentence(catalogue.tallies.last_of(source.id)),
        sisters=_sisters(source.id),
        word=word_text(catalogue.lastmods.of(uri.host(source.url))),
        crawls=catalogue.crawls.recent(RECENT, source.id),
        timing=timing,
        how=HOW,
        times=[] if said else timing.times(source, now),
        said=said,
        shown=shown,
        now=now,
    )


def _sisters(number: int) -> list[Named]:
    """The sites that a Source names beside it and that are not followed."""
    catalogue = backfile().catalogue
    homes = [source.url for source in catalogue.sources.all()]
    named = catalogue.links.sisters(number)
    return [one for one in named if not any(uri.same_host(one.url, home) for home in homes)][:SISTERS]


@desk.post("/sources/<int(max=2147483647):number>/crawl")
def crawl_now(number: int) -> AnyResponse:
    """Ask the worker for a crawl; one that waits or runs already is shown instead."""
    catalogue = backfile().catalogue
    found = catalogue.sources.get(number)
    crawl = catalogue.crawls.request(found.id, Trigger.ADMIN, full=request.form.get("full") == "1")
    return redirect(f"/admin/crawls/{crawl.id}", 303)


@desk.get("/crawls")
def crawls() -> str:
    """The latest crawls of all Sources."""
    catalogue = backfile().catalogue
    names = {source.id: source.name for source in catalogue.sources.all()}
    return render_template(
        "admin/crawls.html", crawls=catalogue.crawls.recent(100), names=names, now=backfile().clock()
    )


@desk.get("/crawls/<int(max=2147483647):number>")
def crawl(number: int) -> str:
    """One crawl: how far it is, and what failed, in plain words."""
    catalogue = backfile().catalogue
    found = catalogue.crawls.get(number)
    states = Frontier(catalogue.database).counts(number)
    return render_template(
        "admin/crawl.html",
        crawl=found,
        source=catalogue.sources.get(found.source_id) if found.source_id else None,
        states=states,
        report=report_of(catalogue, number, most=NAMED),
        running=found.state in UNFINISHED,
        settled=_settled(states),
        now=backfile().clock(),
    )


@desk.get("/crawls/<int(max=2147483647):number>.json")
def crawl_json(number: int) -> AnyResponse:
    """The same figures for the page's own script."""
    catalogue = backfile().catalogue
    found = catalogue.crawls.get(number)
    states = Frontier(catalogue.database).counts(number)
    return jsonify(
        {
            **crawl_shape(found),
            "finished": found.state not in UNFINISHED,
            "pace": pace(found),
            "settled": _settled(states),
            "waiting": states[TargetState.QUEUED] + states[TargetState.LEASED],
        }
    )


@desk.get("/crawls/<int(max=2147483647):number>/report.json")
def report_json(number: int) -> AnyResponse:
    """All that came of a crawl, for programs."""
    catalogue = backfile().catalogue
    found = catalogue.crawls.get(number)
    source = catalogue.sources.get(found.source_id) if found.source_id else None
    return jsonify(report_shape(found, source, report_of(catalogue, number)))


def _settled(states: Mapping[TargetState, int]) -> int:
    return states[TargetState.DONE] + states[TargetState.FAILED] + states[TargetState.REFUSED]
