"""In and out: set-up, log in, log out."""

from __future__ import annotations

from flask import make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from archive.errors import BackfileError, UserExists
from web.admin import gate, passwords
from web.current import backfile
from web.statuses import NotLoggedIn, Refused, SetupClosed, TooManyAttempts, WrongPassword, status_of

LONGEST_NAME = 60


def log_in_page(error: BackfileError, *, name: str = "") -> AnyResponse:
    """The form, with what is to be said above it. Its status is the error's: a stranger gets 401."""
    said = None if isinstance(error, NotLoggedIn) else str(error)
    page = render_template(
        "admin/login.html",
        said=said,
        name=name,
        next=gate.local(request.values.get("next") or request.path),
        no_keepers=not backfile().catalogue.accounts.has_users(),
    )
    response = make_response(page, status_of(error))
    if isinstance(error, TooManyAttempts):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def log_in() -> AnyResponse:
    """Check name and password; begin a session under a new token. Raises TooManyAttempts, WrongPassword, Forged."""
    gate.check_form()
    name, address = request.form.get("name", "")[:LONGEST_NAME], request.remote_addr or ""
    attempts = gate.gate().attempts
    attempts.check(name, address)
    user = backfile().catalogue.accounts.find(name)
    if (
        not passwords.matches(user.password_hash if user else None, request.form.get("password", ""))
        or user is None
    ):
        attempts.failed(name, address)
        raise WrongPassword
    attempts.succeeded(name, address)
    _begin(user.id, user.name, user.password_hash)
    return redirect(gate.local(request.form.get("next")), 303)


def log_out() -> AnyResponse:
    """End the session; the browser's token is worth nothing afterwards."""
    gate.check_form()
    gate.gate().sessions.end(gate.cookie())
    return redirect("/", 303)


def set_up_page() -> AnyResponse:
    """The form behind the one-time link. Looking at it does not spend the link. Raises SetupClosed."""
    token = request.args.get("token", "")
    if not token or backfile().catalogue.accounts.has_users():
        raise SetupClosed
    return make_response(
        render_template("admin/setup.html", token=token, said=None, name="", least=passwords.LEAST)
    )


def set_up() -> AnyResponse:
    """Make the first account and log it in. Raises SetupClosed, Forged."""
    gate.check_form()
    token, name = request.form.get("token", ""), request.form.get("name", "").strip()
    accounts = backfile().catalogue.accounts
    if accounts.has_users():
        raise SetupClosed
    try:
        user = _first_account(token, name, request.form.get("password", ""))
    except (Refused, UserExists) as error:
        page = render_template(
            "admin/setup.html", token=token, said=str(error), name=name, least=passwords.LEAST
        )
        return make_response(page, status_of(error))
    _begin(*user)
    return redirect("/admin/", 303)


def _first_account(token: str, name: str, password: str) -> tuple[int, str, str]:
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Refused(f"Choose a name of 1 to {LONGEST_NAME} characters.")
    kept = passwords.hash_password(password)
    catalogue = backfile().catalogue
    with catalogue.transaction():  # the link is spent only together with the account
        if not catalogue.accounts.spend_setup_token(token):
            raise SetupClosed
        user = catalogue.accounts.add(name, kept)
    return user.id, user.name, user.password_hash


def _begin(user_id: int, name: str, password_hash: str) -> None:
    gate.gate().sessions.end(gate.cookie())
    gate.renew_cookie(gate.gate().sessions.begin(user_id, name, password_hash))
