"""URLs: the form that we fetch, the identity of an article, and the key that CDX sorts by.

Three forms, each a pure function: ``canonical`` (RFC 3986 §6.2.2-6.2.3 normalisation of what was typed or
linked), ``fold`` (that, without what does not make another article) and ``surt`` (the key of a CDXJ line, equal
to what pywb and cdxj-indexer write). No network: names are never resolved here, the suffix list is a bundled one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin

from archive.errors import BadUrl
from archive.host import ascii_host
from archive.surt import surt

if TYPE_CHECKING:
    from tldextract import TLDExtract

__all__ = ["canonical", "fold", "host", "join", "page_surt", "same_host", "site", "surt"]

MAX_LENGTH = 8192
DEFAULT_PORTS = {"http": 80, "https": 443}

_BARE = re.compile(r"[^\s/:@?#\\]+\.[^\s/:@?#\\.]+(?::\d{1,5})?(?:[/?#]\S*)?")
_WHITESPACE = "".join(map(chr, range(0x21)))
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_BREAKS = re.compile(r"[\t\r\n]")
_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]*):(?P<rest>.*)", re.DOTALL)
_PLAIN_PATH = r"(?:/(?![./])[A-Za-z0-9_~!$&'()*+,=:@%.-]*+)*+/?+(?:\?[A-Za-z0-9_~!$&'()*+,=:@%./-]++)?+"
_WHOLE = re.compile(rf"https?://[A-Za-z0-9.-]++(?::\d++)?+{_PLAIN_PATH}")
_FROM_ROOT = re.compile(rf"(?=/[A-Za-z0-9%_~]){_PLAIN_PATH}")
_ROOT = re.compile(r"https?://[A-Za-z0-9.:-]++(?=[/?#]|$)", re.IGNORECASE)
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH_BYTES = _UNRESERVED | frozenset(b"!$&'()*+,;=:@/")
_QUERY_BYTES = _PATH_BYTES | frozenset(b"?")
_PLAIN = re.compile(r"[A-Za-z0-9\-._~!$&'()*+,;=:@/]*")
_ESCAPE_OR_BYTE = re.compile(rb"%([0-9A-Fa-f]{2})|(.)", re.DOTALL)

_BLOGSPOT = re.compile(r"(?P<blog>(?:[^.]+\.)*)blogspot\.(?:(?:com?|org|net|edu)\.)?[a-z]{2,3}")
_TRACKING = re.compile(
    r"utm_.*|(?:fb|g|d|y|ys|tw|tt)clid|msclkid|srsltid|gclsrc|[gw]braid|igsh(?:id)?|mc_[ce]id|_g[al]|_hs(?:enc|mi)"
    r"|mkt_tok|vero_id|oly_(?:anon|enc)_id|wickedid"
)
_BLOGGER_VIEWS = frozenset({"showcomment", "zx", "spref"})
# Services that give every blog a name of its own and are not in the public suffix list.
_BLOG_HOSTS = (
    *(
        "blogspot.com",
        "wordpress.com",
        "substack.com",
        "tumblr.com",
        "medium.com",
        "livejournal.com",
        "typepad.com",
    ),
    *("ghost.io", "bearblog.dev", "hatenablog.com", "over-blog.com", "canalblog.com"),
)


@dataclass(frozen=True, slots=True)
class _Parts:
    scheme: str
    host: str
    port: int | None  # None when it is the scheme's own
    path: str
    query: str

    def __str__(self) -> str:
        port = f":{self.port}" if self.port is not None else ""
        query = f"?{self.query}" if self.query else ""
        return f"{self.scheme}://{self.host}{port}{self.path}{query}"


@lru_cache(maxsize=4096)
def is_bare(text: str) -> bool:
    """Whether what a person typed is an address without its scheme: ``blog.example``, ``blog.example/2024/``."""
    return _BARE.fullmatch(text) is not None


def canonical(url: str) -> str:
    """The URL as we fetch, store and show it; idempotent.

    Scheme and host in lower case, host in IDNA, the scheme's own port, an empty query and the fragment dropped, dot
    segments removed, percent-encoding in one form (unreserved characters bare, the rest in upper hex). Raises BadUrl
    for anything but http(s) with a host, for credentials, control characters, bad ports, and over 8 KiB.
    """
    return str(_parse(url))


@lru_cache(maxsize=16384)  # a page's links are looked at from many sides
def fold(url: str) -> str:
    """The identity of an article: canonical, without tracking parameters, Blogger's mobile and comment views and
    country domains. Idempotent. Raises BadUrl."""
    parts = _parse(url)
    kept = [pair for pair in parts.query.split("&") if not _is_noise(pair)]
    return str(
        _Parts(parts.scheme, _fold_blogspot(parts.host), parts.port, parts.path, "&".join(kept)),
    )


@lru_cache(maxsize=16384)  # the pages of a blog link to each other
def page_surt(url: str) -> str:
    """The key that all addresses of one article share. Raises BadUrl."""
    return surt(fold(url))


def host(url: str) -> str:
    """The host as in ``canonical``, without port. Raises BadUrl."""
    return _parse(url).host


def site(url: str) -> str:
    """The registrable domain, where a blog on a blog service is a site of its own (``name.blogspot.com``).

    An IP address or a bare name (``localhost``) is its own site. Raises BadUrl.
    """
    return _site_of_host(_fold_blogspot(_parse(url).host))


def same_host(one: str, other: str) -> bool:
    """Whether two URLs are of one host, ``www.`` or not. Raises BadUrl."""
    return _fold_blogspot(host(one)).removeprefix("www.") == _fold_blogspot(host(other)).removeprefix("www.")


def join(base: str, href: str) -> str | None:
    """A link in a page as a canonical URL; None when it leads to nothing that can be fetched over http(s)."""
    cleaned = _LINE_BREAKS.sub("", href.strip(_WHITESPACE))
    if len(cleaned) > MAX_LENGTH:
        return None
    plain, _, _ = cleaned.partition("#")  # what is canonical has no fragment
    try:
        if _WHOLE.fullmatch(plain):
            return canonical(plain)
        if _FROM_ROOT.fullmatch(plain) and (root := _ROOT.match(base)):
            return canonical(root[0] + plain)
        return canonical(urljoin(base, cleaned))  # ten times the work of the two above, which most links are
    except (BadUrl, ValueError):
        return None


@lru_cache(maxsize=4096)  # a page names the same few hundred URLs many times over
def _parse(url: str) -> _Parts:
    text = url.strip(_WHITESPACE)
    if len(text) > MAX_LENGTH:
        raise BadUrl(f"{text[:60]}…", f"it is longer than {MAX_LENGTH} characters")
    if _CONTROL.search(text):
        raise BadUrl(_CONTROL.sub("�", text), "it holds control characters")
    scheme, rest = _split_scheme(text)
    rest, _, _ = rest.partition("#")
    before, _, query = rest.partition("?")
    authority, path = _split_authority(
        text, before.replace("\\", "/")
    )  # as browsers read it (WHATWG URL §4.4)
    name, port = _split_port(text, authority)
    parts = _Parts(
        scheme,
        ascii_host(name, text),
        None if port == DEFAULT_PORTS[scheme] else port,
        _remove_dots(_escape(path, _PATH_BYTES)) or "/",
        _escape(query, _QUERY_BYTES),
    )
    if len(str(parts)) > MAX_LENGTH:
        raise BadUrl(f"{text[:60]}…", f"it is longer than {MAX_LENGTH} characters")
    return parts


def _split_scheme(text: str) -> tuple[str, str]:
    found = _SCHEME.fullmatch(text)
    if found is None:
        raise BadUrl(text)
    scheme = found["scheme"].lower()
    if scheme not in DEFAULT_PORTS:
        raise BadUrl(text)
    return scheme, found["rest"]


def _split_authority(url: str, text: str) -> tuple[str, str]:
    if not text.startswith("//"):
        raise BadUrl(url)
    authority, slash, path = text[2:].partition("/")
    if not authority:
        raise BadUrl(url)
    if "@" in authority:
        raise BadUrl(
            f"…@{authority.rpartition('@')[2]}",
            "it holds a user name or password, and those are not archived",
        )
    return authority, slash + path


def _split_port(url: str, authority: str) -> tuple[str, int | None]:
    name, colon, port = authority.rpartition(":")
    if not colon or "]" in port:
        return authority, None
    if not port:
        return name, None
    if not (port.isascii() and port.isdigit() and len(port) <= 8 and 1 <= int(port) <= 65535):
        raise BadUrl(url, "its port is not a number from 1 to 65535")
    return name, int(port)


def _escape(text: str, bare: frozenset[int]) -> str:
    """One form of percent-encoding (RFC 3986 §6.2.2.1-2); a ``%`` that begins no escape is itself escaped."""
    if _PLAIN.fullmatch(text):
        return text

    def one(found: re.Match[bytes]) -> bytes:
        if found[1] is not None:
            value = int(found[1], 16)
            return bytes((value,)) if value in _UNRESERVED else b"%%%02X" % value
        value = found[2][0]
        return found[2] if value in bare else b"%%%02X" % value

    return _ESCAPE_OR_BYTE.sub(one, text.encode("utf-8")).decode("ascii")


def _remove_dots(path: str) -> str:
    """Dot segments removed as in RFC 3986 §5.2.4."""
    if "/." not in path and not path.startswith("."):
        return path
    kept: list[str] = []
    segments = path.split("/")
    for at, segment in enumerate(segments):
        last = at == len(segments) - 1
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
            if last:
                kept.append("")
        elif segment == ".":
            if last:
                kept.append("")
        else:
            kept.append(segment)
    return "/".join(kept)


def _is_noise(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name = unquote(name).lower()
    if name == "m":  # Blogger's mobile twin; on WordPress ?m=202401 is a month
        return value in {"", "0", "1"}
    return name in _BLOGGER_VIEWS or _TRACKING.fullmatch(name) is not None


def _fold_blogspot(name: str) -> str:
    found = _BLOGSPOT.fullmatch(name)
    return f"{found['blog']}blogspot.com" if found else name


@cache
def _suffixes() -> TLDExtract:
    from tldextract import TLDExtract  # brings a whole HTTP client along, and only a crawl asks for sites

    return TLDExtract(
        cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True, extra_suffixes=_BLOG_HOSTS
    )


@lru_cache(maxsize=4096)
def _site_of_host(name: str) -> str:
    return _suffixes().extract_str(name).top_domain_under_public_suffix or name
