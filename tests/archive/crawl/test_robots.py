"""What a robots.txt lets us fetch (RFC 9309)."""

from __future__ import annotations

import time

import pytest

from archive.crawl.manners.robots import EVERYTHING, MAX_BYTES, Robots, read, robots_url

HOST = "https://blog.example"


def allowed(rules: Robots, path: str) -> bool:
    return rules.refusal(HOST + path) is None


def test_rules_hold_by_the_longest_match_for_our_name_or_for_all() -> None:
    text = b"User-agent: *\nDisallow: /search\nAllow: /search/about\n\nUser-agent: backfile\nDisallow: /private\n"
    rules = read(200, text)
    assert not allowed(rules, "/private/x")
    assert allowed(rules, "/search?q=x")  # the group that names us is the only one that counts
    rules = read(200, text.split(b"\n\n", maxsplit=1)[0])
    assert not allowed(rules, "/search/label/x")
    assert allowed(rules, "/search/about")
    assert allowed(rules, "/2024/01/post.html")


def test_wildcards_and_ends() -> None:
    rules = read(200, b"User-agent: *\nDisallow: /*?replytocom=\nDisallow: /*.pdf$\n")
    assert not allowed(rules, "/post?replytocom=5")
    assert not allowed(rules, "/a/b.pdf")
    assert allowed(rules, "/a/b.pdf.html")


def test_the_refusal_says_who_refused() -> None:
    assert read(200, b"User-agent: *\nDisallow: /").refusal(HOST + "/") == (
        "the site's robots.txt asks not to fetch this"
    )


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 410, 451])
def test_a_missing_robots_txt_allows_everything(status: int) -> None:
    assert read(status, b"User-agent: *\nDisallow: /\n") is EVERYTHING


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 599])
def test_a_server_in_trouble_forbids_everything(status: int) -> None:
    assert (
        read(status, b"").refusal(HOST + "/") == f"the site's robots.txt can't be had (it answers {status})"
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /secret",
        b"\x00\xff\xfe garbage \x80\nUser-agent: *\r\nDisallow: /secret\r\n",
        b"<html><body>Not found</body></html>",
        "User-agent: *\nDisallow: /тайна\nDisallow: /secret".encode(),
    ],
)
def test_any_bytes_are_read_without_complaint(body: bytes) -> None:
    rules = read(200, body)
    assert allowed(rules, "/open")
    assert allowed(rules, "/secret") == (b"/secret" not in body)


def test_only_the_first_500_kib_count_and_are_read_in_good_time() -> None:
    padding = b"".join(b"Disallow: /private/%d/*/x\n" % number for number in range(200_000))
    body = b"User-agent: *\nDisallow: /first\n" + padding + b"Disallow: /last\n"
    assert len(body) > 5 * MAX_BYTES
    began = time.process_time()
    rules = read(200, body)
    assert not allowed(rules, "/first")
    assert allowed(rules, "/last")
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"Crawl-delay: 10", 10),
        (b"Crawl-delay: 2.5", 2.5),
        (b"Crawl-delay: 9999", 300),
        (b"Crawl-delay: -1", 0),
        (b"Crawl-delay: soon", 0),
        (b"", 0),
    ],
)
def test_the_crawl_delay_is_honoured_up_to_five_minutes(line: bytes, expected: float) -> None:
    assert read(200, b"User-agent: *\n" + line + b"\nDisallow: /x\n").delay == expected


def test_one_robots_txt_per_scheme_host_and_port() -> None:
    assert robots_url("https://blog.example/a/b?c") == "https://blog.example/robots.txt"
    assert robots_url("http://blog.example:8080/") == "http://blog.example:8080/robots.txt"


def test_it_names_sitemaps() -> None:
    rules = read(200, b"Sitemap: https://blog.example/sitemap.xml\nUser-agent: *\nDisallow:\n")
    assert rules.sitemaps == ("https://blog.example/sitemap.xml",)


def named(text: str) -> Robots:
    """The rules of a robots.txt in which ``foobot`` stands for us."""
    return read(200, text.replace("foobot", "Backfile").encode())


EXAMPLE = """User-Agent: *
Disallow: *.gif$
Disallow: /example/
Allow: /publications/

User-Agent: foobot
Disallow:/
Allow:/example/page.html
Allow:/example/allowed.gif

User-Agent: barbot
User-Agent: bazbot
Disallow: /example/page.html

User-Agent: quxbot"""  # RFC 9309 §5.1


