"""What a person can do wrong: a clear sentence, exit status 1, nothing lost, no traceback."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from archive.store.locks import RoleLock
from tests.real.command import backfile, clean_environ


class Odd(BaseHTTPRequestHandler):
    """A site that answers 500, or HTML that is not, or a plain page."""

    def do_GET(self) -> None:
        status, kind, body = {
            "/garbage.html": (200, "text/html", bytes(range(256)) * 40),
            "/robots.txt": (404, "text/plain", b""),
            "/page.html": (200, "text/html", b"<title>A page</title><p>Some words about harbours."),
        }.get(self.path, (500, "text/html", b"<h1>out of order</h1>"))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def odd_site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Odd) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {
        "BACKFILE_DATA": str(tmp_path / "data"),
        "BACKFILE_MIN_DELAY": "0",
        "BACKFILE_ALLOW_NETWORKS": "127.0.0.0/8",
    }


def refused(*arguments: str, environ: dict[str, str], status: int = 1) -> str:
    """Run a command that must fail in the agreed way; what it said."""
    done = backfile(*arguments, environ=environ)
    assert done.returncode == status, (done.returncode, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip()) > 20
    return done.stderr


@pytest.mark.parametrize("verb", ["add", "archive"])
@pytest.mark.parametrize(
    "url", ["not a url", "ftp://example.com/x", "http://", "https://exa mple.com/", "mailto:a@b.example"]
)
def test_a_url_that_is_none(verb: str, url: str, environ: dict[str, str]) -> None:
    assert "is not a web address" in refused(verb, url, environ=environ)


@pytest.mark.parametrize("verb", ["add", "archive"])
def test_a_host_that_is_not_there(verb: str, environ: dict[str, str]) -> None:
    assert "no host called nowhere.invalid" in refused(verb, "http://nowhere.invalid/", environ=environ)


def test_an_address_inside_is_refused(environ: dict[str, str], odd_site: str) -> None:
    del environ["BACKFILE_ALLOW_NETWORKS"]
    assert "BACKFILE_ALLOW_NETWORKS" in refused("archive", odd_site + "/page.html", environ=environ)


def test_a_blog_that_answers_500(environ: dict[str, str], odd_site: str) -> None:
    assert "500" in refused("add", odd_site + "/", environ=environ)
    assert backfile("sources", environ=environ).stdout.startswith("No sources yet")


def test_html_that_is_not_is_kept_and_does_no_harm(environ: dict[str, str], odd_site: str) -> None:
    done = backfile("archive", odd_site + "/garbage.html", environ=environ)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr


def test_a_clipped_warc_keeps_what_is_whole_and_says_where_it_broke(
    shared: Path, environ: dict[str, str]
) -> None:
    file = shared / "data" / "warc" / "15_clipped_gzip_member.warc.gz"
    said = refused("import", str(file), environ=environ)
    assert "byte" in said
    status = backfile("status", "--json", environ=environ)
    assert json.loads(status.stdout)["captures"] > 0, status.stderr


def test_a_file_that_is_no_warc(tmp_path: Path, environ: dict[str, str]) -> None:
    (tmp_path / "holiday.warc.gz").write_bytes(b"\xff\xd8\xff" + bytes(500))
    assert "holiday.warc.gz" in refused("import", str(tmp_path / "holiday.warc.gz"), environ=environ)
    assert "none.warc" in refused("import", str(tmp_path / "none.warc"), environ=environ)


@pytest.mark.parametrize("role", ["archive", "schedule"])
def test_a_folder_in_use(role: str, tmp_path: Path, environ: dict[str, str], odd_site: str) -> None:
    arguments = ("archive", odd_site + "/page.html") if role == "archive" else ("worker",)
    with RoleLock(tmp_path / "data", role, "another program"):
        assert "is in use" in refused(*arguments, environ=environ)


def test_a_folder_that_can_t_be_written(unwritable: Path, environ: dict[str, str]) -> None:
    environ["BACKFILE_DATA"] = str(unwritable)
    assert "There is no Backfile data" in refused("status", environ=environ)
    assert "Cannot write" in refused("archive", "http://127.0.0.1:9/", environ=environ)


def test_a_file_where_the_folder_should_be(tmp_path: Path, environ: dict[str, str]) -> None:
    (tmp_path / "data").write_text("in the way", encoding="utf-8")
    assert "There is no Backfile data" in refused("status", environ=environ)
    assert "Cannot write" in refused("archive", "http://127.0.0.1:9/", environ=environ)
    assert (tmp_path / "data").read_text(encoding="utf-8") == "in the way"


@pytest.mark.parametrize("verb", ["serve", "demo"])
def test_a_port_that_is_taken(verb: str, environ: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert "another with --port" in refused(verb, "--port", port, environ=environ)


def test_wrong_usage_is_status_2(environ: dict[str, str]) -> None:
    refused("crawl", "--no-such-option", environ=environ, status=2)
    refused("add", environ=environ, status=2)


def test_an_unknown_source_and_setting(environ: dict[str, str]) -> None:
    assert "backfile sources" in refused("crawl", "nobody", environ=environ)
    assert "min_delay" in refused("status", environ={**environ, "BACKFILE_MIN_DELAY": "soon"})


def test_a_second_service_on_the_same_folder_says_who_is_there(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    command = [sys.executable, "-P", "-m", "web", "serve", "--port", "0"]
    with subprocess.Popen(command, env=clean_environ(environ), stdout=subprocess.PIPE, text=True) as first:
        try:
            assert first.stdout is not None
            assert "Backfile is at http://127.0.0.1:" in first.stdout.readline()
            lock = tmp_path / "data" / "locks" / "schedule.lock"
            for _ in range(100):
                if lock.exists() and lock.read_text(encoding="utf-8").strip():
                    break
                threading.Event().wait(0.1)
            assert "is in use" in refused("serve", "--port", "0", environ=environ)
        finally:
            first.terminate()
