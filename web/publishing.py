"""Packages that are published: files in the data folder, served under ``/wacz/``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from archive.errors import BackfileError
from archive.model import Takedown
from archive.store.layout import EXPORTS

SUFFIX = ".wacz"

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-]{0,99}")


class BadExportName(BackfileError):
    """A name under which nothing can be published."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"“{name[:100]}” can't be published: use a name without folders, of letters, digits, dots and hyphens, "
            "such as harbour.wacz."
        )


def withheld(path: Path, takedowns: Iterable[Takedown]) -> bool:
    """Whether a package was begun before one of these that holds. To look for each of them in each package would cost more
    than to make it again."""
    begun = path.stat().st_mtime
    return any(each.lifted_at is None and each.at.timestamp() >= begun for each in takedowns)


def published_path(data: Path, name: str) -> Path:
    """Where the package of a name lies or would lie. Raises BadExportName."""
    bare = name.removesuffix(SUFFIX)
    if not _NAME.fullmatch(bare):
        raise BadExportName(name)
    return data / EXPORTS / f"{bare}{SUFFIX}"


def published(data: Path) -> list[Path]:
    """The packages that are published, by name."""
    folder = data / EXPORTS
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(
        path
        for path in found
        if path.suffix == SUFFIX and _NAME.fullmatch(path.stem) and path.is_file() and not path.is_symlink()
    )
