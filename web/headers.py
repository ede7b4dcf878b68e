"""The headers that guard every answer: our own pages, and the snapshots of other people's (SAFETY: "The web")."""

from __future__ import annotations

import re

from werkzeug.datastructures import Headers

PAGE_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Content-Security-Policy of our own pages: nothing inline, nothing from elsewhere, framed by nobody."""

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "X-Permitted-Cross-Domain-Policies": "none",
}

PAGE_ONLY = {
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

USER_CLICK = "allow-top-navigation-by-user-activation"
"""The one thing that a framed snapshot may do: a link that a reader clicks changes the page's address."""

_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?")


def prefix_source(host: str, path: str) -> str:
    """A CSP source for one folder of this site, such as ``example.org:8080/web/``. Without a scheme, so that it
    holds behind a proxy that speaks TLS. ``'self'`` where CSP has no spelling for the host (IPv6, no host)."""
    return f"{host}{path}" if _HOST.fullmatch(host) else "'self'"


def snapshot_policy(host: str, *, framed: bool) -> str:
    """The policy of an archived document: it runs no script and reaches nothing but the replay prefix.

    ``framed`` is the form that our own frame page shows. That page is sandboxed itself, so its origin is
    opaque, and no ``frame-ancestors`` source matches it: the framed form names none.
    """
    replay = prefix_source(host, "/web/")
    sandbox = f"sandbox {USER_CLICK}" if framed else "sandbox"
    policy = (
        f"{sandbox}; default-src 'none'; img-src {replay} data:; style-src {replay} 'unsafe-inline'; "
        f"font-src {replay} data:; media-src {replay}; frame-src {replay}; script-src 'none'; connect-src 'none'; "
        "object-src 'none'; form-action 'none'; base-uri 'none'"
    )
    return policy if framed else f"{policy}; frame-ancestors 'none'"


def frame_policy(host: str, home: str | None = None) -> str:
    """The policy of our own pages under ``/web/``: the bar and the frame, and pages that say what is not held. ``home``
    is the host that their forms lead to, where snapshots have one of their own.

    They are sandboxed too: no answer under the replay prefix ever has a script or this site's origin.
    """
    style = prefix_source(host, "/static/")
    forms = prefix_source(host, "/") + (f" {prefix_source(home, '/')}" if home and home != host else "")
    return (
        f"sandbox {USER_CLICK} allow-downloads allow-forms; default-src 'none'; style-src {style}; "
        f"img-src {style}; frame-src {prefix_source(host, '/web/')}; script-src 'none'; connect-src 'none'; "
        f"form-action {forms}; base-uri 'none'; frame-ancestors 'none'"
    )


def notice_policy(host: str) -> str:
    """The policy of our own words in the place of a framed document: like it, in a frame whose origin is opaque."""
    style = prefix_source(host, "/static/")
    return (
        f"sandbox {USER_CLICK}; default-src 'none'; style-src {style}; img-src {style}; script-src 'none'; "
        "connect-src 'none'; object-src 'none'; form-action 'none'; base-uri 'none'"
    )


def protect(headers: Headers) -> None:
    """Add what every answer carries, without touching what the view has set for itself."""
    for name, value in ALWAYS.items():
        headers.setdefault(name, value)
    if "Content-Security-Policy" not in headers:
        headers["Content-Security-Policy"] = PAGE_POLICY
        for name, value in PAGE_ONLY.items():
            headers.setdefault(name, value)


def guard_replay(headers: Headers, policy: str) -> None:
    """Set what every answer under ``/web/`` carries: its policy, and that no search engine shall list it.

    No ``Cross-Origin-Resource-Policy``: a sandboxed document has an opaque origin, so its own images would
    count as another site's.
    """
    headers["Content-Security-Policy"] = policy
    headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    for name, value in ALWAYS.items():
        headers[name] = value
