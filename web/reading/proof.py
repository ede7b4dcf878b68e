"""What proves a capture: its digests, its record, the last check, the manifest that names it, and how to see for oneself."""

from __future__ import annotations

from dataclasses import dataclass

from archive.model import Capture
from archive.store.manifests import Manifest


@dataclass(frozen=True, slots=True)
class Proof:
    """``commands``: what a reader who has the WARC file types to compare."""

    capture: Capture
    manifest: Manifest | None
    commands: tuple[str, ...]


def proof_of(capture: Capture, manifest: Manifest | None, root: str) -> Proof:
    """A Capture's proof; ``manifest`` is the one that names it, ``root`` this site's address."""
    where = capture.locator
    cut = f"tail -c +{where.offset + 1} {where.filename} | head -c {where.length}"
    commands = [f"{cut} | sha256sum", f"{cut} | zcat"]
    if manifest is not None:
        commands += [
            f"curl -s {root}/manifests/{manifest.day} | sha256sum",
            f"curl -s {root}/manifests/{manifest.day} | grep {capture.record_id}",
        ]
    return Proof(capture, manifest, tuple(commands))
