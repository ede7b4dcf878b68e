"""What every fetcher must do (``archive.ports.Fetcher``), with each fetcher as a parameter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass

import pytest

from archive.crawl.egress.fetcher import FetchSettings, HttpFetcher
from archive.errors import FetchError
from archive.model import LinkKind, Target
from archive.ports import Fetcher
from tests.archive.crawl.conftest import LOOPBACK
from tests.fakes.fetcher import PlayedFetcher
from tests.origins import Answer, Origin

MOST = 10_000


@dataclass(frozen=True)
class Web:
    """A web of some answers by path, and the fetcher that is to get them."""

    root: str
    fetcher: Fetcher

    def target(self, path: str, *, etag: str | None = None, last_modified: str | None = None) -> Target:
        return Target(self.root + path, LinkKind.SEED, etag=etag, last_modified=last_modified)


Opener = Callable[[Mapping[str, Answer]], AbstractContextManager[Web]]


@contextmanager
def http(answers: Mapping[str, Answer]) -> Iterator[Web]:
    with (
        Origin({"*": lambda request: answers[request.path]}) as origin,
        closing(HttpFetcher(FetchSettings(allow_networks=LOOPBACK, max_bytes=MOST))) as fetcher,
    ):
        yield Web(origin.url(""), fetcher)


@contextmanager
def played(answers: Mapping[str, Answer]) -> Iterator[Web]:
    root = "http://blog.example"
    yield Web(root, PlayedFetcher({root + path: answer for path, answer in answers.items()}, max_bytes=MOST))


@pytest.fixture(params=[http, played], ids=["http", "played"])
def opened(request: pytest.FixtureRequest) -> Opener:
    made: Opener = request.param
    return made


@pytest.mark.parametrize("status", [200, 204, 301, 304, 404, 410, 429, 500, 503])
def test_any_status_is_an_exchange_and_no_redirect_is_followed(opened: Opener, status: int) -> None:
    answer = Answer("" if status in (204, 304) else "said", status, headers=(("Location", "/other"),))
    with opened({"/p": answer, "/other": Answer("elsewhere")}) as web:
        target = web.target("/p")
        with closing(web.fetcher.fetch(target)) as exchange:
            assert (exchange.url, exchange.status) == (target.url, status)
            assert exchange.header("location") == "/other"


def test_the_response_is_kept_byte_for_byte_and_the_body_begins_where_it_says(opened: Opener) -> None:
    answer = Answer("<p>Körper</p>", headers=(("X-oDD", "kept"),))
    with opened({"/p": answer}) as web, closing(web.fetcher.fetch(web.target("/p"))) as exchange:
        wire = exchange.response.read()
        exchange.response.seek(0)
        assert exchange.response.read() == wire == answer.written()
        assert wire[exchange.body_offset :] == "<p>Körper</p>".encode()
        assert ("X-oDD", "kept") in exchange.headers
        assert exchange.truncated is None
        assert exchange.started_at.utcoffset() is not None


def test_the_request_is_kept_and_is_conditional_when_the_target_has_validators(opened: Opener) -> None:
    date = "Sun, 01 Mar 2026 12:00:00 GMT"
    with opened({"/p": Answer(status=304)}) as web:
        with closing(web.fetcher.fetch(web.target("/p", etag='"v1"', last_modified=date))) as exchange:
            lines = exchange.request.decode("latin-1").split("\r\n")
        with closing(web.fetcher.fetch(web.target("/p"))) as plain:
            assert b"If-" not in plain.request
    assert lines[0] == "GET /p HTTP/1.1"
    assert lines[-2:] == ["", ""]
    assert {'If-None-Match: "v1"', f"If-Modified-Since: {date}"} <= set(lines)


def test_no_answer_is_an_error_that_names_the_url(opened: Opener) -> None:
    with opened({"/p": Answer("here")}) as web:
        gone = Target("http://127.0.0.1:9/nobody", LinkKind.SEED)
        with pytest.raises(FetchError, match=r"127\.0\.0\.1"):
            web.fetcher.fetch(gone)


def test_a_body_over_the_cap_comes_back_cut_and_says_so(opened: Opener) -> None:
    with opened({"/p": Answer("x" * 5 * MOST)}) as web:
        with closing(web.fetcher.fetch(web.target("/p"))) as exchange:
            body = exchange.response.read()[exchange.body_offset :]
        assert exchange.truncated == "length"
        assert body == b"x" * MOST


def test_many_threads_each_get_their_own_answer(opened: Opener) -> None:
    with opened({f"/{number}": Answer(f"page {number}") for number in range(40)}) as web:

        def body(number: int) -> bytes:
            with closing(web.fetcher.fetch(web.target(f"/{number}"))) as exchange:
                return exchange.response.read()[exchange.body_offset :]

        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(body, range(40))) == [f"page {number}".encode() for number in range(40)]
