"""Which Takedown denies a key: the one question of every way in."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, select

from archive.model.takedown import below
from archive.store.tables import denials

# Asked for every page that is crawled, and so built once.
_EXACT = select(denials.c.takedown_id).where(denials.c.surt.in_(bindparam("keys", expanding=True))).limit(1)
_PREFIXES = select(denials.c.takedown_id, denials.c.surt).where(denials.c.prefix)


def denying(connection: Connection, keys: Collection[str]) -> int | None:
    """The number of the Takedown that denies any of these keys, or None."""
    found: int | None = connection.execute(_EXACT, {"keys": list(keys)}).scalar()
    if found is not None:
        return found
    rows = connection.execute(_PREFIXES)
    return next((row.takedown_id for row in rows if any(below(key, row.surt) for key in keys)), None)
