"""What lies in a data folder, by name: the one place where these names stand."""

from __future__ import annotations

CATALOGUE = "catalogue.sqlite"

WARC = "warc"
"""The segments: the archive itself."""

SET_ASIDE = "set-aside"
"""Tails that no commit counted."""

EXPORTS = "exports"
"""Packages that are published."""

DRAFT_SUFFIX = ".new"
"""Of a file among the segments that is not whole yet: removed at the next start."""
