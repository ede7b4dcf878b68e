"""A time-stamping authority on loopback: OpenSSL's, behind HTTP, with certificates made for it."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

_CONFIG = """[tsa]
default_tsa=own
[own]
serial=serial
crypto_device=builtin
signer_cert=signer.pem
signer_key=signer.key
signer_digest=sha256
default_policy=1.2.3.4.1
digests=sha256
ess_cert_id_chain=yes
"""
_EXTENSIONS = "extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n"
_STEPS = (
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout root.key -out root.pem -subj /CN=Root",
    "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout signer.key -out signer.csr -subj /CN=Stamps",
    "x509 -req -in signer.csr -CA root.pem -CAkey root.key -CAcreateserial -out signer.pem -extfile extensions",
)


@dataclass(slots=True)
class Authority:
    """Where it answers, the root that it leads to, and whether it shall answer with an older stamp again."""

    url: str
    root: Path
    requests: list[bytes]
    repeats: bool = False


@contextmanager
def authority(folder: Path) -> Iterator[Authority]:
    """An authority at work; ``folder`` is its own."""
    folder.mkdir()
    (folder / "tsa.cnf").write_text(_CONFIG)
    (folder / "extensions").write_text(_EXTENSIONS)
    (folder / "serial").write_text("01\n")
    for step in _STEPS:
        _openssl(folder, step)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            at_work.requests.append(asked)
            assert self.headers["Content-Type"] == "application/timestamp-query"
            if not at_work.repeats:
                (folder / "query").write_bytes(asked)
                _openssl(folder, "ts -reply -config tsa.cnf -queryfile query -out answer")
            answer = (folder / "answer").read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    at_work = Authority(f"http://127.0.0.1:{server.server_port}/stamp", folder / "root.pem", [])
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield at_work
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _openssl(folder: Path, words: str) -> None:
    subprocess.run(["openssl", *words.split()], cwd=folder, check=True, capture_output=True)
