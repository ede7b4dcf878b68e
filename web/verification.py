"""All that `verify` looks at: the catalogue's files, the WARC files, manifests and index, each against the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from archive.errors import (
    BackfileError,
    CatalogueBusy,
    DiskFull,
    NotWritable,
    SchemaNewer,
    UpgradeRefused,
)
from archive.store.catalogue import FILENAME
from archive.store.database import is_open_here
from archive.store.page_sums import is_kept
from archive.store.proof.catalogue_fixity import file_faults, inner_faults
from archive.store.proof.fault import RECOVER, Fault
from archive.store.proof.fixity import examine
from archive.store.proof.manifest_fixity import manifest_faults
from indexer.fixity import examine_index
from web.compose import Backfile, bare_index, build
from web.settings import Settings

OnProgress = Callable[[str, int, int], None]
"""Called with what is being looked at, how much of it is done, and the total."""


@dataclass(slots=True)
class Verified:
    """What is off, and what was looked at. ``notes``: what could not be looked at, and why; and what
    never came: neither is a fault."""

    faults: list[Fault] = field(default_factory=list)
    checked: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


_NO_FAULT = (DiskFull, NotWritable, CatalogueBusy, SchemaNewer, UpgradeRefused)


def verify(
    settings: Settings, *, sample: int | None, documents: int | None, on_progress: OnProgress
) -> Verified:
    """Look at everything, or with ``sample`` at so many records only, and of the index at so many ``documents`` (None: at
    all). Changes nothing; runs beside a service. Raises what keeps a sound catalogue from being opened: DiskFull,
    NotWritable, CatalogueBusy, SchemaNewer, UpgradeRefused."""
    verified, path = Verified(), settings.data / FILENAME
    if path.exists() and not is_open_here(path):  # before any connection: see ``page_sums``
        verified.faults += file_faults(path)
        verified.checked["catalogue bytes"] = path.stat().st_size
        if not is_kept(path):
            verified.notes.append(
                "the catalogue's pages carry no checksums, so that not every changed byte of it is found"
            )
    try:
        backfile = build(settings)
    except BackfileError as error:
        if isinstance(error, _NO_FAULT) and not verified.faults:
            raise
        _add(verified, error)
        return verified
    try:
        _look(backfile, verified, sample, documents, on_progress)
    finally:
        backfile.close()
    return verified


def _look(
    backfile: Backfile,
    verified: Verified,
    sample: int | None,
    documents: int | None,
    on_progress: OnProgress,
) -> None:
    catalogue = backfile.catalogue

    def records() -> None:
        found = examine(
            catalogue, backfile.settings.data, sample=sample, on_progress=_named("records", on_progress)
        )
        verified.faults += [fault for fault in found.faults if not fault.came_so]
        verified.notes += [str(fault).rstrip(".") for fault in found.faults if fault.came_so]
        verified.checked |= {"files": found.segments, "bytes": found.bytes, "captures": found.captures}

    def manifests() -> None:
        chain = catalogue.manifests.all()
        stamped = any(one.stamped_at is not None for one in chain)
        trusted = backfile.trusted_authorities() if stamped else ()
        verified.faults += manifest_faults(catalogue, backfile.notary, trusted)
        verified.checked["manifests"] = len(chain)

    def index() -> None:
        engine = bare_index(backfile.settings)
        found = examine_index(
            engine, catalogue, backfile.mementos, sample=documents, on_progress=_named("index", on_progress)
        )
        engine.close()
        verified.faults += found.faults
        verified.checked |= {"documents": found.documents, "compared": found.compared}

    def trees() -> None:
        verified.faults += inner_faults(catalogue.database)

    for part in (records, manifests, index, trees) if sample is None else (records, index):
        try:
            part()
        except BackfileError as error:
            _add(verified, error)


def _named(what: str, on_progress: OnProgress) -> Callable[[int, int], None]:
    return lambda done, total: on_progress(what, done, total)


def _add(verified: Verified, error: BackfileError) -> None:
    """What kept a part from being looked at, told once."""
    told = getattr(error, "reason", None) or str(error)
    fault = Fault(None, FILENAME, 0, f"it could not be compared with the rest ({told})", RECOVER)
    if fault not in verified.faults:
        verified.faults.append(fault)
