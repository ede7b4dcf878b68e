"""JSON for a terminal: what was archived may hold signs that terminals obey, or that turn a line round. Pure."""

from __future__ import annotations

import json
import re
from typing import Any

_OBEYED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def json_text(value: Any) -> str:
    """One line of JSON in which such signs are written as escapes; it means the same."""
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))
