"""The accounts of this archive's keepers, and the one-time token of the first set-up."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from archive.errors import UnknownUser, UserExists
from archive.ports import Clock
from archive.store.database import Database
from archive.store.tables import setup_tokens, users

_USER = (users.c.id, users.c.name, users.c.password_hash, users.c.created_at)


@dataclass(frozen=True, slots=True)
class User:
    """A person who may log in. ``password_hash`` is whatever ``web`` made of the password (argon2id)."""

    id: int
    name: str
    password_hash: str
    created_at: datetime


class Accounts:
    """The tables of users and set-up tokens. Passwords and tokens never lie here, only hashes of them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def has_users(self) -> bool:
        """Whether the set-up is done."""
        with self._database.read() as connection:
            return connection.execute(select(users.c.id).limit(1)).first() is not None

    def new_setup_token(self) -> str:
        """A fresh token (256 bits, fit for a URL). It ends those before it: one link is valid at a time."""
        token = secrets.token_urlsafe(32)
        with self._database.write() as connection:
            connection.execute(delete(setup_tokens))
            connection.execute(insert(setup_tokens).values(sha256=_hash(token), created_at=self._clock()))
        return token

    def spend_setup_token(self, token: str) -> bool:
        """Whether the token was valid; it is no longer. Of any number of callers at once, one gets True.

        Within one transaction with ``add``, an error there leaves the token unspent.
        """
        with self._database.write() as connection:
            spent = connection.execute(delete(setup_tokens).where(setup_tokens.c.sha256 == _hash(token)))
            return spent.rowcount == 1

    def add(self, name: str, password_hash: str) -> User:
        """A new account. UserExists when the name is taken, in whatever case."""
        with self._database.write() as connection:
            if self.find(name) is not None:
                raise UserExists(name)
            row = insert(users).values(
                name=name.strip(), name_key=_key(name), password_hash=password_hash, created_at=self._clock()
            )
            return User(*connection.execute(row.returning(*_USER)).one())

    def find(self, name: str) -> User | None:
        """By name, in whatever case."""
        return next((user for user in self.all() if _key(user.name) == _key(name)), None)

    def get(self, user_id: int) -> User | None:
        """By number, as a session names it."""
        return next((user for user in self.all() if user.id == user_id), None)

    def set_password(self, name: str, password_hash: str) -> None:
        """A new hash for the account. UnknownUser."""
        with self._database.write() as connection:
            changed = connection.execute(
                update(users).where(users.c.name_key == _key(name)).values(password_hash=password_hash)
            )
            if changed.rowcount == 0:
                raise UnknownUser(name)

    def all(self) -> list[User]:
        """Every account, the oldest first."""
        query = select(users.c.id, users.c.name, users.c.password_hash, users.c.created_at).order_by(
            users.c.id
        )
        with self._database.read() as connection:
            return [User(*row) for row in connection.execute(query)]


def _key(name: str) -> str:
    return unicodedata.normalize("NFKC", name.strip()).casefold()


def _hash(token: str) -> str:
    # A fast hash is enough: the token is random, there is nothing to guess at.
    return hashlib.sha256(token.encode()).hexdigest()
