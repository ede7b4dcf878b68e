"""Through a proxy: absolute-form for http, a tunnel for https, and no way round the guard. Also the recorded web."""

from __future__ import annotations

import re
import select
import socket
import socketserver
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import trustme

from archive.crawl.egress.fetcher import FetchSettings, HttpFetcher
from archive.errors import AddressRefused, BadUrl, ConnectionFailed
from archive.model import Exchange, LinkKind, Target
from tests.archive.crawl.bench import Bench
from tests.archive.crawl.conftest import LOOPBACK
from tests.origins import Answer, Origin


def fetch(fetcher: HttpFetcher, url: str) -> Exchange:
    return fetcher.fetch(Target(url, LinkKind.POST))


def test_http_goes_to_the_proxy_in_absolute_form() -> None:
    with (
        Origin({"*": lambda _: Answer("from afar")}) as proxy,
        closing(HttpFetcher(FetchSettings(proxy=proxy.url().rstrip("/")))) as fetcher,
    ):
        for path in ("/post.html?x=1", "/"):
            with closing(fetch(fetcher, f"http://blog.example{path}")) as exchange:
                assert exchange.response.read().endswith(b"from afar")
                assert exchange.address is None
                assert exchange.request == proxy.log[-1].raw
        assert proxy.paths == ["http://blog.example/post.html?x=1", "http://blog.example/"]
        assert proxy.log[0].headers["host"] == "blog.example"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://[::1]/",
        "http://[::ffff:169.254.169.254]/",
        "https://10.0.0.1/",
        "http://localhost/",
        "https://localhost:8443/",
        "http://metadata.google.internal/computeMetadata/v1/",
        "http://intranet/",
        "http://printer.local/",
    ],
)
def test_a_proxy_is_never_asked_for_what_lies_inside(url: str) -> None:
    with (
        Origin({"*": lambda _: Answer("inside")}) as proxy,
        closing(HttpFetcher(FetchSettings(proxy=proxy.url()))) as fetcher,
    ):
        with pytest.raises(AddressRefused):
            fetch(fetcher, url)
        assert proxy.log == []


def test_what_is_allowed_is_asked_for() -> None:
    with (
        Origin({"*": lambda _: Answer("inside")}) as proxy,
        closing(HttpFetcher(FetchSettings(proxy=proxy.url(), allow_networks=LOOPBACK))) as fetcher,
        closing(fetch(fetcher, "http://localhost/")) as exchange,
    ):
        assert exchange.status == 200


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with (
        Origin({"*": lambda _: Answer("direct")}) as origin,
        closing(HttpFetcher(FetchSettings(allow_networks=LOOPBACK))) as fetcher,
        closing(fetch(fetcher, origin.url())) as exchange,
    ):
        assert exchange.response.read().endswith(b"direct")


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1080", "https://127.0.0.1:3128", "127.0.0.1:3128"])
def test_a_proxy_of_another_kind_is_refused_at_once(proxy: str) -> None:
    with pytest.raises(BadUrl, match="a proxy has to be given as"):
        HttpFetcher(FetchSettings(proxy=proxy))


def test_a_proxy_that_is_not_there_is_named() -> None:
    with Origin() as gone:
        pass
    for scheme in ("http", "https"):
        with (
            closing(HttpFetcher(FetchSettings(proxy=f"http://127.0.0.1:{gone.port}"))) as fetcher,
            pytest.raises(ConnectionFailed, match=rf"the proxy at 127\.0\.0\.1, port {gone.port}"),
        ):
            fetch(fetcher, f"{scheme}://blog.example/")


class _Tunnel(socketserver.StreamRequestHandler):
    """Answers CONNECT by tunnelling to ``server.origin``, whatever the name."""

    def handle(self) -> None:
        asked = self.rfile.readline().decode("latin-1")
        while self.rfile.readline() not in (b"\r\n", b""):
            pass
        self.server.asked.append(asked)  # type: ignore[attr-defined]  # socketserver's way to share
        if self.server.origin is None:  # type: ignore[attr-defined]
            self.wfile.write(b"HTTP/1.1 502 Bad Gateway\r\n\r\n")
            return
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\nVia: tunnel\r\n\r\n")
        with socket.create_connection(("127.0.0.1", self.server.origin)) as onward:  # type: ignore[attr-defined]
            self._pump(onward)

    def _pump(self, onward: socket.socket) -> None:
        while True:
            for end in select.select([self.connection, onward], [], [])[0]:
                data = end.recv(65536)
                if not data:
                    return
                (onward if end is self.connection else self.connection).sendall(data)


@contextmanager
def tunnel(origin: int | None) -> Iterator[tuple[str, list[str]]]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Tunnel) as server:
        server.daemon_threads = True
        server.origin = origin  # type: ignore[attr-defined]
        server.asked = []  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", server.asked  # type: ignore[attr-defined]
        server.shutdown()
        thread.join()


def test_https_goes_through_a_tunnel_and_only_the_exchange_itself_is_kept(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("blog.example").configure_cert(context)
    with (
        Origin({"*": lambda _: Answer("through the tunnel")}, tls=context) as origin,
        tunnel(origin.port) as (proxy, asked),
        closing(HttpFetcher(FetchSettings(proxy=proxy, ca_bundle=tmp_path / "ca.pem"))) as fetcher,
    ):
        for _ in range(2):
            with closing(fetch(fetcher, "https://blog.example/post.html")) as exchange:
                assert exchange.response.read().endswith(b"through the tunnel")
                assert exchange.request == origin.log[-1].raw
        assert origin.paths == ["/post.html"] * 2
        assert [line.split()[:2] for line in asked] == [["CONNECT", "blog.example:443"]]


def test_a_proxy_that_opens_no_tunnel_is_told_in_words() -> None:
    with (
        tunnel(None) as (proxy, _),
        closing(HttpFetcher(FetchSettings(proxy=proxy))) as fetcher,
        pytest.raises(ConnectionFailed, match="Tunnel connection failed: 502"),
    ):
        fetch(fetcher, "https://blog.example/")


@contextmanager
def recorded_web(shared: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    """The recorded web as a proxy: its URL, and the file with its authority."""
    authority = folder / "ca.pem"
    command = [sys.executable, str(shared / "tools" / "recorded_web.py"), "--ca-out", str(authority)]
    command += ["--warc", str(shared / "data" / "warc" / "02_iana_org.warc.gz")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        found = re.search(r"proxy (http://127\.0\.0\.1:\d+)", process.stdout.readline())
        assert found is not None
        try:
            yield found[1], authority
        finally:
            process.terminate()


@pytest.mark.shared
@pytest.mark.slow
def test_the_recorded_web_is_archived_under_its_own_names(shared: Path, tmp_path: Path) -> None:
    with recorded_web(shared, tmp_path) as (proxy, authority):
        settings = FetchSettings(proxy=proxy, ca_bundle=authority)
        with (
            closing(HttpFetcher(settings)) as fetcher,
            Bench(tmp_path / "data", fetcher=fetcher) as bench,
        ):
            urls = ["http://www.iana.org/", "https://www.iana.org/about"]
            results = bench.crawler.archive(urls)
            assert [result.error for result in results] == [None, None]
            for result in results:
                assert result.capture is not None
                with bench.mementos.open(result.capture) as memento:
                    assert b"Internet Assigned Numbers Authority" in memento.payload.read()
            mimes = {capture.mime for capture in bench.catalogue.captures.iterate() if capture.status == 200}
            assert {"text/html", "text/css"} <= mimes
