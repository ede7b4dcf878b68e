"""Our keys against those of cdxj-indexer: on a table of vectors, on made-up URLs, and on real WARC files."""

from __future__ import annotations

import io
import string
import subprocess
import sys
from pathlib import Path

import pytest
from cdxj_indexer.main import CDXJIndexer
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.cdxj import CdxjLine, parse
from archive.surt import surt
from archive.uri import canonical, fold

SESSION = "0123456789ABCDEF0123456789abcdef"


@pytest.fixture(scope="module")
def oracle() -> CDXJIndexer:
    return CDXJIndexer(io.StringIO(), [])


@pytest.mark.parametrize(
    ("url", "key"),
    [
        # host
        ("http://www.example.com/", "com,example)/"),
        ("https://WWW12.Example.com", "com,example)/"),
        ("http://wwww.example.com/", "com,example,wwww)/"),
        ("http://www.www.example.com/", "com,example,www)/"),
        ("http://example.com./", "com,example)/"),
        ("http://.example..com/", "com,example)/"),
        ("http://user:secret@example.com/a", "com,example)/a"),
        ("http://bücher.example/", "example,xn--bcher-kva)/"),
        ("http://пример.испытание/", "xn--80akhbyknj4f,xn--e1afmkfd)/"),
        ("http://例え。jp/", "jp,xn--r8jz45g)/"),
        ("http://192.0.2.7/", "7,2,0,192)/"),
        ("http://3221225991/", "7,2,0,192)/"),
        ("http://[2001:DB8::1]:8080/a", "2001:db8::1:8080)/a"),
        ("http://localhost:5000/a", "localhost:5000)/a"),
        # port
        ("http://example.com:80/", "com,example)/"),
        ("https://example.com:443/", "com,example)/"),
        ("http://example.com:443/", "com,example:443)/"),
        ("http://example.com:/a", "com,example)/a"),
        # path
        ("http://example.com/A/", "com,example)/a"),
        ("http://example.com//a///b//", "com,example)/a/b"),
        ("http://example.com/a/./b/../c", "com,example)/a/c"),
        ("http://example.com/../b", "com,example)/../b"),
        ("http://example.com/%7Efoo%20%e3%81%82", "com,example)/~foo%20%e3%81%82"),
        ("http://example.com/a%25%32%46b", "com,example)/a/b"),
        ("http://example.com/100%", "com,example)/100%25"),
        ("http://example.com/a#b", "com,example)/a"),
        ("http://example.com/x/(S(4hqa0555fwsecu455xqckv45))/a.aspx", "com,example)/x/a.aspx"),
        # query
        ("http://example.com?b=2&a=1&A=0", "com,example)/?a=0&a=1&b=2"),
        ("http://example.com/a/?x=1", "com,example)/a?x=1"),
        ("http://example.com/?", "com,example)/"),
        ("http://example.com/?a=&a", "com,example)/?a&a="),
        ("http://example.com/?a&&b", "com,example)/?&a&b"),
        (f"http://example.com/?x=1&jsessionid={SESSION}&y=2", "com,example)/?x=1&y=2"),
        (f"http://example.com/?PHPSESSID={SESSION}", "com,example)/"),
        (f"http://example.com/?sid={SESSION}&y=1", "com,example)/?y=1"),
        ("http://example.com/?cfid=1&cftoken=2-a&y=1", "com,example)/?y=1"),
        ("http://example.com/?utm_source=a", "com,example)/?utm_source=a"),
        # no host, no scheme
        ("example.com/a", "com,example)/a"),
        ("dns:example.com", "dns:example.com"),
        ("urn:embeds:http://www.example.com/", "urn:embeds:http://www.example.com"),
        ("warcinfo:A.warc.gz", "warcinfo:a.warc.gz"),
        (" http://example.com/a\n", "com,example)/a"),
    ],
)
def test_a_vector_and_the_oracle(url: str, key: str, oracle: CDXJIndexer) -> None:
    assert surt(url) == key
    assert oracle.get_url_key(url) == key


SEGMENT = st.text(string.ascii_letters + string.digits + "-._~!$&'()*+,;=:@%/é あ", max_size=12)


@given(
    scheme=st.sampled_from(["http", "https", "HTTP"]),
    host=st.from_regex(r"(www\d{0,2}\.)?[a-zA-Z0-9][a-zA-Z0-9\-]{0,8}(\.[a-zA-Z]{2,5}){1,2}", fullmatch=True),
    port=st.sampled_from(["", ":80", ":443", ":8080"]),
    path=SEGMENT,
    query=st.one_of(st.none(), st.lists(st.tuples(SEGMENT, SEGMENT), max_size=4)),
)
@settings(max_examples=200)
def test_made_up_urls_have_the_oracle_s_keys(
    oracle: CDXJIndexer,
    scheme: str,
    host: str,
    port: str,
    path: str,
    query: list[tuple[str, str]] | None,
) -> None:
    url = f"{scheme}://{host}{port}/{path}"
    if query is not None:
        url += "?" + "&".join(f"{name}={value}" for name, value in query)
    assert surt(url) == oracle.get_url_key(url)


@given(st.text(max_size=60))
@example("http://[")
@example("http://a:⑥00/")
@example("http://a:99999999999/")
@example("http://\ud800/")
@example("%" * 50)
def test_every_text_has_a_key_without_spaces(text: str) -> None:
    key = surt(text)
    assert key
    assert not set(key) & set(" \t\r\n")


@given(st.from_regex(r"https?://[a-z0-9\-]{1,6}\.(com|blogspot\.de)/[ -~]{0,20}", fullmatch=True))
def test_the_key_of_a_folded_url_is_stable(url: str) -> None:
    once = fold(url)
    assert surt(fold(once)) == surt(once)
    assert surt(canonical(canonical(url))) == surt(canonical(url))


FILES = (
    "02_iana_org.warc.gz",
    "07_heritrix_server_not_modified.warc.gz",
    "small/bad_payload_digest.warc",
    "small/dupes.warc.gz",
    "small/example.warc.gz",
    "small/url-agnostic-orig.warc.gz",
    "small/url-agnostic-revisit.warc.gz",
)


@pytest.mark.shared
@pytest.mark.parametrize("name", FILES)
def test_the_keys_of_real_warc_files(name: str, shared: Path, tmp_path: Path) -> None:
    lines = _indexed(shared / "data" / "warc" / name, tmp_path)
    assert [(surt(line.fields["url"]), line.surt) for line in lines] == [
        (line.surt, line.surt) for line in lines
    ]


@pytest.mark.shared
def test_the_keys_of_the_oracles(shared: Path) -> None:
    folder = shared / "data" / "warc"
    oracles = [folder / "03_iana_org_oracle.cdxj", *sorted(folder.glob("small/*_oracle.cdxj"))]
    lines = [parse(text) for path in oracles for text in path.read_text(encoding="utf-8").splitlines()]
    assert len(lines) > 170
    assert [surt(line.fields["url"]) for line in lines] == [line.surt for line in lines]


def _indexed(path: Path, folder: Path) -> list[CdxjLine]:
    """What cdxj-indexer, run as a program, says of a file."""
    output = folder / "out.cdxj"
    run = "import sys; from cdxj_indexer.main import main; main(sys.argv[1:])"
    subprocess.run(
        [sys.executable, "-c", run, "--output", str(output), "--records", "all", str(path)], check=True
    )
    lines = [parse(text) for text in output.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if "url" in line.fields]
