"""CSS with every address led into the replay (CSS Syntax 3: ``url()``, ``@import``, ``image-set()``). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import tinycss2

from web.replay import quick_style
from web.replay.quick_style import Rewrite

LIMIT = 2_000_000  # characters that are taken apart; a longer sheet is left out
HINTS = ("url(", "@import", "\\", "image-set(", "src(")  # an escape may spell any of the others

NOWHERE = "about:invalid"

_ADDRESSED = frozenset({"url", "src", "image", "image-set", "-webkit-image-set"})
"""Functions whose strings are addresses, as are those of a function that stands there for one:
``image-set(var(--a, "…"))``."""

_TOLD = frozenset({"type", "format", "tech"})
"""What says of an address what it leads to."""

_BREAKS = re.compile(r"[\x00-\x1f\x7f]")  # in a string of CSS some of these end it


def rewritten(css: str, rewrite: Rewrite) -> str:
    """CSS whose addresses went through ``rewrite``. What can't be taken apart becomes empty, never raw."""
    if not any(hint in css or hint in css.lower() for hint in HINTS):
        return _closed(css)
    if len(css) > LIMIT:
        return "/* too long to be shown */"
    quick = quick_style.rewritten(css, rewrite, _quoted)
    return _closed(taken_apart(css, rewrite) if quick is None else quick)


def taken_apart(css: str, rewrite: Rewrite) -> str:
    """The same by a tokenizer, for all that CSS can be."""
    try:
        nodes = tinycss2.parse_component_value_list(css)
        _walk(nodes, rewrite)
        return str(tinycss2.serialize(nodes))
    except RecursionError:
        return "/* nested too deeply to be shown */"


def _closed(css: str) -> str:
    """Nothing in a style element may end it."""
    return css.replace("</", "<\\/")


def _walk(nodes: Iterable[Any], rewrite: Rewrite) -> None:
    waiting = [(list(nodes), False, False)]
    while waiting:
        importing = False
        inner, addressed, of_sheet = waiting.pop()
        for node in inner:
            if node.type in ("whitespace", "comment"):
                continue
            if node.type == "url" or (node.type == "string" and (importing or addressed)):
                _point(node, rewrite(node.value, importing or of_sheet))
            elif node.type == "function":
                in_place = node.lower_name in _ADDRESSED or (addressed and node.lower_name not in _TOLD)
                waiting.append((node.arguments, in_place, in_place and (importing or of_sheet)))
            elif hasattr(node, "content") and isinstance(node.content, list):
                waiting.append((node.content, addressed, of_sheet))
            importing = node.type == "at-keyword" and node.lower_value == "import"


def _point(node: Any, address: str | None) -> None:
    node.representation = f"url({_quoted(address)})" if node.type == "url" else _quoted(address)


def _quoted(address: str | None) -> str:
    plain = _BREAKS.sub("", address or NOWHERE)
    return '"' + plain.replace("\\", "\\\\").replace('"', "%22") + '"'
