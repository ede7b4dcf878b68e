"""The catalogue's schema: which one a database has, and the way to the one that this Backfile works with."""

from __future__ import annotations

from contextlib import closing

from sqlalchemy import Connection, inspect

from archive.errors import CatalogueUnreadable, SchemaNewer
from archive.store.database import Database
from archive.store.marks import set_triggers
from archive.store.tables import SCHEMAS
from archive.store.upgrading import keep_copy
from archive.store.version import found


def bring_up_to_date(database: Database) -> None:
    """Migrate to the newest schema, in one transaction: afterwards it is there whole, or nothing is changed.

    When it is there already that is all this finds out: one query. Of an older one a copy is kept beside it first
    (``upgrading``). Raises SchemaNewer, CatalogueUnreadable (a database that is not ours), UpgradeRefused, and what
    ``Database`` raises.
    """
    try:
        with database.read() as connection:
            before = found(connection)
    except CatalogueUnreadable:
        _refuse_newer(database)  # if that is what another program made of it
        raise
    if before == SCHEMAS[-1]:
        return
    if before in SCHEMAS:
        keep_copy(database, before, SCHEMAS[-1])
    with database.alter() as connection:  # looks again: another process may have come first
        version = found(connection)
        if version not in (None, *SCHEMAS):
            raise SchemaNewer(str(database.path), str(version), SCHEMAS[-1])
        if version is None and inspect(connection).get_table_names():
            raise CatalogueUnreadable(str(database.path), "it is the database of another program")
        if version != SCHEMAS[-1]:
            _upgrade(connection)
            set_triggers(connection)


def _refuse_newer(database: Database) -> None:
    with (
        closing(Database(database.path, sqlite=database.sqlite, compare=False)) as doubted,
        doubted.read() as connection,
    ):
        version = found(connection)
    if version is not None and version > SCHEMAS[-1]:
        raise SchemaNewer(str(database.path), version, SCHEMAS[-1])


def _upgrade(connection: Connection) -> None:
    # Alembic takes longer to import than a catalogue takes to open, and is needed once per upgrade.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "archive.store:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
