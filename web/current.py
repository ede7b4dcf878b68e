"""The typed way from a view to what was joined in ``compose``."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import current_app, request

if TYPE_CHECKING:
    from web.compose import Backfile

KEY = "backfile"


def backfile() -> Backfile:
    """What this application was made of."""
    return cast("Backfile", current_app.extensions[KEY])


def site_root() -> str:
    """This site's address without a last slash: ``public_url`` when it is set, else as the request named it."""
    return backfile().settings.public_url or request.host_url.rstrip("/")


def home_host() -> str:
    """The ``host:port`` of the readers' own pages."""
    return site_root().partition("://")[2].partition("/")[0]


def site_host() -> str:
    """The ``host:port`` that the reader's browser sees, for policies that name it: that of ``replay_url``, if one is
    set, for what lies there."""
    settings = backfile().settings
    if settings.replay_url and request.path.startswith("/web/"):
        return settings.replay_url.partition("://")[2].partition("/")[0]
    return home_host()
