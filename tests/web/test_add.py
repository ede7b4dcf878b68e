"""``backfile add`` over a real loopback origin: what it tells, and how it ends."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.origins.blog import EPOCH, Post, TinyBlog
from tests.origins.origin import Answer, Origin, Raw, Request
from web.cli import run


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in (
        ("DATA", str(tmp_path / "data")),
        ("MIN_DELAY", "0"),
        ("ALLOW_NETWORKS", "127.0.0.0/8"),
    ):
        monkeypatch.setenv(f"BACKFILE_{name}", value)
    return tmp_path / "data"


def test_one_screen_and_then_the_crawl(data: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with (blog := TinyBlog.of(7)).origin:
        assert run(["add", blog.origin.url("/feeds/posts/default")]) == 0
    out, err = capfd.readouterr()
    screen = out.splitlines()
    assert screen[0].startswith("Added Tiny blog (")
    assert f"  Address      {blog.origin.url('/')}" in screen
    assert "  Expected     7 posts, as its feed says" in screen
    assert len(screen) <= 24
    assert all(len(line) <= 80 for line in screen)
    assert "Looking at http://127.0.0.1" in err


def test_one_document(data: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with (blog := TinyBlog.of(3)).origin:
        assert run(["add", blog.origin.url("/"), "--json"]) == 0
        asked = blog.origin.count("/robots.txt")
    told = json.loads(capfd.readouterr().out)
    assert told["source"]["introduction"]["expected"][0]["count"] == 3
    assert told["crawl"]["state"] == "done"
    assert 3 <= told["requests"] <= 6
    assert asked == 2, "once for the survey, once for the crawl"


def test_a_first_crawl_that_brings_nothing_is_a_failure(
    data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with (blog := TinyBlog.of(3)).origin:
        blog.origin.routes |= dict.fromkeys(
            ("/feeds/posts/default", "/feeds/pages/default", "/sitemap.xml", "*"), lambda _: Answer("", 404)
        )
        blog.origin.routes["/"] = lambda _: Answer(
            "<meta name=generator content=blogger><title>Empty</title>"
        )
        assert run(["add", blog.origin.url("/")]) == 1
    said = capfd.readouterr().err
    assert "is followed now, but its first crawl brought none of its articles" in said
    assert "404" in said
    assert "Traceback" not in said


def test_the_post_that_was_typed_is_kept_though_no_list_can_be_read(
    data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with (blog := TinyBlog.of(3, generator="blogger")).origin:
        nothing = dict.fromkeys(("/", "/feeds/posts/default", "/feeds/pages/default", "/sitemap.xml"))
        blog.origin.routes |= dict.fromkeys(nothing, lambda _: Answer("", 404))
        assert run(["add", blog.urls[1], "--json"]) == 0
        told = json.loads(capfd.readouterr().out)
        assert told["source"]["url"] == blog.origin.url("/")
        assert told["crawl"]["state"] == "done"
        assert told["crawl"]["new"] == 1
        assert run(["search", "letter", "--json"]) == 0
        assert [hit["url"] for hit in json.loads(capfd.readouterr().out)["hits"]] == [blog.urls[1]]


def test_the_post_that_was_typed_is_kept_though_no_list_names_it(
    data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with (blog := TinyBlog.of(3, generator="blogger")).origin:
        blog.unlisted["/2024/01/hidden.html"] = Post("Hidden", EPOCH)
        assert run(["add", blog.origin.url("/2024/01/hidden.html"), "--json"]) == 0
        told = json.loads(capfd.readouterr().out)
    assert told["crawl"]["new"] == 4
    assert told["source"]["health"] == "well"


def test_the_feed_tells_of_each_post_though_the_sitemap_named_it_first(
    data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with (blog := TinyBlog.of(7, per_page=3)).origin:  # three pages of feed, and one sitemap
        assert run(["add", blog.origin.url("/feeds/posts/default")]) == 0
        capfd.readouterr()
        assert run(["search", "letter", "--json", "--limit", "50"]) == 0
    hits = json.loads(capfd.readouterr().out)["hits"]
    assert [hit["author"] for hit in hits] == ["Mara Linden"] * 7, "whom only the feed names"


def test_an_interrupt_ends_the_look_at_an_address_at_once(data: Path) -> None:
    with Origin({"*": lambda _: Raw([b"HTTP/1.1 200 OK\r\n"], keep_open=True)}) as origin:
        # A shell lets what it starts in the background ignore SIGINT: not so here.
        command = ["env", "--default-signal=INT", sys.executable, "-m", "web", "add", origin.url("/")]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as adding:
            until = time.monotonic() + 30
            while not origin.log and time.monotonic() < until:
                time.sleep(0.02)
            adding.send_signal(signal.SIGINT)
            try:
                _, said = adding.communicate(timeout=10)  # well under the 60 seconds that an answer may take
            finally:
                adding.kill()
    assert adding.returncode == 130
    assert b"Traceback" not in said
    assert run(["sources"]) == 0


def test_an_interrupted_first_crawl_says_so_and_the_same_command_goes_on(data: Path) -> None:
    with (blog := TinyBlog.of(30)).origin:
        hold = threading.Event()
        slow, served = blog.origin.routes["*"], 0

        def answer(request: Request) -> Answer | Raw:
            nonlocal served
            served += 1
            if served == 3:
                hold.wait(30)
            return slow(request)

        blog.origin.routes["*"] = answer
        command = ["env", "--default-signal=INT", sys.executable, "-m", "web", "add", blog.origin.url("/")]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as adding:
            until = time.monotonic() + 60
            while served < 3 and time.monotonic() < until:
                time.sleep(0.02)
            adding.send_signal(signal.SIGINT)
            time.sleep(0.3)
            hold.set()
            try:
                said, _ = adding.communicate(timeout=30)
            finally:
                adding.kill()
        assert (adding.returncode, b"the same command goes on" in said) == (130, True)
        assert run(["add", blog.origin.url("/")]) == 0
        assert run(["add", blog.origin.url("/")]) == 1, "now it is followed"
        articles = [path for path in blog.origin.paths if path.startswith("/2024/01/post")]
    assert len(articles) == len(set(articles)) == 30


def test_an_address_without_its_scheme_is_tried_with_both(
    data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with (blog := TinyBlog.of(2)).origin:
        bare = blog.origin.url("/").removeprefix("http://").replace("127.0.0.1", "127.0.0.1.nip.invalid")
        assert run(["add", bare]) == 1
        assert "there is no host called 127.0.0.1.nip.invalid" in capfd.readouterr().err
        assert run(["add", blog.origin.url("/").removeprefix("http://")]) == 0
        address = blog.origin.url("/")
    assert f"  Address      {address}" in capfd.readouterr().out.splitlines()