@pytest.mark.parametrize(
    ("us", "path", "expected"),
    [
        ("foobot", "/example/page.html", True),
        ("foobot", "/example/allowed.gif", True),
        ("foobot", "/example/other.html", False),
        ("foobot", "/publications/", False),
        ("barbot", "/example/page.html", False),
        ("bazbot", "/example/page.html", False),
        ("barbot", "/a.gif", True),
        ("quxbot", "/example/x", True),
        ("nobody", "/a.gif", False),
        ("nobody", "/a.gif?x", True),
        ("nobody", "/example/x", False),
        ("nobody", "/publications/x", True),
    ],
)
def test_the_simple_example_of_the_rfc(us: str, path: str, expected: bool) -> None:
    assert (
        allowed(
            named(EXAMPLE.replace("foobot", "else").replace(us if us != "foobot" else "else", "foobot")), path
        )
        is expected
    )


def test_the_longest_match_of_the_rfc() -> None:
    rules = named("User-Agent: foobot\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif\n")
    assert not allowed(rules, "/example/page/disallowed.gif")
    assert allowed(rules, "/example/page/allowed.gif")
    assert allowed(named("User-Agent: foobot\nDisallow: /a\nAllow: /a\n"), "/a"), (
        "allow wins when alike (§2.2.2)"
    )


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("Backfile", True),
        ("BACKFILE", True),
        ("backfile/1.0", True),
        ("Backfile 0.1", True),
        ("  Backfile   # us", True),
        ("*", True),
        ("Back", False),
        ("file", False),
        ("Backfile-Images", False),
        ("BackfileBot", False),
        ("mybackfile", False),
        ("*backfile", False),
        ("", False),
    ],
)
def test_the_product_token_has_to_be_ours_whatever_its_case(name: str, ours: bool) -> None:
    assert allowed(read(200, f"User-agent: {name}\nDisallow: /x\n".encode()), "/x") is not ours


def test_groups_for_us_are_one_group_and_others_matter_not() -> None:
    """RFC 9309 §2.2.1: two groups of one name are merged; ``*`` counts only where none names us."""
    groups = ("foobot\nDisallow: /a\n", "*\nDisallow: /b\n", "foobot\nuser-agent: zap\nDisallow: /c\n")
    rules = named("\n".join(f"User-agent: {group}" for group in groups))
    assert [allowed(rules, path) for path in ("/a", "/b", "/c")] == [False, True, False]


@pytest.mark.parametrize(
    ("rule", "path", "matches"),
    [
        ("/foo/bar?baz=quz", "/foo/bar?baz=quz", True),
        ("/foo/bar?baz=https://foo.bar", "/foo/bar?baz=https%3A%2F%2Ffoo.bar", True),
        ("/foo/bar/ツ", "/foo/bar/%E3%83%84", True),
        ("/foo/bar/%E3%83%84", "/foo/bar/%E3%83%84", True),
        ("/foo/bar/%e3%83%84", "/foo/bar/%E3%83%84", True),
        ("/foo/bar/%62%61%7A", "/foo/bar/baz", True),
        ("/this/path/exactly$", "/this/path/exactly", True),
        ("/this/path/exactly$", "/this/path/exactly/", False),
        ("/this/*/exactly", "/this/or/that/exactly", True),
        ("/path/file-with-a-%2A.html", "/path/file-with-a-%2A.html", True),
        ("/path/file-with-a-%2A.html", "/path/file-with-a-b.html", False),
        ("/path/foo-%24", "/path/foo-%24", True),
        ("/path/foo-%24", "/path/foo-%24bar", True),
        ("/case", "/CASE", False),
        ("/a # a comment", "/a", True),
    ],
)
def test_paths_are_compared_as_the_rfc_says(rule: str, path: str, matches: bool) -> None:
    """RFC 9309 §2.2.2 and §2.2.3: its tables of encoded paths and of special characters."""
    assert allowed(read(200, f"User-agent: *\nDisallow: {rule}\n".encode()), path) is not matches


def test_robots_txt_itself_may_always_be_asked_for() -> None:
    assert allowed(read(200, b"User-agent: *\nDisallow: /"), "/robots.txt")  # §2.2.2
