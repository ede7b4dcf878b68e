"""Coming again over HTTP: within a day's budget, by the word of sites that keep it, past servers that lie."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from archive import uri
from archive.crawl.again.lastmod import ON_TRIAL, allowance, announces
from archive.model import PageStatus, Policy, Source, Trigger
from archive.timestamp import http_date, iso
from tests.archive.crawl.bench import Bench
from tests.archive.made_up import questions
from tests.conftest import MovableClock
from tests.origins.blog import TinyBlog
from tests.origins.origin import Answer, Request

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
BUDGET = 3


@pytest.fixture
def bench(tmp_path: Path, clock: MovableClock) -> Iterator[Bench]:
    with Bench(tmp_path, clock=clock) as bench:
        yield bench


def followed(bench: Bench, blog: TinyBlog, budget: int = BUDGET) -> Source:
    """A Source that was crawled once, with a small budget."""
    source = bench.follow(blog.origin.url())
    source = bench.catalogue.sources.update(source.id, policy=Policy(daily_looks=budget))
    bench.crawl(source)
    blog.origin.log.clear()
    return source


def articles(bench: Bench, blog: TinyBlog, source: Source) -> list[str]:
    """The articles that one crawl asks for."""
    blog.origin.log.clear()
    bench.crawl(source)
    return [path for path in blog.origin.paths if path in blog.posts]


def host(blog: TinyBlog) -> str:
    return uri.host(blog.origin.url())


def sitemap_of(blog: TinyBlog, lastmods: list[str]) -> None:
    """A sitemap that is made for each request, beside a feed without dates."""
    places = "".join(
        f"<url><loc>{blog.origin.url(path)}</loc><lastmod>{lastmod}</lastmod></url>"
        for path, lastmod in zip(blog.posts, lastmods, strict=True)
    )
    xml = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
    blog.origin.routes["/sitemap.xml"] = lambda _: Answer(xml, mime="application/xml")
    blog.origin.routes["/feeds/posts/default"] = lambda _: Answer("Not here", 404)


def test_six_crawls_a_day_spend_one_budget(bench: Bench, clock: MovableClock) -> None:
    with (blog := TinyBlog.of(12)).origin:
        source = followed(bench, blog)
        assert articles(bench, blog, source) == []
        clock.move(40 * DAY)
        spent = []
        for _ in range(7):
            spent.append(len(articles(bench, blog, source)))
            clock.move(4 * HOUR)
        assert spent == [3, 0, 0, 0, 0, 0, 3]
        assert len(articles(bench, blog, bench.catalogue.sources.update(source.id, policy=Policy()))) == 6


def test_what_can_not_be_looked_at_takes_no_others_place(bench: Bench, clock: MovableClock) -> None:
    with (blog := TinyBlog.of(12)).origin:
        source = followed(bench, blog)
        clock.move(40 * DAY)
        blog.robots = "User-agent: *\nDisallow: /2024/01/post-00\n"
        assert sorted(articles(bench, blog, source)) == [
            f"/2024/01/post-0{number}.html" for number in (10, 11, 12)
        ]
        clock.move(DAY)
        assert articles(bench, blog, source) == []
        blog.robots = ""
        clock.move(5 * DAY)
        assert articles(bench, blog, source) == []
        clock.move(3 * DAY)
        assert len(articles(bench, blog, source)) == 3, "a week later they are tried again"


def test_an_unchanged_blog_costs_a_few_small_requests(bench: Bench, clock: MovableClock) -> None:
    with (blog := TinyBlog.of(12)).origin:
        source = followed(bench, blog)
        for _ in range(3):
            clock.move(DAY)
            assert articles(bench, blog, source) == []
            asked = [path for path in blog.origin.paths if path != "/robots.txt"]
            assert len(asked) == 4, "home, two feeds, sitemap"
            conditional = [request for request in blog.origin.log if "if-none-match" in request.headers]
            assert len(conditional) == 4


def test_a_weak_tag_or_a_date_alone_is_enough_for_not_modified(bench: Bench, clock: MovableClock) -> None:
    date = http_date(clock() - 9 * DAY)
    with (blog := TinyBlog.of(3)).origin:
        honest = dict(blog.origin.routes)

        def kept(path: str, asked: str, given: str, value: str) -> None:
            def answer(request: Request) -> Answer:
                if request.headers.get(asked) == value:
                    return Answer(status=304, mime="", headers=[(given, value)])
                whole = honest[path](request)
                assert isinstance(whole, Answer)
                return replace(whole, headers=[(given, value)])

            blog.origin.routes[path] = answer

        kept("/feeds/posts/default", "if-none-match", "ETag", 'W/"é1"')
        kept("/sitemap.xml", "if-modified-since", "Last-Modified", date)
        source = followed(bench, blog)
        clock.move(DAY)
        assert articles(bench, blog, source) == []
        statuses = {
            path: bench.catalogue.captures.of_surt(uri.surt(blog.origin.url(path)))[-1].status
            for path in ("/feeds/posts/default?max-results=150&start-index=1", "/sitemap.xml")
        }
    assert set(statuses.values()) == {304}


def test_an_edit_that_is_announced_comes_on_top_and_proves_the_word(
    bench: Bench, clock: MovableClock
) -> None:
    with (blog := TinyBlog.of(6)).origin:
        source = followed(bench, blog, budget=0)
        clock.move(DAY)
        edited = next(iter(blog.posts))
        blog.edit(edited, "It was high tide after all. ", clock() - HOUR)
        assert articles(bench, blog, source) == [edited]
        record = bench.catalogue.lastmods.of(host(blog))
        assert (record.claims, record.proved) == (1, 1)
        assert announces(record)
        page = bench.catalogue.pages.by_surt(uri.page_surt(blog.origin.url(edited)))
        assert page is not None
        assert (page.visits, page.text_changes) == (2, 1)
        assert articles(bench, blog, source) == []


def test_a_site_that_always_says_updated_is_soon_not_believed(bench: Bench, clock: MovableClock) -> None:
    with (blog := TinyBlog.of(30)).origin:
        sitemap_of(blog, [iso(clock() - 400 * DAY)] * 30)
        source = followed(bench, blog)
        asked = []
        for _ in range(3):
            clock.move(DAY)
            sitemap_of(blog, [iso(clock() - 2 * HOUR - number * HOUR / 2) for number in range(30)])
            asked.append(len(articles(bench, blog, source)))
        assert asked[0] == ON_TRIAL + BUDGET
        assert asked[1:] == [BUDGET] * 2, "hints, within the budget"
        assert allowance(bench.catalogue.lastmods.of(host(blog))) == 0


def test_times_of_a_build_and_of_the_future_move_nothing(bench: Bench, clock: MovableClock) -> None:
    with (blog := TinyBlog.of(12)).origin:
        sitemap_of(blog, [iso(clock() - 400 * DAY)] * 12)
        source = followed(bench, blog, budget=0)
        clock.move(DAY)
        sitemap_of(blog, [iso(clock() - timedelta(seconds=number)) for number in range(12)])
        assert articles(bench, blog, source) == []
        sitemap_of(blog, [iso(clock() + (number + 2) * DAY) for number in range(12)])
        assert articles(bench, blog, source) == []


def test_a_server_that_says_not_modified_to_everything_is_asked_plainly_once_a_week(
    bench: Bench, clock: MovableClock
) -> None:
    with (blog := TinyBlog.of(3)).origin:
        honest = dict(blog.origin.routes)

        def lying(request: Request) -> Answer:
            if "if-none-match" in request.headers:
                return Answer(status=304, mime="")
            answer = honest[request.path](request)
            assert isinstance(answer, Answer)
            return answer

        for path in ("/", "/feeds/posts/default", "/feeds/pages/default", "/sitemap.xml"):
            blog.origin.routes[path] = lying
        source = followed(bench, blog)
        new = "/2026/03/new.html"
        blog.posts[new] = type(next(iter(blog.posts.values())))("A new one", clock())
        found = []
        for _ in range(8):
            clock.move(DAY)
            found.append(new in articles(bench, blog, source))
        assert found == [False] * 6 + [True, False]


def test_what_the_archive_lost_is_asked_for_plainly(
    bench: Bench, clock: MovableClock, tmp_path: Path
) -> None:
    with (blog := TinyBlog.of(3)).origin:
        source = followed(bench, blog)
        feed = bench.catalogue.captures.validators(uri.surt(source.url + "sitemap.xml"))
        assert feed is not None
        with next((tmp_path / "warc").glob(f"{feed.locator.filename}*")).open("r+b") as segment:
            segment.seek(feed.locator.offset)
            segment.write(bytes(feed.locator.length))
        clock.move(HOUR)
        articles(bench, blog, source)
        plain = [request.path for request in blog.origin.log if "if-none-match" not in request.headers]
        assert plain == ["/sitemap.xml"]


def test_a_listed_article_that_is_away_is_looked_for_once_a_day_unless_a_person_asks(
    bench: Bench, clock: MovableClock
) -> None:
    with (blog := TinyBlog.of(4)).origin:
        source = followed(bench, blog, budget=0)
        path = next(iter(blog.posts))
        blog.origin.routes[path] = lambda _: Answer("Nothing here", 404)

        def asked_by(trigger: Trigger) -> int:
            blog.origin.log.clear()
            bench.crawler.run(bench.catalogue.crawls.request(source.id, trigger))
            clock.move(HOUR)
            return blog.origin.paths.count(path)

        blog.edit(path, "It was high tide. ", clock() + HOUR)
        clock.move(2 * HOUR)
        assert asked_by(Trigger.SCHEDULE) == 1, "the feed says that it was edited"
        assert [asked_by(Trigger.SCHEDULE) for _ in range(3)] == [0, 0, 0]
        assert asked_by(Trigger.ADMIN) == 1
        clock.move(DAY)
        assert asked_by(Trigger.SCHEDULE) == 1
        del blog.origin.routes[path]
        clock.move(DAY)
        assert asked_by(Trigger.SCHEDULE) == 1
    page = bench.catalogue.pages.by_surt(uri.page_surt(blog.origin.url(path)))
    assert page is not None
    assert page.status is PageStatus.LIVE


def test_what_a_list_names_is_looked_up_together_however_much_it_is(tmp_path: Path) -> None:
    asked = []
    for posts in (2, 42):
        with Bench(tmp_path / str(posts)) as bench, (blog := TinyBlog.of(posts)).origin:
            source = bench.follow(blog.origin.url(), related=0)
            bench.crawl(source)
            with questions() as found:
                bench.crawl(source)
            asked.append(len(found))
    few, many = asked
    assert many - few < 20  # and not two or three for each of the forty
