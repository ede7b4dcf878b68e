"""Several crawls at once over real HTTP: hosts overlap, within a host one thing at a time, faults stay where they are."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from archive import uri
from archive.crawl import steering
from archive.crawl.crawler import CrawlSettings
from archive.errors import DiskFull
from archive.model import Crawl, CrawlState, Exchange, Source, Target, TargetState, Trigger
from tests.archive.crawl.bench import Bench
from tests.origins.blog import TinyBlog
from tests.origins.origin import Answer, Origin, Raw, Request, Route

ROOT = Path(__file__).resolve().parents[3]
TOOK = 0.05  # seconds for an answer


@dataclass
class Watched:
    """Origins whose requests are noted with their beginning and end, by host."""

    spans: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def watch(self, origin: Origin, took: float = TOOK) -> None:
        spans = self.spans.setdefault(origin.host, [])

        def watched(route: Route) -> Route:
            def noted(request: Request) -> Answer | Raw:
                begun = time.monotonic()
                time.sleep(took)
                answer = route(request)
                spans.append((begun, time.monotonic()))
                return answer

            return noted

        origin.routes = {path: watched(route) for path, route in origin.routes.items()}

    def overlaps(self) -> int:
        """The most hosts that were answering at one moment."""
        moments = sorted(
            moment
            for spans in self.spans.values()
            for begun, ended in spans
            for moment in ((begun, 1), (ended, -1))
        )
        at_once = most = 0
        for _, step in moments:
            at_once += step
            most = max(most, at_once)
        return most

    def met(self, host: str) -> list[tuple[float, float]]:
        """Requests to one host that were there together."""
        return [
            (ended, begun) for (_, ended), (begun, _) in pairwise(sorted(self.spans[host])) if begun < ended
        ]


@contextmanager
def blogs(*hosts: str, posts: int = 4) -> Iterator[list[TinyBlog]]:
    with ExitStack() as stack:
        made = [TinyBlog.of(posts) for _ in hosts]
        for blog, host in zip(made, hosts, strict=True):
            blog.origin.host = host
            stack.enter_context(blog.origin)
        yield made


def asked(bench: Bench, *sources: Source) -> list[Crawl]:
    return [bench.catalogue.crawls.request(source.id, Trigger.CLI) for source in sources]


def run_all(bench: Bench, stop: threading.Event | None = None) -> None:
    bench.crawler.run_all(bench.catalogue.crawls.unfinished, stop=stop)


def states(bench: Bench) -> list[CrawlState]:
    return [crawl.state for crawl in reversed(bench.catalogue.crawls.recent(50))]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with Bench(tmp_path) as bench:
        yield bench


def test_four_crawls_over_six_hosts_overlap_between_hosts_and_never_within_one(bench: Bench) -> None:
    """Two of the hosts are wanted by all four: a host of pictures, and one of an article that each blog links to."""
    watched = Watched()
    names = [f"127.0.0.{number}" for number in range(2, 8)]
    pictures, around = Origin(host=names[4]), Origin(host=names[5])
    pictures.routes = {"*": lambda _: Answer(b"GIF89a", mime="image/gif")}
    around.routes = {"*": lambda _: Answer("<title>Elsewhere</title><p>Far away.</p>")}
    with blogs(*names[:4]) as followed, pictures, around:
        for number, blog in enumerate(followed):
            for path in blog.posts:
                blog.posts[path].extra = (
                    f"<img src='{pictures.url(f'/{number}{path}.gif')}'>"
                    f"<a href='{around.url(f'/{number}{path}')}'>an article elsewhere</a>"
                )
        for origin in (*(blog.origin for blog in followed), pictures, around):
            watched.watch(origin)
        asked(bench, *(bench.follow(blog.origin.url()) for blog in followed))
        run_all(bench)
    assert states(bench) == [CrawlState.DONE] * 4
    assert {host: watched.met(host) for host in names} == {host: [] for host in names}
    assert watched.overlaps() >= 4
    # Nobody has a shared host to himself: each crawl's last picture comes after the others' first.
    served = [int(path[1]) for path in pictures.paths if path.endswith(".gif")]
    assert len(served) == 16
    assert max(served.index(number) for number in range(4)) < min(
        len(served) - 1 - served[::-1].index(number) for number in range(4)
    )


def test_a_crawl_that_is_asked_for_meanwhile_joins_at_once(bench: Bench) -> None:
    with blogs("127.0.0.2", "127.0.0.3", posts=3) as (first, second):
        joined = bench.follow(second.origin.url())
        whole = first.origin.routes["*"]

        def slow(request: Request) -> Answer | Raw:
            if not bench.catalogue.crawls.recent(5, joined.id):
                asked(bench, joined)
                time.sleep(1.5)
            return whole(request)

        first.origin.routes["*"] = slow
        asked(bench, bench.follow(first.origin.url()))
        run_all(bench)
        assert states(bench) == [CrawlState.DONE] * 2
        one, other = reversed(bench.catalogue.crawls.recent(5))
    assert other.started_at is not None
    assert (other.started_at - other.requested_at).total_seconds() < 1
    assert other.ended_at is not None
    assert one.ended_at is not None
    assert other.ended_at < one.ended_at


def test_one_that_is_cancelled_stops_and_the_others_go_on(bench: Bench) -> None:
    with blogs("127.0.0.2", "127.0.0.3", posts=30) as (first, second):
        Watched().watch(first.origin, took=0.05)
        cancelled, other = asked(bench, bench.follow(first.origin.url()), bench.follow(second.origin.url()))
        whole = second.origin.routes["*"]

        def cancelling(request: Request) -> Answer | Raw:
            bench.catalogue.crawls.end(cancelled.id, CrawlState.CANCELLED)
            return whole(request)

        second.origin.routes["*"] = cancelling
        run_all(bench)
        assert states(bench) == [CrawlState.CANCELLED, CrawlState.DONE]
        assert len(first.origin.paths) < 30
    assert bench.catalogue.crawls.get(other.id).progress.new == 30
    assert TargetState.LEASED not in bench.state(cancelled)


def test_paused_it_stops_after_what_is_in_flight_and_goes_on_without_fetching_twice(tmp_path: Path) -> None:
    """The Source is paused while its crawl runs; another goes on; then the process ends, and the next one resumes."""
    with blogs("127.0.0.2", "127.0.0.3", posts=20) as (first, second):
        with Bench(tmp_path) as bench:
            source = bench.follow(first.origin.url())
            paused, other = asked(bench, source, bench.follow(second.origin.url()))
            whole = first.origin.routes["*"]

            def pausing(request: Request) -> Answer | Raw:
                if not bench.catalogue.sources.get(source.id).paused:
                    steering.pause(bench.catalogue, source.id)
                    time.sleep(0.7)
                return whole(request)

            first.origin.routes["*"] = pausing
            run_all(bench)
            assert states(bench) == [CrawlState.PAUSED, CrawlState.DONE]
            assert bench.catalogue.crawls.get(other.id).progress.new == 20
            assert len([path for path in first.origin.paths if path in first.posts]) == 1
            assert bench.catalogue.captures.of_surt(uri.surt(first.origin.url(first.origin.paths[-1])))
            assert bench.state(paused)[TargetState.QUEUED] >= 19
        with Bench(tmp_path) as bench:
            run_all(bench)
            assert states(bench)[0] is CrawlState.PAUSED, "a restart does not resume it"
            steering.resume(bench.catalogue, source.id)
            first.origin.routes["*"] = whole
            run_all(bench)
            assert states(bench)[0] is CrawlState.DONE
            assert max(Counter(first.origin.paths).values()) == 1
            assert bench.catalogue.crawls.get(paused.id).progress.new == 20


def test_paused_and_resumed_while_something_is_in_flight_it_is_not_fetched_again(bench: Bench) -> None:
    with blogs("127.0.0.2", "127.0.0.3", posts=6) as (first, second):
        Watched().watch(second.origin, took=0.2)
        crawl, _ = asked(bench, bench.follow(first.origin.url()), bench.follow(second.origin.url()))
        whole = first.origin.routes["*"]
        done: list[str] = []

        def steering_about(request: Request) -> Answer | Raw:
            if not done:
                done.append(request.path)
                bench.catalogue.crawls.pause(crawl.id)
                time.sleep(0.7)
                bench.catalogue.crawls.resume(crawl.id)
                time.sleep(0.7)
            return whole(request)

        first.origin.routes["*"] = steering_about
        run_all(bench)
        assert states(bench) == [CrawlState.DONE] * 2
        assert max(Counter(first.origin.paths).values()) == 1


def test_a_cancelled_crawl_is_not_asked_for_again_before_its_time(bench: Bench) -> None:
    source = bench.follow("http://blog.example/")
    (crawl,) = asked(bench, source)
    bench.catalogue.crawls.pause(crawl.id)
    now = datetime.now(UTC)
    assert bench.catalogue.sources.due(now) == [source]
    assert steering.cancel(bench.catalogue, crawl.id, now).state is CrawlState.CANCELLED
    assert bench.catalogue.sources.due(now) == []
    assert bench.catalogue.sources.due(now + source.every + timedelta(hours=1)) != []


class Failing:
    """A fetcher that raises something when a host is asked for its posts."""

    def __init__(self, bench: Bench, host: str, error: Exception) -> None:
        self._bench = bench
        self._host = host
        self._error = error

    def fetch(self, target: Target, /) -> Exchange:
        if self._host in target.url and "post-" in target.url:
            raise self._error
        return self._bench.own_fetcher.fetch(target)


def test_a_fault_of_our_own_in_one_crawl_ends_no_other(tmp_path: Path) -> None:
    with blogs("127.0.0.2", "127.0.0.3") as (first, second), Bench(tmp_path / "spare") as spare:
        fetcher = Failing(spare, "127.0.0.2", KeyError("oops"))
        with Bench(tmp_path / "data", fetcher=fetcher) as bench:
            faulty, well = asked(bench, bench.follow(first.origin.url()), bench.follow(second.origin.url()))
            run_all(bench)
            assert states(bench) == [CrawlState.DONE] * 2
            assert set(bench.failed(faulty).values()) == {"a fault of Backfile's own; the log has more"}
            assert bench.catalogue.crawls.get(well.id).progress.new == 4


def test_a_crawl_that_can_not_begin_fails_alone(bench: Bench) -> None:
    with blogs("127.0.0.2", "127.0.0.3") as (first, second):
        odd = bench.follow(first.origin.url())
        asked(bench, odd, bench.follow(second.origin.url()))
        bench.catalogue.sources.update(odd.id, feed_url="http://[nonsense")
        run_all(bench)
    assert states(bench)[1] is CrawlState.DONE


def test_a_full_disk_halts_all_and_they_can_go_on(tmp_path: Path) -> None:
    with blogs("127.0.0.2", "127.0.0.3", posts=20) as (first, second), Bench(tmp_path / "spare") as spare:
        Watched().watch(second.origin, took=0.05)
        with Bench(tmp_path / "data", fetcher=Failing(spare, "127.0.0.2", DiskFull("/spool"))) as bench:
            asked(bench, bench.follow(first.origin.url()), bench.follow(second.origin.url()))
            with pytest.raises(DiskFull):
                run_all(bench)
            assert states(bench) == [CrawlState.RUNNING] * 2
        with Bench(tmp_path / "data") as bench:
            run_all(bench)
            assert states(bench) == [CrawlState.DONE] * 2
            assert not any(bench.failed(crawl) for crawl in bench.catalogue.crawls.recent(5))


def test_stopped_all_of_them_stay_running_and_go_on_later(bench: Bench) -> None:
    stop = threading.Event()
    with blogs("127.0.0.2", "127.0.0.3", posts=6) as (first, second):
        whole = first.origin.routes["*"]

        def stopping(request: Request) -> Answer | Raw:
            stop.set()
            return whole(request)

        first.origin.routes["*"] = stopping
        Watched().watch(second.origin)
        asked(bench, bench.follow(first.origin.url()), bench.follow(second.origin.url()))
        run_all(bench, stop)
        assert states(bench) == [CrawlState.RUNNING] * 2
        assert all(
            TargetState.LEASED not in bench.state(crawl) for crawl in bench.catalogue.crawls.unfinished()
        )
        run_all(bench)
        assert states(bench) == [CrawlState.DONE] * 2
        for blog in (first, second):
            assert max(Counter(blog.origin.paths).values()) == 1
            assert set(blog.posts) <= set(blog.origin.paths)


def test_killed_with_several_crawls_each_goes_on_and_fetches_nothing_twice_but_what_was_in_flight(
    tmp_path: Path,
) -> None:
    hosts = [f"127.0.0.{number}" for number in range(2, 5)]
    kills = 2
    with blogs(*hosts, posts=12) as followed:
        urls = [blog.origin.url() for blog in followed]
        command = [sys.executable, "-m", "tests.archive.crawl.fleet_process", str(tmp_path), *urls]
        for kill in range(1, kills + 1):
            process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            ends = time.monotonic() + 30
            while sum(len(blog.origin.paths) for blog in followed) < 16 * kill:
                assert process.poll() is None, process.communicate()
                assert time.monotonic() < ends, "it took too long"
                time.sleep(0.005)
            process.send_signal(signal.SIGKILL)
            process.communicate()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=True)
        assert done.stdout.split() == [b"done"] * 3, done.stderr
        for blog in followed:
            counts = Counter(blog.origin.paths)
            assert set(blog.posts) <= counts.keys()
            assert sum(count - 1 for count in counts.values()) <= kills, counts
    with Bench(tmp_path) as bench:
        assert {crawl.progress.new for crawl in bench.catalogue.crawls.recent(9)} == {12}


def test_the_pace_of_a_host_holds_from_one_crawl_to_the_next(tmp_path: Path) -> None:
    moments: list[float] = []
    with (
        blogs("127.0.0.2", posts=1) as (blog,),
        Bench(tmp_path, settings=CrawlSettings(min_delay=0.2)) as bench,
    ):
        source = bench.follow(blog.origin.url())
        for _ in range(2):
            bench.crawl(source)
        moments = [request.at for request in blog.origin.log]
    assert min(after - before for before, after in pairwise(moments)) >= 0.19
