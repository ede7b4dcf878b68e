"""Redirects that lead to a wall instead of to where an article moved."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from archive import uri
from archive.discover.walls.wall import Wall
from archive.model import WallKind

_GATES = (
    (
        WallKind.WARNING,
        "the blog warns of its content and asks to log in or to consent first",
        r"(?:www\.|draft\.)?blogger\.com/(?:blogin\.g|interstitial|age-verification)",
    ),
    (
        WallKind.CONSENT,
        "the site asks to log in or to consent first",
        (
            r"consent\.[a-z0-9.-]+/|guce\.[a-z0-9.-]+/|[^/?#]+/(?:[^?#]*/)?(?:cookie-?wall|cookie-?consent"
            r"|consent-?wall|consent|privacy-?gate)/?(?:\?|$)|(?:www\.)?[^/]+/privacygate"
        ),
    ),
    (
        WallKind.CHALLENGE,
        "the site asks visitors to prove that they are human",
        (
            r"(?:www\.|ipv[46]\.)?google\.[a-z.]+/sorry/|[^/?#]+/(?:[^?#]*/)?(?:captcha|\.within\.website"
            r"|cdn-cgi/(?:challenge|l/chk)[^/]*|_vercel/challenge|\.well-known/(?:sgcaptcha|captcha"
            r"|ddos-guard)|validateCaptcha|showcaptcha|are-?you-?human|blocked\.html)\b"
            r"|validate\.perfdrive\.com/"
        ),
    ),
    (
        WallKind.LOGIN,
        "the site asks to log in or to consent first",
        (
            r"accounts\.google\.[a-z.]+/|login\.microsoftonline\.com/|[^/?#]+/(?:[^?#]*/)?wp-login\.php"
            r"|(?:[a-z0-9-]+\.)*medium\.com/m/signin|(?:www\.)?substack\.com/sign-in"
            r"|[^/?#]+/(?:[^?#]*/)?(?:log-?in|sign-?in|logon|anmelden|connexion|authenticate"
            r"|sso)(?:\.\w+)?/?\?(?:[^#]*&)?(?:next|redirect\w*|return\w*|continue|url|dest\w*|goto|from|back"
            r"|ref(?:errer)?|service|r|u)=|[^/?#]+/(?:user/|users/|account/|accounts/|auth/|en/)?(?:log-?in"
            r"|sign-?in|signin)/?$"
        ),
    ),
    (
        WallKind.MISSING,
        "it leads to a page that says “not found”",
        (
            r"[^/?#]+/(?:[^?#]*/)?(?:(?:error[-_/]?)?404(?:[-_](?:error|not-?found|page))?"
            r"|(?:page[-_]?)?not[-_]?found|page-?introuvable|pagina-no-encontrada|seite-nicht-gefunden"
            r"|error[-_]?page)(?:\.\w+)?/?(?:\?|#|$)"
        ),
    ),
    (
        WallKind.PARKED,
        "the domain has expired or is for sale",
        (
            r"[^/?#]+/lander\b|(?:www\.)?(?:hugedomains\.com/domain|afternic\.com/for-?sale"
            r"|dan\.com/buy-domain|sedo\.com/search/details|sedoparking\.com|buydomains\.com"
            r"|domainmarket\.com/buynow|expireddomains\.com|undeveloped\.com)|ww\d+\.[^/?#]+/"
            r"|(?:www\.)?[^/?#]*(?:parkingcrew\.net|bodis\.com|above\.com/marketplace)"
            r"|[^/?#]+/(?:cgi-sys/(?:suspended|defaultwebpage)|suspendedpage|account-suspended)"
        ),
    ),
)
_COMPILED = [
    (Wall(kind, reason), re.compile("https?://(?:" + pattern + ")", re.I)) for kind, reason, pattern in _GATES
]
_SUSPENDED = Wall(WallKind.UNAVAILABLE, "the host has suspended the site")
_HOMES = re.compile(r"/?(?:index\.\w{2,5}|home(?:\.\w{2,5})?|blog|[a-z]{2}(?:[-_][a-z]{2})?)?/?", re.I)


def gate(location: str) -> Wall | None:
    """The wall that a redirect leads to, by its absolute address alone; None for an address that may be an article's."""
    for wall, shape in _COMPILED:
        if shape.match(location):
            suspended = wall.kind is WallKind.PARKED and "suspended" in location.lower()
            return _SUSPENDED if suspended or "/cgi-sys/" in location else wall
    return None


def leads_home(url: str, location: str) -> Wall | None:
    """What a redirect from an article to a home page means, for one who knows that there was an article.

    Sites do so for what they have no more, and so does who bought the domain. A query in it tells of something else
    (a cookie to be set); a home page that is redirected is none of this.
    """
    here, there = urlsplit(url), urlsplit(location)
    if there.query or not _HOMES.fullmatch(there.path) or (_HOMES.fullmatch(here.path) and not here.query):
        return None
    if uri.same_host(url, location) or uri.site(url) == uri.site(location):
        return Wall(WallKind.MISSING, "it leads to the site's home page")
    return Wall(WallKind.MISSING, "it leads to the home page of another site")
