"""Accounts, and the token that makes the first one."""

from __future__ import annotations

import threading

import pytest

from archive.errors import UnknownUser, UserExists
from archive.store.accounts import User
from archive.store.catalogue import Catalogue
from tests.archive.made_up import NOON


def test_accounts(catalogue: Catalogue) -> None:
    accounts = catalogue.accounts
    assert not accounts.has_users()
    ada = accounts.add(" Ada ", "hash-1")
    assert ada == User(1, "Ada", "hash-1", NOON)
    assert accounts.has_users()
    assert accounts.find("ADA") == ada == accounts.get(ada.id)
    assert accounts.find("bob") is None is accounts.get(99)
    bob = accounts.add("bob", "hash-2")
    accounts.set_password("BOB", "hash-3")
    assert accounts.all() == [ada, User(bob.id, "bob", "hash-3", NOON)]


def test_a_name_is_taken_in_whatever_case(catalogue: Catalogue) -> None:
    catalogue.accounts.add("Ada", "hash")
    for name in ("ada", "ADA ", "Ａｄａ"):
        with pytest.raises(UserExists):
            catalogue.accounts.add(name, "hash")


def test_unknown_user(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownUser, match="backfile user list"):
        catalogue.accounts.set_password("nobody", "hash")


def test_a_token_is_good_once(catalogue: Catalogue) -> None:
    token = catalogue.accounts.new_setup_token()
    assert not catalogue.accounts.spend_setup_token(token + "x")
    assert not catalogue.accounts.spend_setup_token("")
    assert catalogue.accounts.spend_setup_token(token)
    assert not catalogue.accounts.spend_setup_token(token)


def test_a_new_token_ends_the_one_before(catalogue: Catalogue) -> None:
    first, second = catalogue.accounts.new_setup_token(), catalogue.accounts.new_setup_token()
    assert first != second
    assert len(first) >= 43, "256 bits"
    assert not catalogue.accounts.spend_setup_token(first)
    assert catalogue.accounts.spend_setup_token(second)


def test_of_many_who_spend_a_token_at_once_one_gets_in(catalogue: Catalogue) -> None:
    token = catalogue.accounts.new_setup_token()
    together = threading.Barrier(8)
    let_in: list[bool] = []

    def spend() -> None:
        together.wait()
        let_in.append(catalogue.accounts.spend_setup_token(token))

    threads = [threading.Thread(target=spend) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(let_in) == [False] * 7 + [True]


def test_a_set_up_that_fails_leaves_the_token(catalogue: Catalogue) -> None:
    catalogue.accounts.add("Ada", "hash")
    token = catalogue.accounts.new_setup_token()

    def set_up() -> None:
        with catalogue.transaction():
            assert catalogue.accounts.spend_setup_token(token)
            catalogue.accounts.add("Ada", "hash")

    with pytest.raises(UserExists):
        set_up()
    assert catalogue.accounts.spend_setup_token(token)


def test_no_token_lies_in_the_file(catalogue: Catalogue) -> None:
    token = catalogue.accounts.new_setup_token()
    path = catalogue.database.path
    catalogue.close()
    assert token.encode() not in path.read_bytes()
