"""What every error of the archive is."""

from __future__ import annotations

SHOWN = 200  # characters of what was typed that an error repeats


class BackfileError(Exception):
    """Something a person can act on: ``str(error)`` is one clear sentence or two, fit to be shown."""
