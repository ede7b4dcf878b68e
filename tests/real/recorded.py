"""A recorded web on loopback, played by the tool beside the project, as a context manager."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class RecordedWeb:
    """Where the recorded web answers, and the certificate that it signs with."""

    proxy: str
    ca_bundle: Path

    def environ(self, data: Path) -> dict[str, str]:
        """What a ``backfile`` process needs to crawl it without waiting between requests."""
        return {
            "BACKFILE_DATA": str(data),
            "BACKFILE_PROXY": self.proxy,
            "BACKFILE_CA_BUNDLE": str(self.ca_bundle),
            "BACKFILE_MIN_DELAY": "0",
        }


@contextmanager
def recorded_web(shared: Path, folder: Path, *arguments: str) -> Iterator[RecordedWeb]:
    """Play WARC files (``--warc FILE``) or saved pages (``--gold DIR``)."""
    authority = folder / "authority.pem"
    command = [
        sys.executable,
        str(shared / "tools" / "recorded_web.py"),
        "--ca-out",
        str(authority),
        *arguments,
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"proxy (http://\S+?),", process.stdout.readline())
            assert found, "the recorded web did not start"
            yield RecordedWeb(found[1], authority)
        finally:
            process.terminate()
