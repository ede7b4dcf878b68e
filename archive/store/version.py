"""Which schema a database has."""

from __future__ import annotations

from sqlalchemy import Connection, column, inspect, select, table

_VERSION = table("alembic_version", column("version_num"))


def found(connection: Connection) -> str | None:
    """The schema that a database has; None for an empty database and for one that is not ours."""
    if not inspect(connection).has_table(_VERSION.name):
        return None
    version: str | None = connection.execute(select(_VERSION.c.version_num)).scalar()
    return version
