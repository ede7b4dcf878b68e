"""How peers write what we read: brackets, digests in any spelling, revisit profiles of three versions of WARC."""

from __future__ import annotations

import base64
import hashlib
from itertools import product

import pytest

from archive.errors import OriginalMissing
from archive.model import RecordType
from archive.store.catalogue import Catalogue
from archive.store.mementos import Mementos
from tests.archive.exchange.conftest import Take
from tests.archive.exchange.warcs import BODY, HEAD, packed, record

URL = "http://harbour.example/post"
COPY = "http://harbour.example/copy"
WHEN = "2020-05-06T07:08:09Z"
LATER = "2021-01-01T00:00:00Z"
EMPTY = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"

SHA1 = hashlib.sha1(BODY, usedforsecurity=False).digest()
SHA256 = hashlib.sha256(BODY).digest()
BASE32 = base64.b32encode(SHA1).decode()
DIGESTS = (
    f"sha1:{BASE32}", f"SHA1:{BASE32.lower()}", f"SHA-1:{SHA1.hex()}", f"sha1:{SHA1.hex().upper()}", BASE32,
    f"sha256:{SHA256.hex()}", f"SHA-256:{SHA256.hex().upper()}", f"sha256:{base64.b32encode(SHA256).decode()}",
    f"sha-256:{base64.b32encode(SHA256).decode().rstrip('=').lower()}",
)  # fmt: skip
PROFILES = (
    "http://netpreserve.org/warc/0.18/revisit/identical-payload-digest",
    "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest",
    "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
    "<http://netpreserve.org/warc/1.0/revisit/identical-payload-digest>",
)


def revisit(
    profile: str, digest: str | None, *, named: bool, head: bytes = EMPTY, brackets: bool = False
) -> bytes:
    """A revisit under another URL, that names its original or only its digest."""
    url, fields = f"<{URL}>" if brackets else URL, [("WARC-Profile", profile)]
    if digest is not None:
        fields.append(("WARC-Payload-Digest", digest))
    if named:
        fields += [("WARC-Refers-To-Target-URI", url), ("WARC-Refers-To-Date", WHEN)]
    return record("revisit", 9, head, url=f"<{COPY}>" if brackets else COPY, date=LATER, fields=fields)


@pytest.mark.parametrize("digest", DIGESTS)
def test_a_digest_in_any_spelling_finds_the_original(
    digest: str, take: Take, catalogue: Catalogue, mementos: Mementos
) -> None:
    report = take(packed([record(url=URL, date=WHEN, fields=[("WARC-Payload-Digest", digest)])]))
    assert report.doubts == []
    take(packed([revisit(PROFILES[2], digest, named=False)]))
    [copy] = catalogue.captures.of_surt("example,harbour)/copy")
    with mementos.open(copy) as memento:
        assert memento.payload.read() == BODY


@pytest.mark.parametrize(("profile", "brackets"), list(product(PROFILES, (False, True))))
def test_a_revisit_of_any_age_finds_its_original_by_uri_and_date(
    profile: str, brackets: bool, take: Take, catalogue: Catalogue, mementos: Mementos
) -> None:
    take(
        packed(
            [
                record(url=f"<{URL}>" if brackets else URL, date=WHEN),
                revisit(profile, None, named=True, brackets=brackets),
            ]
        )
    )
    [copy] = catalogue.captures.of_surt("example,harbour)/copy")
    assert (copy.url, copy.record_type, copy.status) == (COPY, RecordType.REVISIT, 200)
    with mementos.open(copy) as memento:
        assert memento.payload.read() == BODY


@pytest.mark.parametrize("version", ["0.18", "1.0", "1.1"])
def test_a_304_of_any_age_shows_what_it_confirms(
    version: str, take: Take, catalogue: Catalogue, mementos: Mementos
) -> None:
    profile = f"http://netpreserve.org/warc/{version}/revisit/server-not-modified"
    unchanged = revisit(profile, None, named=True, head=b"HTTP/1.1 304 Not Modified\r\n\r\n")
    take(packed([record(url=URL, date=WHEN), unchanged]))
    [copy] = catalogue.captures.of_surt("example,harbour)/copy")
    with mementos.open(copy) as memento:
        assert (memento.status, memento.payload.read()) == (200, BODY)


def test_the_digest_goes_before_a_name_that_has_other_bytes(
    take: Take, catalogue: Catalogue, mementos: Mementos
) -> None:
    other = record(number=2, url=URL, date=WHEN, content=HEAD + b"<p>Other words stood here.")
    held = record(number=3, url="http://elsewhere.example/", date=LATER)
    take(packed([other, held, revisit(PROFILES[1], DIGESTS[0], named=True)]))
    [copy] = catalogue.captures.of_surt("example,harbour)/copy")
    with mementos.open(copy) as memento:
        assert memento.payload.read() == BODY


def test_a_digest_that_nothing_has_is_said(take: Take, catalogue: Catalogue, mementos: Mementos) -> None:
    take(packed([revisit(PROFILES[2], DIGESTS[0], named=True)]))
    [copy] = catalogue.captures.of_surt("example,harbour)/copy")
    with pytest.raises(OriginalMissing, match=BASE32), mementos.open(copy):
        pass


@pytest.mark.parametrize(
    ("kind", "url", "mime"),
    [
        ("response", "dns:harbour.example", "text/dns"),
        ("resource", "ftp://harbour.example/a.txt", "text/plain"),
        ("resource", "whois://whois.example/harbour.example", "text/plain"),
        ("resource", "metadata://gnu.org/software/wget/warc/wget.log", "text/plain"),
        ("resource", "urn:X-wpull:log", "text/plain"),
        ("resource", "file:///C:/some file.png", "image/png"),
    ],
)
def test_what_is_no_web_page_is_refused_alone_and_kept_in_the_file(
    kind: str, url: str, mime: str, take: Take, catalogue: Catalogue
) -> None:
    odd = record(kind, 5, b"words", url=url).replace(b"application/http;msgtype=response", mime.encode())
    report = take(packed([record(url=URL), odd]))
    assert [why for _, why in report.refused] == ["its URI is no web address"]
    assert catalogue.captures.count() == 1
    [segment] = catalogue.segments.all()
    assert segment.sealed
