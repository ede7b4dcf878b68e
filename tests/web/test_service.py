"""The service as people run it: two processes, the first start's link, an admin's button, and what happens when
one of the processes is killed."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

import pytest

from archive.store.locks import holder
from tests.real.command import backfile, clean_environ
from web.demo.world import World

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

T = TypeVar("T")
PASSWORD = "quiet harbours and slow ferries"


@dataclass
class Service:
    """A running ``backfile serve``, and a visitor who keeps cookies."""

    process: subprocess.Popen[str]
    address: str
    setup: str
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, ``Location`` and body of one request."""
        host = urlsplit(self.address).netloc
        connection = HTTPConnection(host, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        try:
            if form is None:
                connection.request("GET", path, headers=headers)
            else:
                headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.address}
                connection.request("POST", path, urlencode(form), headers)
            answer = connection.getresponse()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.partition(";")[0]
            return answer.status, answer.getheader("Location") or "", answer.read().decode()
        finally:
            connection.close()

    def post(self, page: str, action: str, form: dict[str, str]) -> tuple[int, str, str]:
        """Fill in a form that stands on ``page``, with the hidden fields that it came with."""
        _, _, body = self.ask(page)
        start = body.index(f'action="{action}"')
        hidden = re.findall(
            r'<input type="hidden" name="([^"]+)" value="([^"]*)"', body[start : body.index("</form>", start)]
        )
        return self.ask(action, {**dict(hidden), **form})


@contextmanager
def service(data: Path, **environ: str) -> Iterator[Service]:
    command = [sys.executable, "-P", "-m", "web", "serve", "--port", "0"]
    settings = {"BACKFILE_DATA": str(data), "BACKFILE_MIN_DELAY": "0", **environ}
    with subprocess.Popen(
        command, env=clean_environ(settings), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().removeprefix("Backfile is at ").strip().rstrip("/")
            setup = process.stdout.readline().rpartition(": ")[2].strip()
            yield Service(process, address, setup)
        finally:
            if process.poll() is None:
                process.terminate()
            process.communicate(timeout=60)


def until(found: Callable[[], T | None], seconds: float = 100) -> T:
    """What ``found`` gives as soon as it gives something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.1)
    raise AssertionError("waited in vain")


def worker_of(data: Path) -> int | None:
    """The process id of the worker that holds the schedule."""
    who = holder(data, "schedule")
    found = re.search(r"process (\d+)", who or "")
    return int(found[1]) if found else None


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]


def test_from_the_first_start_to_a_crawl_that_an_admin_asked_for(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with World() as world, service(data, BACKFILE_PROXY=world.proxy_url) as running:
        assert running.setup.startswith(running.address + "/admin/setup?token=")
        link = running.setup.removeprefix(running.address)
        assert running.ask("/admin/")[0] == 401
        assert running.post(link, "/admin/setup", {"name": "keeper", "password": PASSWORD})[0] == 303
        assert running.ask("/admin/")[0] == 200
        assert running.ask(link)[0] >= 400, "the link works once"

        home = world.home_urls[1]
        added = backfile(
            "add", home, "--no-crawl",
            environ={"BACKFILE_DATA": str(data), "BACKFILE_PROXY": world.proxy_url, "BACKFILE_MIN_DELAY": "0"},
        )  # fmt: skip
        assert added.returncode == 0, added.stderr
        status, crawl, _ = running.post("/admin/sources/1", "/admin/sources/1/crawl", {})
        assert status == 303

        def done() -> dict[str, object] | None:
            state = json.loads(running.ask(crawl + ".json")[2])
            return state if state["state"] not in ("queued", "running") else None

        if not crawl.startswith("/admin/crawls/"):
            crawl = "/admin/crawls/1"
        assert until(done)["state"] == "done"
        posts = {url for url in world.articles(home) if "/p/" not in url}

        def all_found() -> bool:
            hits = json.loads(running.ask("/search.json?kind=post&per_page=100")[2])["hits"]
            return posts <= {hit["url"] for hit in hits}

        assert until(all_found)


def test_a_blog_is_added_on_the_desk_and_found(tmp_path: Path) -> None:
    with World() as world, service(tmp_path / "data", BACKFILE_PROXY=world.proxy_url) as running:
        link = running.setup.removeprefix(running.address)
        assert running.post(link, "/admin/setup", {"name": "keeper", "password": PASSWORD})[0] == 303
        home = world.home_urls[1]
        assert running.post("/admin/", "/admin/", {"url": "no address", "name": "Harbour"})[0] == 400
        assert running.post("/admin/", "/admin/", {"url": "http://nowhere.example/"})[0] == 303
        assert running.post("/admin/", "/admin/", {"url": home, "name": "Harbour", "related": "0"})[0] == 303
        until(lambda: "/admin/sources/1" in running.ask("/admin/")[2])
        page = running.ask("/admin/")[2]
        assert "Harbour" in page
        assert "Could not be added" in page
        assert "http://nowhere.example/" in page
        posts = {url for url in world.articles(home) if "/p/" not in url}

        def all_found() -> bool:
            hits = json.loads(running.ask("/search.json?source=Harbour&kind=post&per_page=100")[2])["hits"]
            return posts <= {hit["url"] for hit in hits}

        assert until(all_found)
        assert '"mark":""' in running.ask("/admin/surveys.json")[2].replace(" ", "")


def test_a_survey_outlives_a_worker_that_is_killed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with World() as world, service(data, BACKFILE_PROXY=world.proxy_url, BACKFILE_MIN_DELAY="2") as running:
        link = running.setup.removeprefix(running.address)
        assert running.post(link, "/admin/setup", {"name": "keeper", "password": PASSWORD})[0] == 303
        worker = until(lambda: worker_of(data))
        assert running.post("/admin/", "/admin/", {"url": world.home_urls[1]})[0] == 303
        until(lambda: world.requests)  # robots.txt was asked for; the home page comes two seconds later
        os.kill(worker, signal.SIGKILL)
        assert "Looking at" in running.ask("/admin/")[2]
        assert until(lambda: "/admin/sources/1" in running.ask("/admin/")[2])
        assert "/admin/sources/2" not in running.ask("/admin/")[2]


def test_a_worker_that_is_killed_is_started_again_and_goes_with_the_service(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with service(data) as running:
        first = until(lambda: worker_of(data))
        os.kill(first, signal.SIGKILL)
        second = until(lambda: (pid := worker_of(data)) != first and pid)
        assert running.ask("/healthz")[0] == 200
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(timeout=40) == 0
        assert until(lambda: not alive(second))


def test_a_service_that_is_killed_leaves_no_worker_behind(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with service(data) as running:
        worker = until(lambda: worker_of(data))
        running.process.kill()
        assert until(lambda: not alive(worker))
        assert holder(data, "schedule") is None
