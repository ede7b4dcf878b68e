"""The list of a backup: every file in it with its size and SHA-256. Only what is on it counts, and it is written last."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.store.catalogue import FILENAME
from archive.timestamp import iso, parse_iso

LIST = "backup.json"
DRAFT_SUFFIX = ".draft"
FORM = 1

_MOST_BYTES = 256 * 1024 * 1024
_STAMP = re.compile(r"\d{14}(-\d{1,3})?")
_NAME = r"[A-Za-z0-9][A-Za-z0-9._\-]{0,199}"
_PATH = re.compile(rf"{re.escape(FILENAME)}|(warc|manifests)/{_NAME}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class BadInventory(ValueError):
    """The list is not what we write; the message says why, in words that end a sentence."""


@dataclass(frozen=True, slots=True)
class Item:
    """A file of a backup, by its path in there; ``sha256`` in lower hex."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """When a backup was made, of which schema, and what is in it."""

    at: datetime
    schema: str
    items: tuple[Item, ...]

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(item.size for item in self.items)

    def to_bytes(self) -> bytes:
        """As it lies in the backup."""
        document = {
            "form": FORM,
            "at": iso(self.at),
            "schema": self.schema,
            "files": [asdict(item) for item in self.items],
        }
        return json.dumps(document, indent=1).encode("ascii")


def read_inventory(folder: Path) -> Inventory:
    """The list of the backup in a folder. Raises BadInventory for one that can't be believed, and OSError."""
    path = folder / LIST
    if path.is_symlink() or not path.is_file():
        raise BadInventory(f"it has no {LIST}, so it is no whole backup")
    with path.open("rb") as file:
        content = file.read(_MOST_BYTES + 1)
    try:
        document = json.loads(content) if len(content) <= _MOST_BYTES else None
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict) or document.get("form") != FORM:
        raise BadInventory(f"its {LIST} can't be read, or is of another form")
    at, schema, files = (document.get(name) for name in ("at", "schema", "files"))
    when = parse_iso(at) if isinstance(at, str) else None
    if when is None or not isinstance(schema, str) or not isinstance(files, list):
        raise BadInventory(f"its {LIST} does not say when it was made, or of what")
    items = tuple(map(_item, files))
    paths = [item.path for item in items]
    if FILENAME not in paths or len(set(paths)) != len(paths):
        raise BadInventory(f"its {LIST} names no catalogue, or a file twice")
    return Inventory(when, schema, items)


def _item(given: Any) -> Item:
    path, size, sha256 = (
        (given.get(name) for name in ("path", "size", "sha256")) if isinstance(given, dict) else (None,) * 3
    )
    if not isinstance(path, str) or not _PATH.fullmatch(path):
        raise BadInventory(f"its {LIST} names {str(path)[:100]!r}, which is no file of a backup")
    if not isinstance(size, int) or isinstance(size, bool) or not 0 <= size < 2**63:
        raise BadInventory(f"its {LIST} gives no size of {path}")
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256):
        raise BadInventory(f"its {LIST} gives no SHA-256 of {path}")
    return Item(path, size, sha256)


def whole_backups(folder: Path) -> Iterator[Path]:
    """The whole backups in a folder, the newest first."""
    if folder.is_dir():
        for path in sorted(folder.iterdir(), reverse=True):
            if _STAMP.fullmatch(path.name) and not path.is_symlink() and (path / LIST).is_file():
                yield path
