"""CSS rewritten in one pass over its text, for sheets without anything unusual; 30 times quicker than taking the
sheet apart. Whatever is unusual is left to ``style.py``: this one gives up rather than guesses. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

Rewrite = Callable[[str, bool], str | None]
"""Given an address and whether it is a style sheet's, its replacement; None for nothing that may be reached."""

_NAME = r"(?:[A-Za-z0-9_-]|[^\x00-\x7f]|\\(?:[0-9A-Fa-f]{1,6}+(?:\r\n|[ \t\r\n\f])?|[^0-9A-Fa-f\r\n\f]))"
_PLACES = re.compile(r"/\*|[\"'@\\\x00]|(?:url|image-set|src|image)\(", re.IGNORECASE)
_REST_OF_NAME = re.compile(rf"{_NAME}*+")
_STRING = re.compile(r"\"(?:[^\"\\\r\n\f]|\\[^\r\n\f])*+\"|'(?:[^'\\\r\n\f]|\\[^\r\n\f])*+'")
_PLAIN_STRING = re.compile(r"\"([^\"\\\r\n\f]*+)\"|'([^'\\\r\n\f]*+)'")
_URL = re.compile(
    r"url\([ \t\r\n\f]*+(?:\"([^\"\\\r\n\f]*+)\"|'([^'\\\r\n\f]*+)'|([^\"'()\\\s\x00-\x1f\x7f]*+))[ \t\r\n\f]*+\)",
    re.IGNORECASE,
)
_GAP = re.compile(r"(?:[ \t\r\n\f]++|/\*[^*]*+\*++(?:[^/*][^*]*+\*++)*+/)*+")
_NAME_END = re.compile(r"[A-Za-z0-9_-]|[^\x00-\x7f]")


class _UnusualError(Exception):
    """Something that only a tokenizer tells apart."""


def rewritten(css: str, rewrite: Rewrite, address: Callable[[str | None], str]) -> str | None:
    """CSS with its addresses replaced, ``address`` being how a replacement is quoted; None: not by this way."""
    kept: list[str] = []
    at = start = 0
    try:
        while found := _PLACES.search(css, at):
            end, value, is_sheet, is_url = _at(css, found)
            if value is not None:
                quoted = address(rewrite(value[0], is_sheet))
                kept.append(css[start : value[1]] + (f"url({quoted})" if is_url else quoted))
                start = end
            at = end
    except _UnusualError:
        return None
    return "".join(kept) + css[start:]


Value = tuple[str, int]
"""An address, and where what is to be replaced begins."""


def _at(css: str, found: re.Match[str]) -> tuple[int, Value | None, bool, bool]:
    """What stands there: where to go on, an address if there is one, whether a sheet's, whether in ``url()``."""
    sign, at = found[0].lower(), found.start()
    if sign == "/*":
        end = css.find("*/", at + 2)
        return (len(css) if end < 0 else end + 2), None, False, False
    if sign in "\"'":
        return _end(_STRING, css, at), None, False, False
    if sign == "@":
        return _rule(css, at)
    if sign == "url(":
        return (*_url(css, at), False, True)
    if sign != "\\":
        raise _UnusualError
    end = _end(_REST_OF_NAME, css, at)
    if end == at or css[end : end + 1] == "(":
        raise _UnusualError  # a function with an escape in its name: it may be url()
    return end, None, False, False


def _rule(css: str, at: int) -> tuple[int, Value | None, bool, bool]:
    end = _end(_REST_OF_NAME, css, at + 1)
    name = css[at + 1 : end].lower()
    if "\\" in name:
        raise _UnusualError
    if name != "import":
        return end, None, False, False
    end = _end(_GAP, css, end)
    if text := _PLAIN_STRING.match(css, end):
        return text.end(), (text[1] or text[2] or "", end), True, False
    return (*_url(css, end), True, True)


def _url(css: str, at: int) -> tuple[int, Value]:
    found = _URL.match(css, at)
    if found is None or (at and _NAME_END.match(css, at - 1)):
        raise _UnusualError
    return found.end(), (found[1] or found[2] or found[3] or "", at)


def _end(pattern: re.Pattern[str], css: str, at: int) -> int:
    found = pattern.match(css, at)
    if found is None:
        raise _UnusualError
    return found.end()
