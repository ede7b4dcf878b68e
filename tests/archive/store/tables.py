"""All rows of a catalogue, as they lie in the database."""

from __future__ import annotations

from typing import Any

from archive.store.catalogue import Catalogue
from archive.store.tables import metadata

Rows = list[dict[str, Any]]


def dumped(catalogue: Catalogue) -> dict[str, Rows]:
    """Every table's rows, in the order of its primary key."""
    found = {}
    with catalogue.database.unveiled(), catalogue.database.read() as connection:
        for table in metadata.sorted_tables:
            keys = ", ".join(f'"{column.name}"' for column in table.primary_key)
            query = f"SELECT * FROM {table.name} ORDER BY {keys}"  # noqa: S608 -- our own names
            found[table.name] = [dict(row) for row in connection.exec_driver_sql(query).mappings()]
    return found
