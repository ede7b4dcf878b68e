"""Pause, resume and cancel, on the desk. Only rows change; who crawls sees it within a second."""

from __future__ import annotations

from flask import Blueprint, redirect
from werkzeug.wrappers import Response as AnyResponse

from archive.crawl import steering
from web.current import backfile

wheel = Blueprint("wheel", __name__)


@wheel.post("/sources/<int(max=2147483647):number>/pause")
def pause(number: int) -> AnyResponse:
    """No crawls by the schedule until it is resumed; one that runs is paused too."""
    steering.pause(backfile().catalogue, number)
    return redirect(f"/admin/sources/{number}", 303)


@wheel.post("/sources/<int(max=2147483647):number>/resume")
def resume(number: int) -> AnyResponse:
    """Back on the schedule; a paused crawl goes on."""
    steering.resume(backfile().catalogue, number)
    return redirect(f"/admin/sources/{number}", 303)


@wheel.post("/crawls/<int(max=2147483647):number>/pause")
def pause_crawl(number: int) -> AnyResponse:
    """Let one crawl rest."""
    backfile().catalogue.crawls.pause(number)
    return redirect(f"/admin/crawls/{number}", 303)


@wheel.post("/crawls/<int(max=2147483647):number>/resume")
def resume_crawl(number: int) -> AnyResponse:
    """Let it go on where it was."""
    backfile().catalogue.crawls.resume(number)
    return redirect(f"/admin/crawls/{number}", 303)


@wheel.post("/crawls/<int(max=2147483647):number>/cancel")
def cancel_crawl(number: int) -> AnyResponse:
    """End it; what it has kept stays."""
    steering.cancel(backfile().catalogue, number, backfile().clock())
    return redirect(f"/admin/crawls/{number}", 303)
