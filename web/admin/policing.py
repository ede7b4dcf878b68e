"""How a Source is crawled, on the desk: a form that tries its patterns on what is known before it saves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from archive.crawl.bounds.policy import BOUNDED, changed, secrets, shown
from archive.errors import BadPolicy
from archive.model import Policy, Source
from web.current import backfile
from web.policing import LABELS, told, tried
from web.statuses import status_of

rules = Blueprint("rules", __name__)

LONGEST = 20_000  # characters of a field
_LINES = ("depths", "budgets", "include", "exclude")
_PLAIN = tuple(name for name in LABELS if name not in _LINES)


@rules.get("/sources/<int(max=2147483647):number>/settings")
def settings(number: int) -> str:
    """How it is crawled."""
    found = backfile().catalogue.sources.get(number)
    return _page(found, {name: shown(found.policy, name) for name in LABELS})


@rules.post("/sources/<int(max=2147483647):number>/settings")
def set_settings(number: int) -> AnyResponse:
    """Try what was typed, or save it. What can't be taken is said at once, with all that was typed but keys."""
    found = backfile().catalogue.sources.get(number)
    typed = {name: request.form.get(name, "")[:LONGEST] for name in LABELS}
    try:
        policy = _typed(found.policy, typed, request.form)
    except BadPolicy as error:
        return make_response(_page(found, typed, said=str(error)), status_of(error))
    if request.form.get("do") == "try":
        return make_response(_page(found, typed, tried_on=policy))
    backfile().catalogue.sources.update(number, policy=policy)
    return redirect(f"/admin/sources/{number}/settings", 303)


def _typed(policy: Policy, typed: Mapping[str, str], form: Mapping[str, str]) -> Policy:
    """Keys that are left empty stay as they are, unless they are to be forgotten."""
    if form.get("forget") == "1":
        policy = replace(policy, headers=(), cookies=None)
    keys = {name: form.get(name, "")[:LONGEST] for name in ("headers", "cookies")}
    return changed(policy, {**typed, **{name: text for name, text in keys.items() if text.strip()}})


def _page(
    source: Source, typed: Mapping[str, str], *, said: str | None = None, tried_on: Policy | None = None
) -> str:
    trial = list(told(tried(backfile().catalogue, source, tried_on))) if tried_on is not None else None
    return render_template(
        "admin/settings.html",
        source=source,
        typed=typed,
        plain=_PLAIN,
        lines=_LINES,
        labels=LABELS,
        kinds=BOUNDED,
        secrets=secrets(source.policy),
        least=backfile().settings.min_delay,
        said=said,
        trial=trial,
    )
