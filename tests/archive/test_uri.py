"""What we fetch, what is one article, what is one site."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import BadUrl
from archive.uri import canonical, fold, host, is_bare, join, page_surt, same_host, site

URLS = st.one_of(
    st.from_regex(r"https?://[a-zA-Z0-9_\-]{1,8}(\.[a-z]{2,3}){1,2}(:\d{1,5})?/[ -~é]{0,30}", fullmatch=True),
    st.text(max_size=60).map("http://".__add__),
    st.text(max_size=60),
)


@given(URLS)
def test_canonical_and_fold_are_idempotent(url: str) -> None:
    try:
        once, folded = canonical(url), fold(url)
    except BadUrl:
        return
    assert canonical(once) == once
    assert fold(folded) == folded
    assert canonical(folded) == folded
    assert fold(once) == folded
    assert once.isascii()
    assert not set(once) & set(' "<>\\^`{|}\r\n')


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://Example.COM", "http://example.com/"),
        (" https://example.com:443/a#b ", "https://example.com/a"),
        ("http://example.com:8080/", "http://example.com:8080/"),
        ("http://example.com/a/./b/../c/..", "http://example.com/a/"),
        ("http://example.com/%7ea%2fb%c3%a9", "http://example.com/~a%2Fb%C3%A9"),
        ("http://example.com/é?q=ü ü", "http://example.com/%C3%A9?q=%C3%BC%20%C3%BC"),
        ("http://example.com/100%-wool", "http://example.com/100%25-wool"),
        ("http://example.com/?", "http://example.com/"),
        ("http://example.com/a?b=1&a=2&", "http://example.com/a?b=1&a=2&"),
        ("http://example.com/?x[]=1", "http://example.com/?x%5B%5D=1"),
        ("http://example.com\\a\\b", "http://example.com/a/b"),
        ("http://example.com.", "http://example.com/"),
        ("http://bücher.example", "http://xn--bcher-kva.example/"),
        ("http://☃.net", "http://xn--n3h.net/"),
        ("http://exa_mple.com", "http://exa_mple.com/"),
        ("http://ex%61mple.com", "http://example.com/"),
        # one address, one spelling
        ("http://127.1/", "http://127.0.0.1/"),
        ("http://0x7f000001/", "http://127.0.0.1/"),
        ("http://0177.0.0.1/", "http://127.0.0.1/"),
        ("http://１２７.0.0.1/", "http://127.0.0.1/"),
        ("http://[0:0:0:0:0:0:0:1]:80/", "http://[::1]/"),
        ("http://[::FFFF:127.0.0.1]/", "http://[::ffff:7f00:1]/"),
    ],
)
def test_canonical(url: str, expected: str) -> None:
    assert canonical(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com",
        "//example.com/",
        "ftp://example.com/",
        "javascript:alert(1)",
        "mailto:a@example.com",
        "file:///etc/passwd",
        "http:example.com",
        "http://",
        "http:///a",
        "http://?q",
        "http://exam ple.com/",
        "http://exam%20ple.com/",
        "http://exam%00ple.com/",
        "http://a..example/",
        "http://./",
        "http://user@example.com/",
        "http://user:secret@example.com/",
        "http://@example.com/",
        "http://example.com:0/",
        "http://example.com:65536/",
        "http://example.com:-1/",
        "http://example.com:8o/",
        "http://example.com:٣/",
        "http://256.1.1.1/",
        "http://1.2.3.4.5/",
        "http://1.1.1.0xfff/",
        "http://[::1",
        "http://[fe80::1%25eth0]/",
        "http://[1.2.3.4]/",
        "http://example.com/a\nb",
        "http://example.com/a\x00b",
        "http://example.com/\ud800",
        "http://" + "a" * 64 + ".com/",
        "http://example.com/" + "a" * 8192,
        "http://example.com/" + "é" * 3000,
    ],
)
def test_what_is_no_web_address_is_refused_in_words(url: str) -> None:
    with pytest.raises(BadUrl) as refused:
        canonical(url)
    assert "is not a web address" in str(refused.value)
    assert "secret" not in str(refused.value)
    assert len(str(refused.value)) < 400
    assert str(refused.value).isprintable()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://blog.blogspot.co.uk/2024/07/p.html?m=1", "https://blog.blogspot.com/2024/07/p.html"),
        ("http://a.blogspot.com.br/p?showComment=17&zx=9#c17", "http://a.blogspot.com/p"),
        ("https://example.com/p?utm_source=x&id=3&fbclid=y&gclid=z", "https://example.com/p?id=3"),
        ("https://example.com/?UTM_Medium=x", "https://example.com/"),
        ("https://example.com/?m=202407", "https://example.com/?m=202407"),
        ("https://example.com/?utm=1&mm=2&gid=3", "https://example.com/?utm=1&mm=2&gid=3"),
        ("https://notblogspot.de/p", "https://notblogspot.de/p"),
        ("https://blogspot.example.de/p", "https://blogspot.example.de/p"),
    ],
)
def test_fold(url: str, expected: str) -> None:
    assert fold(url) == expected


def test_all_addresses_of_an_article_share_a_key() -> None:
    one = {
        page_surt(url)
        for url in (
            "http://a.blogspot.com/2024/07/p.html",
            "https://a.blogspot.de/2024/07/p.html?m=1",
            "https://www.a.blogspot.com/2024/07/p.html?utm_source=feed#more",
        )
    }
    assert one == {"com,blogspot,a)/2024/07/p.html"}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://news.example.co.uk/a", "example.co.uk"),
        ("https://harbour.blogspot.com/", "harbour.blogspot.com"),
        ("https://harbour.blogspot.de/", "harbour.blogspot.com"),
        ("https://www.harbour.wordpress.com/", "harbour.wordpress.com"),
        ("https://localhost:8080/", "localhost"),
        ("http://192.0.2.7/", "192.0.2.7"),
        ("http://[::1]/", "[::1]"),
        ("https://co.uk/", "co.uk"),
    ],
)
def test_site(url: str, expected: str) -> None:
    assert site(url) == expected


def test_site_asks_no_network_and_writes_no_cache(tmp_path: Path) -> None:
    code = (
        "import socket, sys\n"
        "def refuse(*_): raise SystemExit('asked the network')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from archive.uri import site\n"
        "assert site('https://a.example.co.uk/') == 'example.co.uk'\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []


def test_hosts() -> None:
    assert host("https://WWW.Example.com:8443/a") == "www.example.com"
    assert same_host("https://www.example.com/", "http://example.com:8080/b")
    assert same_host("https://a.blogspot.de/", "https://a.blogspot.com/")
    assert not same_host("https://a.example.com/", "https://b.example.com/")


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("../b.html", "https://example.com/b.html"),
        ("\n  b c\t.html ", "https://example.com/a/b%20c.html"),
        ("//other.example/x", "https://other.example/x"),
        ("?q=1", "https://example.com/a/?q=1"),
        ("#part", "https://example.com/a/"),
        ("mailto:someone@example.com", None),
        ("javascript:void(0)", None),
        ("http://[", None),
        ("http://" + "x" * 9000, None),
        ("https://user:pw@example.com/", None),
    ],
)
def test_join(href: str, expected: str | None) -> None:
    assert join("https://example.com/a/", href) == expected


@given(st.text(max_size=60))
def test_join_never_raises(href: str) -> None:
    found = join("https://example.com/a/", href)
    assert found is None or canonical(found) == found


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("blog.example", True),
        ("Blog.Example/2024/?m=1", True),
        ("blog.example:8080/a", True),
        ("вести.пример", True),
        ("https://blog.example/", False),
        ("mailto:ada@blog.example", False),
        ("ada@blog.example", False),
        ("not a url", False),
        ("localhost", False),
        ("/etc/passwd.conf", False),
        ("..", False),
        ("", False),
    ],
)
def test_an_address_without_its_scheme_is_told_from_what_is_none(text: str, bare: bool) -> None:
    assert is_bare(text) is bare


PLAIN = st.text(alphabet="ab/?=&%2f.:-~+;#@\\ é", max_size=12)


@given(
    base=st.sampled_from(
        ["http://a.example/b/c?d", "https://A.example:443/", "http://a.example", "http://[::1]/x"]
    ),
    href=st.one_of(PLAIN, PLAIN.map("/".__add__), PLAIN.map("https://host.example/".__add__)),
)
def test_the_short_ways_to_join_lead_where_the_long_one_does(base: str, href: str) -> None:
    try:
        expected = canonical(urljoin(base, href.strip()))
    except (BadUrl, ValueError):
        expected = None
    assert join(base, href) == expected
