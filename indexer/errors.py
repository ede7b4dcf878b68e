"""What can be wrong with an index, which is derived from the archive, so every message ends in its rebuilding; and with
how it is asked.

BackfileError
├── IndexProblem
│   ├── IndexOutdated    written by another version of the index's form
│   ├── IndexUnreadable  damaged, or half there
│   └── NotOurIndex      a folder that Backfile did not write
└── UnknownSearcher      BACKFILE_SEARCHER names none
"""

from __future__ import annotations

from archive.errors import BackfileError


class IndexProblem(BackfileError):
    """The search index can't be used as it is; nothing in the archive is lost by it."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            f"The search index in {path} {reason}. The archive itself is not touched by this; "
            "`backfile index --rebuild` makes a new index from it."
        )


class IndexOutdated(IndexProblem):
    """The index was written in another form than this Backfile reads."""

    def __init__(self, path: str, found: str, known: str) -> None:
        self.found = found
        self.known = known
        super().__init__(path, f"has form {found}, and this Backfile reads form {known}")


class IndexUnreadable(IndexProblem):
    """A file of the index is missing or damaged."""


class NotOurIndex(IndexProblem):
    """The folder holds an index that Backfile did not write: it is never opened, as opening one runs code."""

    def __init__(self, path: str) -> None:
        super().__init__(path, "was not written by Backfile and is not opened")


class UnknownSearcher(BackfileError):
    """A searcher was named that there is not."""

    def __init__(self, variable: str, named: str, known: tuple[str, ...]) -> None:
        self.variable = variable
        self.named = named
        super().__init__(f"{variable} is “{named}”: it can be {' or '.join(known)}.")
