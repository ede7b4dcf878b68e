"""What kind of thing an archived payload is, and under which type it may be shown. Pure."""

from __future__ import annotations

import re
from enum import StrEnum

from archive.charset import charset_of
from archive.model import Memento

OCTETS = "application/octet-stream"

_ESSENCE = re.compile(r"[A-Za-z0-9!#$&^_.+-]{1,80}/[A-Za-z0-9!#$&^_.+-]{1,80}")
_CHARSET = re.compile(r"[A-Za-z0-9_.:-]{1,40}")
_HTML_START = re.compile(
    rb"\s*(<!--.{0,400}?-->\s*)*<(!doctype\s+html|html|head|body|title)\b", re.I | re.DOTALL
)
_HTML = frozenset({"text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml"})
_DRAWINGS = frozenset({"image/svg+xml", "image/svg", "application/mathml+xml"})
_SCRIPT = re.compile(
    r"(text|application)/(x-)?(javascript|ecmascript|jscript|livescript|vbscript)[\d.]*|text/xsl.*|.*wasm"
)
_FONT = re.compile(
    r"font/.*|application/(x-)?font-.*|application/vnd\.ms-fontobject|application/(x-)?font", re.I
)
_PACKAGES = (
    "multipart/",
    "message/",
    "application/signed-exchange",
    "application/webbundle",
    "application/x-mimearchive",
)
_IN_FRAME = re.compile(r"(image|text|audio|video)/.*|application/(xml|json|.*\+(xml|json))")


class Kind(StrEnum):
    """How a payload is shown."""

    HTML = "html"  # rewritten
    STYLE = "style"  # rewritten
    DRAWING = "drawing"  # SVG or MathML: rewritten, and XML still
    PLAIN = "plain"  # a browser shows it in a frame as it is
    FILE = "file"  # a browser shows it nowhere in a sandbox: to be saved


def essence(memento: Memento) -> str:
    """The media type in lower case, without parameters; what the payload begins with decides where none was
    sent. Never a package: what is in ``multipart`` or a signed exchange would bring headers of its own."""
    sent = (memento.header("Content-Type") or "").partition(";")[0].strip().lower()
    if not _ESSENCE.fullmatch(sent) or sent in (
        "unk",
        "application/unknown",
        "unknown/unknown",
        "content/unknown",
    ):
        return "text/html" if _HTML_START.match(peek(memento)) else OCTETS
    return OCTETS if sent.startswith(_PACKAGES) else sent


def peek(memento: Memento, size: int = 1024) -> bytes:
    """The payload's first bytes; its place in the stream is kept."""
    head = memento.payload.read(size)
    memento.payload.seek(0)
    return head


def kind_of(mime: str) -> Kind:
    """How a media type is shown."""
    if mime in _HTML:
        return Kind.HTML
    if mime == "text/css":
        return Kind.STYLE
    if mime in _DRAWINGS:
        return Kind.DRAWING
    return Kind.PLAIN if _IN_FRAME.fullmatch(mime) else Kind.FILE


def shown_type(mime: str, sent: str | None) -> str:
    """The Content-Type to answer with. A script becomes text: from this origin it must never be loadable."""
    shown = "text/plain" if _SCRIPT.fullmatch(mime) else mime
    charset = charset_of(sent)
    if (
        charset
        and _CHARSET.fullmatch(charset)
        and not shown.startswith(("image/", "audio/", "video/", "font/"))
    ):
        return f"{shown}; charset={charset}"
    return shown


def is_font(mime: str, url: str) -> bool:
    """Whether it is a font: those a browser fetches with CORS, even from a style sheet beside it."""
    path = url.partition("?")[0].lower()
    return bool(_FONT.fullmatch(mime)) or (
        mime in (OCTETS, "binary/octet-stream") and path.endswith((".woff", ".woff2", ".ttf", ".otf", ".eot"))
    )
