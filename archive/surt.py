"""The sort-friendly key of a URL (SURT) that begins a CDXJ line, as pywb and cdxj-indexer write it.

Two captures belong to the same URL when their keys are equal: the scheme, ``www.``, letter case, the order of query
arguments, session ids and a last slash do not tell URLs apart.
"""

from __future__ import annotations

import re
from contextlib import suppress
from ipaddress import IPv4Address
from urllib.parse import unquote_to_bytes

from archive.host import ipv4_number

_DEFAULT_PORTS = {"http": "80", "https": "443"}
_BREAKS = re.compile(r"[\t\r\n]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):(.*)", re.DOTALL)
_WWW = re.compile(r"www\d*\.")
_DECIMALS = re.compile(r"[0-9.]+")
_PLAIN = re.compile(r"[!-\"$&-~]*")  # nothing to unescape, nothing to escape
_BARE = frozenset(range(0x21, 0x7F)) - {ord("#"), ord("%")}
_OPAQUE = "filedesc:"  # the name of a file, not of a resource

_SESSION_ID = r"[0-9a-z]{32}"
_QUERY_SESSIONS = tuple(
    re.compile(rf"(.*)(?:{session})(?:&(.*))?", re.DOTALL)
    for session in (
        rf"jsessionid={_SESSION_ID}",
        rf"phpsessid={_SESSION_ID}",
        rf"sid={_SESSION_ID}",
        r"aspsessionid[a-z]{8}=[a-z]{24}",
        r"cfid=[^&]+&cftoken=[^&]+",
    )
)
_PATH_SESSION = re.compile(r"(.*/)\((?:(?:[a-z]\([0-9a-z]{24}\))+|[0-9a-z]{24})\)/([^?]+\.aspx.*)", re.DOTALL)


def surt(url: str) -> str:
    """The key of any URL that a WARC may hold; never raises and never holds a space.

    ``https://www.Example.com/A/?b=2&a=1`` is ``com,example)/a?a=1&b=2``. What has no host (``urn:``, ``dns:``) keeps
    its scheme. What can't be read is its own key.
    """
    text = _BREAKS.sub("", url.strip())
    if not text:
        return "-"
    if text.startswith(_OPAQUE):
        return _escape(text.encode("utf-8", "surrogatepass"))
    scheme, authority, rest = _split(text)
    path, query = _split_rest(rest)
    if authority is None:
        return f"{scheme}:{_slashless(path)}{query}"
    key = _host_key(scheme, authority)
    if key is None:
        return _escape(text.encode("utf-8", "surrogatepass"))
    return f"{key}){_clean_path(path)}{query}"


def _split(text: str) -> tuple[str, str | None, str]:
    """Scheme, authority (None when there is none), and the rest; a bare ``example.com/`` counts as http."""
    found = _SCHEME.fullmatch(text)
    if found is None:
        scheme, rest = "http", text
    else:
        scheme, rest = found[1], found[2]
        if scheme.lower() not in _DEFAULT_PORTS:
            if not rest.startswith("//"):
                return scheme, None, rest
            if rest.startswith("///"):
                return scheme, None, rest[2:]
    rest = rest.lstrip("/")
    end = re.search(r"[/?#]", rest)
    at = end.start() if end else len(rest)
    return scheme.lower(), rest[:at], rest[at:]


def _split_rest(rest: str) -> tuple[str, str]:
    """The path and the query (with its ``?``, or nothing), both unescaped, lower-cased and escaped again."""
    rest, _, _ = rest.partition("#")
    path, _, query = rest.partition("?")
    key = _sorted_query(_normal(query))
    return _normal(path), f"?{key}" if key else ""


def _host_key(scheme: str, authority: str) -> str | None:
    name, port = _split_port(authority.rpartition("@")[2])
    if port and not (port.isascii() and port.isdigit() and int(port.lstrip("0")[:6] or "0") <= 65535):
        return None
    name = _host_name(name)
    if not name:
        return None
    number = ipv4_number(name) if _DECIMALS.fullmatch(name) else None
    if number is not None:
        name = str(IPv4Address(number))
    shown = port.lstrip("0")
    if shown == _DEFAULT_PORTS.get(scheme):
        shown = ""
    return ",".join(reversed(name.split("."))) + (f":{shown}" if shown else "")


def _split_port(text: str) -> tuple[str, str]:
    if text.startswith("["):
        name, _, rest = text[1:].partition("]")
        return name, rest.removeprefix(":")
    name, colon, port = text.rpartition(":")
    return (name, port) if colon else (text, "")


def _host_name(text: str) -> str:
    raw = _unescape(text.encode("utf-8", "surrogatepass"))
    with suppress(UnicodeError):  # IDNA 2003, as the tools that these keys must equal have it
        raw = raw if raw.isascii() else raw.decode("utf-8").encode("idna")
    name = re.sub(r"\.{2,}", ".", _escape(raw.lower()).strip("."))
    return _WWW.sub("", name, count=1) if _WWW.match(name) else name


def _normal(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text.lower()
    return _escape(_unescape(text.encode("utf-8", "surrogatepass")).lower())


def _unescape(raw: bytes) -> bytes:
    """Percent-encoding undone until nothing is left to undo: each round is shorter, so it ends."""
    while (plain := unquote_to_bytes(raw)) != raw:
        raw = plain
    return raw


def _escape(raw: bytes) -> str:
    return "".join(chr(byte) if byte in _BARE else f"%{byte:02x}" for byte in raw)


def _clean_path(path: str) -> str:
    if found := _PATH_SESSION.fullmatch(path):
        path = found[1] + found[2]
    kept: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == ".." and kept:
            kept.pop()
        elif segment != ".":
            kept.append(segment)
    return "/" + "/".join(segment for segment in kept if segment)


def _slashless(path: str) -> str:
    return path[:-1] if path.endswith("/") else path


def _sorted_query(query: str) -> str:
    for session in _QUERY_SESSIONS:
        if found := session.fullmatch(query):
            query = found[1] + (found[2] or "")
    return "&".join(sorted(query.split("&"), key=lambda pair: pair.partition("="))) if query else ""
