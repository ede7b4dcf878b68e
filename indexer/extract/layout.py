"""Tables that hold a page's columns instead of figures, as pages had them before style sheets."""

from __future__ import annotations

from itertools import islice

from lxml.html import HtmlElement

from indexer.extract.markup import is_larger

MAX_TABLES = 200
MIN_CELL = 400
"""Characters in one cell from which on it holds an article rather than a figure."""

_BLOCKS = frozenset(("p", "div", "h1", "h2", "h3", "h4", "ul", "ol", "table", "blockquote", "article", "br"))
_MIN_BLOCKS = 3
_PARTS = ("table", "tbody", "thead", "tfoot", "tr", "td", "th")


def without_layout_tables(root: HtmlElement) -> None:
    """Make the parts of such tables plain containers, in place: what reads tables as rows would run an article together
    into one cell and lose the lists in it."""
    for table in list(islice(root.iter("table"), MAX_TABLES)):
        if _is_layout(table):
            for part in _own_parts(table):
                part.tag = "div"


def _own_parts(table: HtmlElement) -> list[HtmlElement]:
    """The table and its rows and cells, without those of tables in it."""
    parts, queue = [table], list(table)
    while queue:
        part = queue.pop()
        if part.tag in _PARTS and part.tag != "table":
            parts.append(part)
            if part.tag not in ("td", "th"):
                queue.extend(part)
    return parts


def _is_layout(table: HtmlElement) -> bool:
    if table.get("role") == "presentation":
        return True
    cells = [part for part in _own_parts(table) if part.tag == "td"]
    return any(_is_column(cell) for cell in cells)


def _is_column(cell: HtmlElement) -> bool:
    blocks = sum(1 for _ in islice((part for part in cell.iter() if part.tag in _BLOCKS), _MIN_BLOCKS))
    return blocks == _MIN_BLOCKS and is_larger(cell, MIN_CELL)
