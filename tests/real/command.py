"""The installed command ``backfile`` as a process of its own, as people run it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping


def clean_environ(extra: Mapping[str, str]) -> dict[str, str]:
    """This process' environment without settings of Backfile, and ``extra`` on top."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BACKFILE_")}
    return {**kept, "PYTHONWARNINGS": "error::ResourceWarning", **extra}


def backfile(
    *arguments: str, environ: Mapping[str, str], timeout: float = 110
) -> subprocess.CompletedProcess[str]:
    """Run ``backfile`` to its end; status, standard output and standard error."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "web", *arguments],
        env=clean_environ(environ),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
