"""What a style sheet needs: images, fonts and other style sheets (CSS Syntax 3, CSS Values 4 §4.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import tinycss2
from tinycss2 import ast

_MAX_BYTES = 2 * 1024 * 1024  # of one sheet; tinycss2 takes about a second for that much
_MAX_DEPTH = 40
_BRACKET = re.compile(r"[{}()\[\]]")
_IMAGE_FUNCTIONS = frozenset({"url", "src", "image", "image-set", "-webkit-image-set"})


def needed(css: str) -> list[str]:
    """The references in a style sheet, unresolved, each once, in the order in which they stand.

    Takes ``url()``, ``src()``, ``image-set("…")`` and ``@import "…"``; leaves ``data:``, fragments and empty ones.
    """
    if not _worth_reading(css):
        return []
    return list(dict.fromkeys(_usable(_references(tinycss2.parse_component_value_list(_bounded(css))))))


def _worth_reading(css: str) -> bool:
    folded = css[:_MAX_BYTES].lower()
    return any(word in folded for word in ("url(", "@import", "src(", "image-set(", "image("))


def _bounded(css: str) -> str:
    """Cut where it is too long, or nested deeper than any real sheet: tinycss2 recurses."""
    css = css[:_MAX_BYTES]
    depth = 0
    for bracket in _BRACKET.finditer(css):
        depth = depth + 1 if bracket[0] in "{([" else max(0, depth - 1)
        if depth > _MAX_DEPTH:
            return css[: bracket.start()]
    return css


def _usable(references: Iterable[str]) -> Iterator[str]:
    for reference in references:
        value = reference.strip()
        if value and not value.startswith("#") and value[:5].lower() != "data:":
            yield value


def _references(values: list[ast.Node]) -> Iterator[str]:
    importing = False
    for value in values:
        if value.type in {"whitespace", "comment"}:
            continue
        if value.type == "url" or (value.type == "string" and importing):
            yield value.value
        elif value.type == "function":
            yield from _of_function(value)
        elif value.type in {"{} block", "() block", "[] block"}:
            yield from _references(value.content)
        importing = value.type == "at-keyword" and value.lower_value == "import"


def _of_function(function: ast.FunctionBlock) -> Iterator[str]:
    if function.lower_name in _IMAGE_FUNCTIONS:
        yield from (value.value for value in function.arguments if value.type == "string")
    yield from _references(function.arguments)
