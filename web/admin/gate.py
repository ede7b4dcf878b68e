"""The door to the keeper's desk: the cookie, the session behind it, and the token that every form carries."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from flask import current_app, g, request
from werkzeug.wrappers import Response as AnyResponse

from archive.ports import Clock
from web.admin.attempts import Attempts
from web.admin.sessions import Session, Sessions
from web.current import backfile, site_root
from web.statuses import Forged, NotLoggedIn

KEY = "backfile-gate"
FIELD = "csrf"


@dataclass(frozen=True, slots=True)
class Gate:
    """What one application remembers of its keepers. ``secret`` makes form tokens out of cookies."""

    sessions: Sessions
    attempts: Attempts
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    @classmethod
    def of(cls, clock: Clock) -> Gate:
        """A gate with nobody inside."""
        return cls(Sessions(clock), Attempts(clock))


def gate() -> Gate:
    """This application's gate."""
    found: Gate = current_app.extensions[KEY]
    return found


def secure() -> bool:
    """Whether the reader's browser speaks HTTPS to us, if through a proxy."""
    return request.is_secure or (
        site_root().startswith("https://") and urlsplit(site_root()).netloc == request.host
    )


def cookie_name() -> str:
    """``__Host-`` where a browser takes it: bound to this host, to HTTPS and to no folder."""
    return "__Host-backfile" if secure() else "backfile"


def cookie() -> str:
    """The browser's token; a new one, to be set, when it has none."""
    held: str | None = g.get("cookie")
    if held is None:
        held = request.cookies.get(cookie_name(), "")
        if not 20 <= len(held) <= 100:
            held = secrets.token_urlsafe(32)
            g.set_cookie = True
        g.cookie = held
    return held


def renew_cookie(token: str) -> None:
    """Give the browser another token with this answer."""
    g.cookie = token
    g.set_cookie = True


def send_cookie(response: AnyResponse) -> AnyResponse:
    """Set the cookie if it changed."""
    if g.get("set_cookie"):
        response.set_cookie(cookie_name(), g.cookie, secure=secure(), httponly=True, samesite="Lax", path="/")
    return response


def session() -> Session | None:
    """Who is logged in; None for a stranger, and for one whose account or password is no more what it was."""
    found = gate().sessions.find(cookie())
    if found is None:
        return None
    user = backfile().catalogue.accounts.find(found.name)
    if user is None or user.id != found.user_id or user.password_hash != found.password_hash:
        gate().sessions.end(cookie())
        return None
    return found


def keeper() -> Session:
    """Who is logged in. Raises NotLoggedIn."""
    found = session()
    if found is None:
        raise NotLoggedIn
    return found


def form_token() -> str:
    """What a form of this browser carries."""
    return hmac.new(gate().secret, cookie().encode(), hashlib.sha256).hexdigest()


def check_form() -> None:
    """Refuse a form that is not from one of our own pages in this very browser. Raises Forged."""
    if not _from_here() or not hmac.compare_digest(
        request.form.get(FIELD, "").encode("utf-8", "replace"), form_token().encode()
    ):
        raise Forged


def _from_here() -> bool:
    """What the browser says of where the form was (Fetch Metadata, else ``Origin``). A client that says
    neither is no browser, and nobody's cookies are misused by it."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc in (request.host, urlsplit(site_root()).netloc)


def local(path: str | None) -> str:
    """Where to go after logging in: a path of the desk, whatever was asked for."""
    if path and path.startswith("/admin/") and "\\" not in path and "//" not in path and path.isprintable():
        return path
    return "/admin/"
