"""CSS with every address led into the replay (CSS Syntax 3: ``url()``, ``@import``, ``image-set()``). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import tinycss2

from web.replay import quick_style
from web.replay.quick_style import Rewrite

LIMIT = 2_000_000  # characters that are taken apart; a longer sheet is left out
HINTS = ("url(", "@import", "\\", "image-set(", "src(")  # an escape may spell any of the others

NOWHERE = "about:invalid"


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
    waiting = [list(nodes)]
    while waiting:
        importing = False
        for node in waiting.pop():
            if node.type in ("whitespace", "comment"):
                continue
            if node.type == "url":
                _point(node, rewrite(node.value, importing))
            elif node.type == "string" and importing:
                _point(node, rewrite(node.value, True))
            elif node.type == "function":
                _function(node, rewrite, importing)
                waiting.append(node.arguments)
            elif hasattr(node, "content") and isinstance(node.content, list):
                waiting.append(node.content)
            importing = node.type == "at-keyword" and node.lower_value == "import"


def _function(node: Any, rewrite: Rewrite, importing: bool) -> None:
    """``url("…")`` and the strings of ``image-set()``, ``src()`` and ``image()`` are addresses too."""
    if node.lower_name in ("url", "src", "image", "image-set", "-webkit-image-set"):
        for argument in node.arguments:
            if argument.type == "string":
                _point(argument, rewrite(argument.value, importing))


def _point(node: Any, address: str | None) -> None:
    node.representation = f"url({_quoted(address)})" if node.type == "url" else _quoted(address)


def _quoted(address: str | None) -> str:
    return '"' + (address or NOWHERE).replace("\\", "\\\\").replace('"', "%22").replace("\n", "") + '"'
