"""Accounts that are not there, or there already."""

from __future__ import annotations

from archive.errors.base import BackfileError


class UnknownUser(BackfileError):
    """No account has that name."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"There is no user called “{name}”. `backfile user list` lists them.")


class UserExists(BackfileError):
    """An account has that name already."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"There is a user called “{name}” already. Choose another name, or `backfile user passwd {name}`."
        )
