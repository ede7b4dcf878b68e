"""pywb in a process and an environment of its own, serving WARC files on loopback."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from archive.message import read_head

COLLECTION = "all"
_WAIT = 60.0


@dataclass(frozen=True, slots=True)
class Answered:
    """What an HTTP server said."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()


def ask(url: str, headers: dict[str, str] | None = None) -> Answered:
    """A GET, without following redirects, whatever the status.

    By hand, as HTTP/1.0: http.client stops at a hundred headers.
    """
    parts = urlsplit(url)
    lines = [f"GET {url.partition(parts.netloc)[2] or '/'} HTTP/1.0", f"Host: {parts.netloc}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=30) as connection:
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
        with connection.makefile("rb") as stream:
            head = read_head(stream)
            assert head is not None, f"{url} is answered with no HTTP"
            return Answered(head.status, dict(head.headers), stream.read())


@dataclass(frozen=True, slots=True)
class Pywb:
    """A running pywb with one collection."""

    url: str
    index: Path

    def cdx(self, query: str) -> Answered:
        return ask(f"{self.url}/{COLLECTION}/cdx?{query}")

    def raw(self, timestamp: str, url: str) -> Answered:
        """The payload of a capture as it was sent."""
        return ask(f"{self.url}/{COLLECTION}/{timestamp}id_/{url}", {"Accept-Encoding": "gzip, br, deflate"})


@contextmanager
def running(peers: Path, folder: Path, files: Sequence[Path]) -> Iterator[Pywb]:
    """pywb over copies of WARC files and of those in WACZ files, with an index that it makes itself."""
    tools = peers / "pywb" / "bin"
    _manage(tools, folder, "init", COLLECTION)
    _manage(tools, folder, "add", COLLECTION, *(str(path) for path in _warcs(files, folder)))
    port = _free_port()
    log = folder / "pywb.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [tools / "wayback", "-p", str(port), "-b", "127.0.0.1"],
            cwd=folder, stdout=output, stderr=output, env=_environment(),
        )  # fmt: skip
        try:
            _wait(port, process, log)
            yield Pywb(
                f"http://127.0.0.1:{port}", folder / "collections" / COLLECTION / "indexes" / "index.cdxj"
            )
        finally:
            process.terminate()
            process.wait(timeout=20)


def _warcs(files: Sequence[Path], folder: Path) -> Iterator[Path]:
    for path in files:
        if path.suffix != ".wacz":
            yield path
            continue
        with zipfile.ZipFile(path) as zipped:
            for name in zipped.namelist():
                if name.startswith("archive/"):
                    yield Path(zipped.extract(name, folder / path.stem))


def _manage(tools: Path, folder: Path, *words: str) -> None:
    done = subprocess.run(
        [tools / "wb-manager", *words],
        cwd=folder,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _environment() -> dict[str, str]:
    """Without our own path: it has modules of other names."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONWARNINGS")}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _WAIT
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text("utf-8", "replace")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise AssertionError(f"pywb did not come up: {log.read_text('utf-8', 'replace')}")
