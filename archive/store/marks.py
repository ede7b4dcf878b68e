"""Marks on rows that no annotation tells yet, set by triggers: what changes a row, whoever it is, marks it in the same
transaction.

Only SQLite's own words are here; the triggers are made anew whenever the schema changes, as SQLite drops them with a
table that is made anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from archive.store.annotated import ANNOTATED, Annotated

PREFIX = "unwritten_"


def trigger_statements() -> dict[str, str]:
    """Every trigger of the catalogue by its name, as SQLite keeps its text."""
    return {name: text for each in ANNOTATED for name, text in _triggers(each)}


def set_triggers(connection: Connection) -> None:
    """Make the triggers anew, and mark every row that has never been looked at by one."""
    known = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars())
    for name in known:
        if name.startswith(PREFIX):
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
    for text in trigger_statements().values():
        connection.exec_driver_sql(text)
    for each in ANNOTATED:
        if not any(name.startswith(f"{PREFIX}{each.noun}_") for name in known):
            connection.exec_driver_sql(_mark_all(each))


def _triggers(each: Annotated) -> Iterator[tuple[str, str]]:
    watched = each.watched or each.columns
    differ = " OR ".join(f"OLD.{_name(column)} IS NOT NEW.{_name(column)}" for column in watched)
    events = {
        "insert": ("INSERT", "NEW", None),
        "update": (f"UPDATE OF {', '.join(map(_name, watched))}", "NEW", differ),
        "delete": ("DELETE", "OLD", None),
    }
    for event, (words, row, when) in events.items():
        conditions = [each.condition.format(row=row)] if each.condition else []
        conditions += [f"({when})"] if when else []
        name = f"{PREFIX}{each.noun}_{event}"
        only = f"WHEN {' AND '.join(conditions)} " if conditions else ""
        mark = (
            f"VALUES ('{each.noun}', {row}.{_name(each.key)}, 1) ON CONFLICT DO UPDATE SET times = times + 1"
        )
        make = f"CREATE TRIGGER {name} AFTER {words} ON {each.table.name} {only}"
        yield name, f"{make}BEGIN INSERT INTO unwritten (noun, key, times) {mark}; END"


def _mark_all(each: Annotated) -> str:
    where = each.condition.format(row=each.table.name) if each.condition else "true"
    return (
        f"INSERT INTO unwritten (noun, key, times) SELECT DISTINCT '{each.noun}', {_name(each.key)}, 1"  # noqa: S608
        f" FROM {each.table.name} WHERE {where} ON CONFLICT DO NOTHING"
    )


def _name(column: str) -> str:
    return f'"{column}"'
