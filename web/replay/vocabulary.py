"""Which elements and attributes of an archived document act, and which name something that it needs. Tables only."""

from __future__ import annotations

from functools import lru_cache

SVG = "http://www.w3.org/2000/svg"

DROPPED = frozenset({"script", "base", "applet", "portal", "fencedframe", "bgsound", "handler", "listener"})
LINKS = frozenset({"a", "area"})
FRAMES = frozenset({"iframe", "frame", "object", "embed"})
FETCHED_AHEAD = frozenset(
    {"preload", "prefetch", "modulepreload", "preconnect", "dns-prefetch", "prerender", "manifest", "pingback",
     "import", "serviceworker", "expect", "compression-dictionary"}
)  # fmt: skip
REQUISITES = frozenset({"src", "poster", "background", "data", "lowsrc", "dynsrc", "icon"})
STRIPPED = frozenset(
    {"srcdoc", "ping", "nonce", "integrity", "crossorigin", "action", "formaction", "formtarget", "target",
     "manifest", "codebase", "archive", "classid", "code", "profile", "autofocus", "autoplay", "attributionsrc",
     "imagesrcset", "imagesizes", "download", "method", "xml:base", "base", "http-equiv", "referrerpolicy", "is",
     "blocking", "fetchpriority", "allow", "sandbox", "csp", "usb", "shadowrootmode", "content-security-policy"}
)  # fmt: skip
PRESENTED = frozenset(
    {"filter", "mask", "clip-path", "fill", "stroke", "cursor", "marker", "marker-start", "marker-mid", "marker-end"}
)  # fmt: skip
"""SVG 2 §6.6: attributes that are CSS."""

ANIMATED = frozenset({"set", "animate", "animatecolor", "animatemotion", "animatetransform", "discard"})
DRAWN = frozenset(
    {"image", "use", "feimage", "mpath", "pattern", "lineargradient", "radialgradient", "textpath"}
)
"""SVG elements whose ``href`` is something that they need, not a link."""

PARTICULAR = DROPPED | FRAMES | ANIMATED | {"link", "meta", "style"}
"""Elements that are looked at even where they have no attribute."""

LAZY = ("data-src", "data-lazy-src", "data-original", "data-orig-file")
LAZY_SETS = ("data-srcset", "data-lazy-srcset")


@lru_cache(maxsize=4096)
def local_name(name: str) -> str:
    """An element's or attribute's name in lower case, without its namespace or prefix."""
    return name.lower().rpartition("}")[2].rpartition(":")[2]


@lru_cache(maxsize=4096)
def acts(name: str) -> bool:
    """Whether an attribute does something of its own: a handler, or one of ``STRIPPED``."""
    key, local = name.lower(), local_name(name)
    return key.startswith("on") or local.startswith("on") or key in STRIPPED or local in STRIPPED
