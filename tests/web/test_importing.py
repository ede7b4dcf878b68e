"""``backfile import`` of exports and lists of blogs, and what readers are then told of where a text is from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.errors import BackfileError
from tests.archive.crawl.test_feed_texts import DynamicBlog
from tests.archive.exchange.exports import (
    blogger_entry,
    blogger_file,
    takeout_entry,
    takeout_file,
    wxr_file,
    wxr_item,
)
from tests.archive.exchange.test_export_import import zipped
from tests.conftest import MovableClock
from tests.origins.blog import TinyBlog
from tests.web.library import MARCH, Library, open_library
from web.cli import cli


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@dataclass(frozen=True)
class Done:
    exit_code: int
    output: str


def run(data: Path, *arguments: str | Path) -> Done:
    """A command, with the error that ``main`` would print after what it said."""
    done = CliRunner().invoke(cli, ["--data", str(data), *map(str, arguments)])
    if done.exception is not None and not isinstance(done.exception, BackfileError | SystemExit):
        raise done.exception
    said = str(done.exception) if isinstance(done.exception, BackfileError) else ""
    return Done(done.exit_code, done.output + said)


@pytest.fixture
def given(tmp_path: Path) -> Path:
    path = tmp_path / "salt marsh <1>.xml"
    path.write_bytes(
        blogger_file(blogger_entry(1), blogger_entry(2, kind="comment"), blogger_entry(3, draft=True))
    )
    return path


@pytest.fixture
def library(data: Path, given: Path, clock: MovableClock) -> Iterator[Library]:
    """What an import left behind, opened for readers."""
    assert run(data, "import", given).exit_code == 0
    with open_library(data, clock) as opened:
        yield opened


def test_an_import_says_what_it_took_and_the_article_is_found(data: Path, given: Path) -> None:
    done = run(data, "import", given)
    assert done.exit_code == 0
    assert (
        f"{given}: took 1 article, 1 of them new here; passed over: comments (1), drafts (1)" in done.output
    )
    assert "`backfile add http://saltmarsh.blogspot.com/` follows it" in done.output
    assert "indexed 1" in done.output
    found = run(data, "search", "terns")
    assert "Post 1" in found.output
    again = run(data, "import", given)
    assert (again.exit_code, "1 taken before" in again.output) == (0, True)


def test_what_is_refused_is_said_and_fails(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "takeout.zip"
    path.write_bytes(zipped({"Takeout/Blogger/Blogs/B/feed.atom": takeout_file(takeout_entry(1))}))
    done = run(data, "import", path)
    assert done.exit_code == 1
    assert (
        "it gives only a path, and not the blog's address; say where the blog is, or was, with --blog URL"
        in done.output
    )
    done = run(data, "import", path, "--blog", "https://saltmarsh.example")
    assert done.exit_code == 0
    assert "took 1 article" in done.output
    broken = tmp_path / "broken.xml"
    broken.write_bytes(wxr_file(wxr_item(1))[:-200])
    nothing = tmp_path / "nothing.xml"
    nothing.write_bytes(b"<rss><channel/></rss>")
    done = run(data, "import", broken, nothing)
    assert done.exit_code == 1
    assert "it breaks off within entry 1" in done.output
    assert "it is a feed, and no export" in done.output
    assert run(data, "import", path, "--blog", "nowhere").exit_code == 1


def test_readers_are_told_that_it_is_from_an_export(library: Library) -> None:
    client = library.client()
    (page,) = [
        library.backfile.catalogue.pages.get(one) for one in library.backfile.catalogue.pages.all_ids()
    ]
    assert page
    html = client.get(f"/page/{page.id}").get_data(as_text=True)
    assert re.search(
        r"This text is from an export, imported on [^.]+\. It was not captured from the live site\.", html
    )
    assert "<dt>Came in</dt><dd>Imported from <bdi>salt marsh &lt;1&gt;.xml</bdi></dd>" in html
    assert "Text from an export, kept " in html
    assert "Archived " not in html
    assert "See it as an export has it" in html
    found = client.get("/search.json?q=terns").get_json()
    assert (found["total"], found["hits"][0]["status"]) == (1, "exported")
    (capture,) = library.backfile.catalogue.captures.of_page(page.id)
    path = f"/web/{capture.timestamp}/{capture.url}"
    frame = client.get(path, headers={"Sec-Fetch-Dest": "document"}).get_data(as_text=True)
    assert "from an export, not captured from the live page" in frame
    assert "Imported on " in frame
    shown = client.get(path).get_data(as_text=True)
    assert "The terns came back" in shown
    assert "This is not a capture of the live page." in shown
    assert "from an export" in client.get(f"/page/{page.id}/captures").get_data(as_text=True)


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("MIN_DELAY", "0"), ("ALLOW_NETWORKS", "127.0.0.0/8")):
        monkeypatch.setenv(f"BACKFILE_{name}", value)


@pytest.mark.usefixtures("loopback")
def test_a_list_of_blogs_is_followed(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "blogs.opml"
    with (one := TinyBlog.of(2)).origin, (other := TinyBlog.of(2)).origin:
        outlines = [
            f'<outline text="One" xmlUrl="{one.origin.url("/feeds/posts/default")}"/>',
            f'<outline text="Folder"><outline text="Two" htmlUrl="{other.origin.url("/")}"/></outline>',
            f'<outline text="One again" htmlUrl="{one.origin.url("/")}"/>',
            '<outline text="Inside" xmlUrl="http://10.0.0.7/feed"/><outline text="Mail" xmlUrl="mailto:x@y.example"/>',
        ]
        path.write_text(f"<opml version='2.0'><body>{''.join(outlines)}</body></opml>")
        done = run(data, "import", path)
        assert done.exit_code == 1
        assert f"{path}: of 5 blogs, 2 added, 1 followed already, 2 refused" in done.output
        assert "refused http://10.0.0.7/feed" in done.output
        assert "`backfile crawl` crawls the new ones now" in done.output
        asked = len(one.origin.paths)
        again = run(data, "import", path)
        assert "of 5 blogs, 3 followed already, 2 refused" in again.output
        assert len(one.origin.paths) == asked
    assert run(data, "sources").output.count("http://127.0.0.1") == 2


def test_a_dynamic_view_is_read_as_its_feed_tells_it(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("MIN_DELAY", "0"), ("ALLOW_NETWORKS", "127.0.0.0/8")):
        monkeypatch.setenv(f"BACKFILE_{name}", value)
    with (blog := DynamicBlog()).origin:
        added = run(data, "add", blog.origin.url())
        assert (added.exit_code, "3 new" in added.output) == (0, True), added.output
    with open_library(data, MovableClock(MARCH)) as library:
        client = library.client()
        (hit,) = client.get('/search.json?q="low tide 2"').get_json()["hits"]
        assert hit["status"] == "live"
        assert hit["snippets"] == [
            "<mark>Low</mark> <mark>tide</mark> <mark>2</mark>. Number <mark>2</mark>."
        ]
        html = client.get(hit["page_url"]).get_data(as_text=True)
        assert "The page has no text of its own. This one is from the blog’s feed, as it was on " in html
        assert "Low tide 2. Number 2." in html
        shown = client.get(hit["snapshot_url"]).get_data(as_text=True)
        assert "This is not a capture of the page." in shown


def test_a_name_that_is_too_long_is_refused_with_a_word(data: Path, tmp_path: Path) -> None:
    done = run(data, "import", tmp_path / ("x" * 300))
    assert done.exit_code == 1
    assert "File name too long" in done.output
