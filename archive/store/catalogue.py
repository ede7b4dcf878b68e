"""The catalogue: what the archive holds, in one database beside the WARC files."""

from __future__ import annotations

import os
import tempfile
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, and_, func, select

from archive.errors import NotWritable
from archive.model import TargetState
from archive.ports import Clock
from archive.store import page_sums, tables, write_ahead_log
from archive.store.accounts import Accounts
from archive.store.annotations import Annotations
from archive.store.captures import Captures
from archive.store.changes import Changes
from archive.store.checks import Checks
from archive.store.crawls import OPEN, Crawls
from archive.store.database import Database, is_open_here
from archive.store.findings import Findings
from archive.store.lastmods import LastmodRecords
from archive.store.layout import CATALOGUE
from archive.store.links import Links
from archive.store.manifests import Manifests
from archive.store.pages import Pages
from archive.store.pruning import KEPT_FOR, prune
from archive.store.schema import bring_up_to_date
from archive.store.segments import Segments
from archive.store.sources import Sources
from archive.store.surveys import Surveys
from archive.store.takedowns import Takedowns
from archive.store.tallies import Tallies

FILENAME = CATALOGUE


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is. ``bytes`` are those committed to WARC files; ``changes`` is the last change's number."""

    sources: int
    pages: int
    captures: int
    segments: int
    bytes: int
    frontier_queued: int
    changes: int


class Catalogue:
    """One part per noun over one ``Database``. Safe to share between threads; every process opens its own."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.clock = clock
        self.sources = Sources(database, clock)
        self.surveys = Surveys(database, clock)
        self.crawls = Crawls(database, clock)
        self.findings = Findings(database)
        self.tallies = Tallies(database)
        self.captures = Captures(database)
        self.segments = Segments(database, clock)
        self.pages = Pages(database, clock)
        self.links = Links(database)
        self.changes = Changes(database, clock)
        self.lastmods = LastmodRecords(database)
        self.takedowns = Takedowns(database, clock)
        self.accounts = Accounts(database, clock)
        self.annotations = Annotations(database)
        self.manifests = Manifests(database, clock)
        self.checks = Checks(database)

    @classmethod
    def open(cls, data: Path, clock: Clock) -> Catalogue:
        """The catalogue of a data folder; makes both where there are none, and brings an older schema up to date.

        Raises NotWritable, SchemaNewer, DiskFull, CatalogueBusy, CatalogueUnreadable.
        """
        _make_room(data)
        path = data / FILENAME
        if not is_open_here(path) and not write_ahead_log.is_open_elsewhere(
            path
        ):  # whoever opened it has looked
            write_ahead_log.keep_if_damaged(path)
        database = Database(path)
        try:
            if not database.summed:
                database.note_unsummed()
            bring_up_to_date(database)
        except BaseException:
            database.close()
            raise
        return cls(database, clock)

    def close(self) -> None:
        """Close its connections."""
        self.database.close()

    def transaction(self) -> AbstractContextManager[Connection]:
        """One transaction around several calls: all of them, or none (``Database.write``)."""
        return self.database.write()

    def prune(self) -> int:
        """Drop what crawls of more than 90 days ago left behind and nobody asks for (``pruning.prune``); how much."""
        return prune(self.database, self.clock() - KEPT_FOR)

    def counts(self) -> Counts:
        """How much there is of everything, at one moment."""
        going_on = select(tables.crawls.c.id).where(tables.crawls.c.state.in_(OPEN))
        queued = and_(tables.targets.c.state == TargetState.QUEUED, tables.targets.c.crawl_id.in_(going_on))
        query = select(
            *(
                select(func.count()).select_from(table).scalar_subquery()
                for table in (tables.sources, tables.pages, tables.captures, tables.segments)
            ),
            select(func.coalesce(func.sum(tables.segments.c.committed), 0)).scalar_subquery(),
            select(func.count()).select_from(tables.targets).where(queued).scalar_subquery(),
            select(func.coalesce(func.max(tables.changes.c.seq), 0)).scalar_subquery(),
        )
        with self.database.read() as connection:
            return Counts(*map(int, connection.execute(query).one()))


def _make_room(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True)
        if not os.access(data, os.W_OK | os.X_OK):
            raise NotWritable(str(data), "it is read-only for this user")
        if not (data / FILENAME).exists():
            _begin(data / FILENAME)
    except (FileExistsError, NotADirectoryError):
        raise NotWritable(str(data), "there is a file where the folder should be") from None
    except OSError as error:
        raise NotWritable(str(data), error.strerror or str(error)) from error


def _begin(path: Path) -> None:
    """An empty catalogue with room for checksums, unless another process is quicker."""
    # It will hold password hashes: mode 0600, as temporary files have.
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f"{path.name}.", suffix=".new") as draft:
        draft.write(page_sums.first_page())
        draft.flush()
        with suppress(FileExistsError):
            os.link(draft.name, path)
