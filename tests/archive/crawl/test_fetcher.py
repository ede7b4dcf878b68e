"""The fetcher over real sockets: exact bytes both ways, conditional requests, kept connections, the guard."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest

from archive.crawl.egress.fetcher import FetchSettings, HttpFetcher
from archive.errors import AddressRefused, FetchError, HostNotFound
from archive.model import Exchange, LinkKind, Target
from tests.archive.crawl.conftest import LOOPBACK
from tests.origins import Answer, Origin, Raw


def fetch(fetcher: HttpFetcher, url: str) -> Exchange:
    return fetcher.fetch(Target(url, LinkKind.SEED))


def test_request_and_response_are_kept_as_they_crossed_the_wire(fetcher: HttpFetcher) -> None:
    wire = (
        b"HTTP/1.1 203   Non-Authoritative  \r\nx-oDD-cAse:  two spaces \r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\n"
        b"X-Latin: caf\xe9\r\nX-Raw: \xff\xfe\r\nContent-Length: 5\r\n\r\nhello"
    )
    with Origin({"/p": lambda _: Raw([wire])}) as origin:
        with closing(fetch(fetcher, origin.url("/p?q=%C3%A9&r"))) as exchange:
            assert exchange.response.read() == wire
            assert exchange.response.seekable()
        assert exchange.request == origin.log[0].raw
        assert origin.log[0].target == "/p?q=%C3%A9&r"
    assert exchange.status == 203
    assert wire[exchange.body_offset :] == b"hello"
    assert exchange.headers[0] == ("x-oDD-cAse", "two spaces")
    assert [value for name, value in exchange.headers if name.lower() == "set-cookie"] == ["a=1", "b=2"]
    assert exchange.header("x-latin") == "café"
    assert exchange.header("X-RAW") == "ÿþ"
    assert exchange.address == "127.0.0.1"
    assert exchange.truncated is None
    assert exchange.started_at.tzinfo is UTC


@pytest.mark.parametrize(
    "wire",
    [
        b"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 2\n\nhi",
        b"HTTP/1.0 200\r\n\r\nuntil the end",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;ext=1\r\nhello\r\n6\r\n world\r\n0\r\nX-Trailer: 1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, Chunked\r\nContent-Length: 3\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nhi",
        b"HTTP/1.1 200 OK\r\nX-Folded: one\r\n  two\r\nno colon here\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 204 No Content\r\nContent-Length: 99\r\n\r\n",
        b"HTTP/1.1 304 Not Modified\r\nETag: x\r\nContent-Length: 1234\r\n\r\n",
        b"HTTP/1.1 404 Nope\r\nContent-Length: 4\r\n\r\nnope",
        b"HTTP/1.1 200 OK\r\n"
        + b"".join(b"X-%d: %d\r\n" % (n, n) for n in range(500))
        + b"Content-Length: 1\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + bytes(range(256)) * 390 + b"x" * 160,
    ],
    ids=lambda wire: repr(wire[9:60]),
)
def test_whatever_the_framing_all_bytes_are_kept(fetcher: HttpFetcher, wire: bytes) -> None:
    with Origin({"/": lambda _: Raw([wire])}) as origin, closing(fetch(fetcher, origin.url())) as exchange:
        assert exchange.response.read() == wire
        assert exchange.truncated is None


def test_what_follows_the_response_on_the_connection_is_no_part_of_it(fetcher: HttpFetcher) -> None:
    good = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
    with Origin({"/": lambda _: Raw([good + b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"])}) as origin:
        for _ in range(3):
            with closing(fetch(fetcher, origin.url())) as exchange:
                assert exchange.response.read() == good


def test_interim_answers_are_passed_over(fetcher: HttpFetcher) -> None:
    final = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
    interim = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\n"
    with (
        Origin({"/": lambda _: Raw([interim + final])}) as origin,
        closing(fetch(fetcher, origin.url())) as exchange,
    ):
        assert exchange.response.read() == final


def test_a_coded_body_is_kept_as_it_was_sent(fetcher: HttpFetcher) -> None:
    coded = gzip.compress(b"text " * 1000)
    answer = Answer(coded, headers=[("Content-Encoding", "gzip")])
    with Origin({"/": lambda _: answer}) as origin, closing(fetch(fetcher, origin.url())) as exchange:
        exchange.response.seek(exchange.body_offset)
        assert exchange.response.read() == coded


def test_a_large_body_goes_to_disk_and_comes_back_whole() -> None:
    body = bytes(range(256)) * 4096 * 5
    settings = FetchSettings(allow_networks=LOOPBACK, max_bytes=8 * 1024 * 1024)
    with (
        Origin({"/": lambda _: Answer(body)}) as origin,
        closing(HttpFetcher(settings)) as fetcher,
        closing(fetch(fetcher, origin.url())) as exchange,
    ):
        exchange.response.seek(exchange.body_offset)
        assert exchange.response.read() == body


def test_redirects_are_not_followed_and_cookies_not_sent(fetcher: HttpFetcher) -> None:
    moved = Answer("", 302, headers=[("Location", "/elsewhere"), ("Set-Cookie", "a=1")])
    with Origin({"/": lambda _: moved}) as origin:
        for _ in range(2):
            with closing(fetch(fetcher, origin.url())) as exchange:
                assert exchange.status == 302
        assert origin.paths == ["/", "/"]
        assert all("cookie" not in request.headers for request in origin.log)


def test_validators_make_the_request_conditional(fetcher: HttpFetcher) -> None:
    with Origin({"/": lambda _: Answer(status=304)}) as origin:
        target = Target(
            origin.url(), LinkKind.POST, etag='W/"é"', last_modified="Mon, 01 Jan 2024 00:00:00 GMT"
        )
        with closing(fetcher.fetch(target)) as exchange:
            assert exchange.status == 304
        assert origin.log[0].headers["if-none-match"] == 'W/"é"'
        assert origin.log[0].headers["if-modified-since"] == "Mon, 01 Jan 2024 00:00:00 GMT"


@pytest.mark.parametrize("etag", ['"a"\r\nX-Evil: 1', '"a"\nX-Evil: 1', '"\x00"', '"☃"', " ", "", "x" * 5000])
def test_a_validator_can_not_smuggle_headers(fetcher: HttpFetcher, etag: str) -> None:
    with Origin({"/": lambda _: Answer("x")}) as origin:
        with closing(fetcher.fetch(Target(origin.url(), LinkKind.POST, etag=etag))):
            pass
        assert origin.log[0].headers.keys() == {"host", "user-agent", "accept", "accept-encoding"}


def test_a_connection_is_kept_and_replaced_when_the_server_drops_it(fetcher: HttpFetcher) -> None:
    farewell = Answer("bye", headers=[("Connection", "close")])
    with Origin({"/": lambda _: Answer("hi"), "/bye": lambda _: farewell}) as origin:
        for path in ("/", "/", "/bye", "/", "/"):
            with closing(fetch(fetcher, origin.url(path))):
                pass
        assert [request.connection for request in origin.log] == [1, 1, 1, 2, 2]


def test_a_kept_connection_that_the_server_drops_unseen_is_tried_afresh(fetcher: HttpFetcher) -> None:
    answers: Iterator[Answer | Raw] = iter([Answer("one"), Raw([]), Answer("two")])
    with Origin({"/": lambda _: next(answers)}) as origin:
        for expected in (b"one", b"two"):
            with closing(fetch(fetcher, origin.url())) as exchange:
                assert exchange.response.read().endswith(expected)
        assert [request.connection for request in origin.log] == [1, 1, 2]


def test_many_threads_may_fetch_at_once(fetcher: HttpFetcher) -> None:
    bodies: dict[str, bytes] = {}

    def go(path: str) -> None:
        with closing(fetch(fetcher, origin.url(path))) as exchange:
            bodies[path] = exchange.response.read()

    with Origin({"*": lambda request: Answer(request.path * 1000)}) as origin:
        threads = [threading.Thread(target=go, args=(f"/{number}",)) for number in range(24)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert all(body.endswith(path.encode() * 1000) for path, body in bodies.items())
    assert len(bodies) == 24


def test_a_name_is_resolved_once_and_the_connection_goes_to_that_very_address() -> None:
    """DNS rebinding: the second answer would be another one, so there must be no second question."""
    asked: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    with Origin({"/": lambda _: Answer("hi")}) as origin:
        origin.name = "blog.example"
        settings = FetchSettings(allow_networks=LOOPBACK)
        with closing(HttpFetcher(settings, resolver=resolver)) as fetcher:
            with closing(fetch(fetcher, origin.url())) as exchange:
                assert exchange.address == "127.0.0.1"
            assert origin.log[0].headers["host"] == f"blog.example:{origin.port}"
            assert asked == ["blog.example"]
            fetcher.close()
            with pytest.raises(AddressRefused):
                fetch(fetcher, origin.url())


@pytest.mark.parametrize(
    "answers",
    [
        ["127.0.0.1"],
        ["93.184.215.14", "10.0.0.1"],
        ["2606:4700::1111", "::ffff:127.0.0.1"],
        ["169.254.169.254"],
        ["fe80::1%eth0"],
        ["64:ff9b::7f00:1"],
        ["nonsense"],
    ],
)
def test_one_bad_answer_is_enough_to_refuse_a_name(answers: list[str]) -> None:
    with Origin({"/": lambda _: Answer("inside")}) as origin:
        origin.name = "rebound.example"
        with (
            closing(HttpFetcher(FetchSettings(), resolver=lambda *_: answers)) as fetcher,
            pytest.raises(AddressRefused) as refused,
        ):
            fetch(fetcher, origin.url())
        assert not refused.value.retry
        assert origin.log == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "0"]
)
def test_loopback_is_refused_in_any_spelling(host: str) -> None:
    with Origin({"/": lambda _: Answer("inside")}) as origin:
        origin.name = host
        with closing(HttpFetcher(FetchSettings())) as fetcher, pytest.raises(AddressRefused):
            fetch(fetcher, origin.url())
        assert origin.log == []


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.com/",
        "http://",
        "http:///path",
        "http://exa mple.com/",
        "http://example.com:99999/",
        "http://exa%6dple.com/",
        "http://a\\@b/",
        "http://[::1/",
        "http://-/",
        "gopher://127.0.0.1:70/",
        "javascript:alert(1)",
        "",
    ],
)
def test_what_can_not_be_asked_for_is_told_in_words(fetcher: HttpFetcher, url: str) -> None:
    with pytest.raises(FetchError) as failed:
        fetch(fetcher, url)
    assert not failed.value.retry
    assert str(failed.value).startswith("Could not fetch")


def test_a_host_that_is_not_there_is_told_by_name() -> None:
    def nobody(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    with (
        closing(HttpFetcher(FetchSettings(), resolver=nobody)) as fetcher,
        pytest.raises(HostNotFound, match=r"there is no host called nowhere\.example"),
    ):
        fetch(fetcher, "http://nowhere.example/")


def test_the_clock_tells_when_it_began() -> None:
    began = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with (
        Origin({"/": lambda _: Answer("x")}) as origin,
        closing(HttpFetcher(FetchSettings(allow_networks=LOOPBACK), clock=lambda: began)) as fetcher,
        closing(fetch(fetcher, origin.url())) as exchange,
    ):
        assert exchange.started_at == began
