"""What a reader's connection sees of a table: all but what was taken down. The one place where hiding is decided.

Every reading connection gets views of these names in its own temporary schema, where a name is looked up first: whoever
selects from ``captures`` selects from the view, whether he thought of takedowns or not. A writing connection has none: it
must see what is hidden to keep keys unique. (PostgreSQL: the same views in a schema that comes first in ``search_path``.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

_BELOW = (
    "denial.prefix = 1 AND substr(seen.surt, 1, length(denial.surt)) = denial.surt AND (substr(denial.surt, -1) = '/' "
    "OR substr(seen.surt, length(denial.surt) + 1, 1) IN ('/', '?'))"
)

# The plus keeps the planner from looking for what is not hidden by its index: nearly all is not.
VIEWS: Mapping[str, str] = {
    "captures": "+seen.takedown_id IS NULL",
    "pages": "+seen.takedown_id IS NULL",
    # The words of a link are often the title of what it leads to.
    "links": f"""
        NOT EXISTS (SELECT 1 FROM main.pages AS origin WHERE origin.id = seen.page_id AND origin.takedown_id IS NOT NULL)
        AND (seen.surt IS NULL OR NOT EXISTS (SELECT 1 FROM main.denials AS denial WHERE denial.surt = seen.surt))
        AND (seen.surt IS NULL OR NOT EXISTS (SELECT 1 FROM main.denials AS denial WHERE {_BELOW}))
    """,  # noqa: S608 - our own words
}
"""Of each table with anything to hide: which of its rows are seen."""


def statements() -> Iterator[str]:
    """The SQL that draws the veil over a connection. The tables need not be there yet."""
    for name, seen in VIEWS.items():
        yield f"CREATE TEMP VIEW {name} AS SELECT * FROM main.{name} AS seen WHERE {seen}"  # noqa: S608 - our own words
