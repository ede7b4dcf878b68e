"""How a command that failed answers a program that asked for JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from archive.errors import BackfileError

JSON = "--json"


class ToldAlready(BackfileError):
    """What failed stands in what the command printed: with ``--json`` that was its one document."""


def document_of(error: BackfileError | OSError, sentence: str, arguments: Sequence[str]) -> str | None:
    """The document that ``--json`` still owes after a failure; None when it was not asked for, or was printed."""
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    if JSON not in options or isinstance(error, ToldAlready):
        return None
    return json.dumps({"error": sentence}, ensure_ascii=False)
