"""``user``: who may log in."""

from __future__ import annotations

import click

from archive.errors import BackfileError
from web.admin.passwords import hash_password, weakness
from web.commands.context import Context


class WeakPassword(BackfileError):
    """A password that is too easy to guess."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"That password will not do: {reason}.")


@click.group()
def user() -> None:
    """Accounts of the admin pages."""


@user.command("add")
@click.argument("name")
@click.password_option(help="Asked for when it is not given.")
@click.pass_obj
def add_user(context: Context, name: str, password: str) -> None:
    """Add an account.

    Example: backfile user add keeper
    """
    _demand_strong(password)
    with context.backfile() as backfile:
        backfile.catalogue.accounts.add(name, hash_password(password))
    click.echo(f"Added {name}.")


@user.command("list")
@click.pass_obj
def list_users(context: Context) -> None:
    """List the accounts.

    Example: backfile user list
    """
    with context.backfile() as backfile:
        for account in backfile.catalogue.accounts.all():
            click.echo(account.name)


@user.command("passwd")
@click.argument("name")
@click.password_option(help="Asked for when it is not given.")
@click.pass_obj
def set_password(context: Context, name: str, password: str) -> None:
    """Give an account a new password.

    Example: backfile user passwd keeper
    """
    _demand_strong(password)
    with context.backfile() as backfile:
        backfile.catalogue.accounts.set_password(name, hash_password(password))
    click.echo(f"{name} has a new password.")


def _demand_strong(password: str) -> None:
    reason = weakness(password)
    if reason:
        raise WeakPassword(reason)
