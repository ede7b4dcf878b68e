"""The manifests against their rows, each other, and the catalogue."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cryptography.x509 import Certificate

from archive.errors import StampRefused
from archive.store.catalogue import Catalogue
from archive.store.manifest import Entry, Head, ManifestBroken
from archive.store.manifests import Held, Manifest
from archive.store.proof.fault import Fault
from archive.store.proof.notary import FOLDER, STAMP_SUFFIX, SUFFIX, Notary, read
from archive.store.proof.time_stamp import stamped_at
from archive.store.sums import sha256_of

_COPY = "Bring the file back from a backup, or from anyone who kept a copy of it."
_LOOK = "Compare both with a backup: one of them was changed."


def manifest_faults(
    catalogue: Catalogue, notary: Notary, trusted: Sequence[Certificate] = ()
) -> Iterator[Fault]:
    """What is off in the chain of manifests: a file that is missing or changed, a link that does not hold, an entry that
    is not what the catalogue says; a time stamp that changed or, with ``trusted`` roots, does not hold. Changes nothing."""
    manifests = catalogue.manifests.all()
    for before, after in pairwise(manifests):
        if after.previous != before.sha256:
            yield _fault(after, "the catalogue does not chain it to the one before it", _LOOK)
    for manifest in manifests:
        yield from _of_file(manifest, catalogue, notary)
        if manifest.stamped_at is not None:
            yield from _of_stamp(manifest, notary, trusted)
    known = {notary.path(manifest.day) for manifest in manifests}
    for path in sorted(set(notary.folder.glob(f"*{SUFFIX}")) - known):
        try:
            read(path)
        except (ManifestBroken, OSError) as broken:
            yield Fault(
                None, f"{FOLDER}/{path.name}", 0, f"the catalogue does not know it, and {broken}", _COPY
            )


def _fault(manifest: Manifest, problem: str, advice: str = _COPY) -> Fault:
    return Fault(None, f"{FOLDER}/{manifest.day}{SUFFIX}", 0, problem, advice)


def _of_file(manifest: Manifest, catalogue: Catalogue, notary: Notary) -> Iterator[Fault]:
    path = notary.path(manifest.day)
    try:
        changed = sha256_of(path) != manifest.sha256
        head, entries = read(path)
    except OSError:
        yield _fault(manifest, "it is missing, or can't be read")
        return
    except ManifestBroken as broken:
        yield _fault(manifest, str(broken))
        return
    if changed:
        yield _fault(manifest, "its SHA-256 is not the one of when it was written")
    if head != Head(manifest.day, manifest.previous, manifest.captures):
        yield _fault(manifest, "its head is not what the catalogue says", _LOOK)
    held = catalogue.manifests.held(entry.record_id for entry in entries)
    for entry in entries:
        problem = _difference(entry, held.get(entry.record_id))
        if problem is not None:
            one = held.get(entry.record_id)
            yield Fault(
                one.id if one is not None else None,
                f"{FOLDER}/{manifest.day}{SUFFIX}",
                0,
                problem,
                _LOOK,
                url=one.url if one is not None else None,
            )


def _of_stamp(manifest: Manifest, notary: Notary, trusted: Sequence[Certificate]) -> Iterator[Fault]:
    def fault(problem: str) -> Fault:
        return Fault(None, f"{FOLDER}/{manifest.day}{STAMP_SUFFIX}", 0, problem, _COPY)

    try:
        answer = notary.stamp_path(manifest.day).read_bytes()
        if hashlib.sha256(answer).hexdigest() != manifest.stamp_sha256:
            yield fault("its SHA-256 is not the one of when it was received")
        elif (
            trusted
            and stamped_at(answer, notary.path(manifest.day).read_bytes(), trusted) != manifest.stamped_at
        ):
            yield fault("its time is not what the catalogue says")
    except OSError:
        yield fault("it is missing, or can't be read")
    except StampRefused as refused:
        yield fault(refused.reason)


def _difference(entry: Entry, held: Held | None) -> str | None:
    if held is None:
        return f"it names {entry.record_id}, which the catalogue does not know"
    now = held.entry
    if held.taken_down:
        return None if now.timestamp == entry.timestamp else f"it gives {entry.record_id} another time"
    told = (entry.timestamp, entry.sha256, entry.record_sha256 or now.record_sha256)
    if told != (now.timestamp, now.sha256, now.record_sha256):
        return f"it gives {entry.record_id} another time or digest than the catalogue"
    return None
