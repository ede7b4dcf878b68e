"""The addresses of replay: ``/web/<timestamp><form>/<url>``, read leniently and written in one way. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from archive import uri

PREFIX = "/web/"
RAW = "id_"  # the bytes as archived, to be saved
FRAMED = "mp_"  # the document as our own frame shows it
FRAME = "if_"  # the document in a frame of another one
EXACT = "as_"  # the body as it was sent, codings and all
IMAGE = "im_"  # an image, font or media file that a document needs
STYLE = "cs_"  # a style sheet that a document needs

_STAMPED = re.compile(r"(?P<stamp>\d{1,14})(?P<form>[a-z]{2}_)?/(?P<url>.+)", re.DOTALL)
_ALL = re.compile(r"\d{0,14}\*/(?P<url>.+)", re.DOTALL)
_COLLAPSED = re.compile(r"(https?):/+", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: ``stamp`` is 1 to 14 digits, None for the latest, ``*`` for all captures;
    ``form`` is empty for the snapshot itself; ``url`` is canonical."""

    stamp: str | None
    form: str
    url: str


def raw_rest(request_uri: str, prefix: str) -> str | None:
    """What follows ``prefix`` in the request's own line, still escaped and with its query. None: not found.

    The path that WSGI hands on is unescaped, and then ``%3F`` and ``?`` can't be told apart.
    """
    at = request_uri.find(prefix)
    return request_uri[at + len(prefix) :] if at >= 0 else None


def reassembled(path: str, query: str) -> str:
    """The same from an unescaped path and a query, where the request's own line is not to be had."""
    escaped = quote(path, safe="/:@!$&'()*+,;=~-._[]")
    return f"{escaped}?{query}" if query else escaped


def read(rest: str) -> Asked:
    """What stands behind ``/web/``. Raises BadUrl."""
    if found := _STAMPED.fullmatch(rest):
        return Asked(found["stamp"], found["form"] or "", readable_url(found["url"]))
    if found := _ALL.fullmatch(rest):
        return Asked("*", "", readable_url(found["url"]))
    return Asked(None, "", readable_url(rest))


def readable_url(text: str) -> str:
    """A URL as people and proxies leave it, made canonical: no scheme, one slash after it, escaped as a whole.
    Raises BadUrl."""
    text = text.strip()
    if "://" not in text and re.match(r"https?%3a", text, re.IGNORECASE):
        text = unquote(text)
    text = _COLLAPSED.sub(r"\1://", text, count=1) if _COLLAPSED.match(text) else text
    if not _SCHEME.match(text):
        text = f"http://{text.lstrip('/')}"
    return uri.canonical(text)


def path_of(stamp: str, url: str, form: str = "") -> str:
    """The replay path of a URL at a time: safe in HTML, in CSS and in a header line."""
    return f"{PREFIX}{stamp}{form}/{escaped(url)}"


def escaped(url: str) -> str:
    """A URL with everything escaped that could end an attribute, a header or a ``url()``."""
    return quote(url, safe="/:?&=%@!$*+,;~-._#[]|")
