"""The catalogue's schema: which one a database has, and the way to the one that this Backfile works with."""

from __future__ import annotations

from sqlalchemy import Connection, column, inspect, select, table

from archive.errors import CatalogueUnreadable, SchemaNewer
from archive.store.database import Database
from archive.store.marks import set_triggers
from archive.store.tables import SCHEMAS

_VERSION = table("alembic_version", column("version_num"))


def bring_up_to_date(database: Database) -> None:
    """Migrate to the newest schema, in one transaction: afterwards it is there whole, or nothing is changed.

    When it is there already that is all this finds out: one query. Raises SchemaNewer, CatalogueUnreadable (a
    database that is not ours), and what ``Database`` raises.
    """
    with database.read() as connection:
        if found(connection) == SCHEMAS[-1]:
            return
    with database.alter() as connection:  # looks again: another process may have come first
        version = found(connection)
        if version not in (None, *SCHEMAS):
            raise SchemaNewer(str(database.path), str(version), SCHEMAS[-1])
        if version is None and inspect(connection).get_table_names():
            raise CatalogueUnreadable(str(database.path), "it is the database of another program")
        if version != SCHEMAS[-1]:
            _upgrade(connection)
            set_triggers(connection)


def found(connection: Connection) -> str | None:
    """The schema that a database has; None for an empty database and for one that is not ours."""
    if not inspect(connection).has_table(_VERSION.name):
        return None
    version: str | None = connection.execute(select(_VERSION.c.version_num)).scalar()
    return version


def _upgrade(connection: Connection) -> None:
    # Alembic takes longer to import than a catalogue takes to open, and is needed once per upgrade.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "archive.store:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
