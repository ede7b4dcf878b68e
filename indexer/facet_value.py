"""A value as facets hold it: the same in the index and in what is asked for, so that what is shown can be chosen. Pure."""

from __future__ import annotations

import re

from indexer.querylang import BOUNDS

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\s]+")


def facet_value(text: str) -> str:
    """On one line, with single spaces, no longer than a value may be (``BOUNDS``). Idempotent.

    A form would change line breaks, and a longer one would not come back whole in an address."""
    one_line = _CONTROL.sub(" ", text[: 4 * BOUNDS["value"].limit]).strip()
    return one_line[: BOUNDS["value"].limit].strip().encode("utf-8", "replace").decode()
