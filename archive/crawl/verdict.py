"""What an answer means: an article, a redirect, gone, blocked, come again … Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from archive.crawl.politeness import retry_after
from archive.model import Exchange
from archive.uri import join

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_BLOCKED = frozenset({401, 402, 403, 407, 451})
_RETRY = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})

# Where a redirect leads when the site wants a person, an account or a consent first.
_GATES = re.compile(
    r"https?://(?:(?:www\.)?blogger\.com/(?:blogin\.g|interstitial|age-verification)"
    r"|accounts\.google\.[a-z.]+/|consent\.(?:google|youtube|blogger)\.[a-z.]+/|(?:www\.)?google\.[a-z.]+/sorry/"
    r"|[^/]*/wp-login\.php|(?:[a-z-]+\.)?medium\.com/m/signin|guce\.[a-z.]+/)",
    re.IGNORECASE,
)
_REMOVED = re.compile(
    rb"Sorry,? the blog at .{0,300}?has been removed|<title>\s*Blog has been removed",
    re.IGNORECASE | re.DOTALL,
)
_MISSING_TITLE = re.compile(
    rb"<title[^<>]{0,200}>\s*(?:(?:error )?404(?: error)?[ :\-|\xe2\x80\x93\x94]*)?"
    rb"(?:page|file|post) (?:not found|does not exist)\b",
    re.IGNORECASE,
)
_INTERSTITIAL = re.compile(
    rb"<iframe[^<>]{1,400}src=[\"']?(?:https?:)?//(?:www\.)?blogger\.com/blogin\.g", re.IGNORECASE
)
_CHALLENGES = (
    re.compile(
        rb"<title[^<>]{0,200}>\s*(?:Just a moment\.\.\.|Attention Required! \| Cloudflare)", re.IGNORECASE
    ),
    re.compile(rb"/cdn-cgi/challenge-platform/.{0,200}orchestrate", re.IGNORECASE | re.DOTALL),
    re.compile(rb"_Incapsula_Resource\?|Request unsuccessful\. Incapsula", re.IGNORECASE),
    re.compile(
        rb"<title[^<>]{0,200}>\s*(?:Access denied|Are you a (?:human|robot)|Robot check|Human verification)",
        re.IGNORECASE,
    ),
    re.compile(
        rb"geo\.captcha-delivery\.com|px-captcha|sucuri_cloudproxy_js|awsWafCookieDomainList", re.IGNORECASE
    ),
)
_CAPTCHA = re.compile(rb"g-recaptcha|h-captcha|cf-turnstile", re.IGNORECASE)
_LOOKED_AT = 64 * 1024  # bytes of a page that are looked at
_SHORT_TEXT = 1_500  # a captcha on a page with more words than this guards a comment form, not the page


class Outcome(StrEnum):
    """What an answer is to the crawl."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    REDIRECT = "redirect"
    GONE = "gone"
    BLOCKED = "blocked"
    RETRY = "retry"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome, with why in words (empty when all is well). ``location`` of a redirect is absolute;
    ``retry_at`` is when the server asked us back."""

    outcome: Outcome
    reason: str = ""
    location: str | None = None
    retry_at: datetime | None = None


def judge(exchange: Exchange, body: bytes, now: datetime) -> Verdict:
    """What an exchange means. ``body`` is its decoded payload (its beginning is enough)."""
    status = exchange.status
    if exchange.header("cf-mitigated") == "challenge":
        return Verdict(Outcome.BLOCKED, "the site asks visitors to prove that they are human")
    if status in _REDIRECTS:
        return _redirect(exchange)
    if 200 <= status < 300:
        return _success(exchange, body[:_LOOKED_AT])
    if status == 304:
        return Verdict(Outcome.NOT_MODIFIED)
    return _failure(exchange, body[:_LOOKED_AT], now)


def _redirect(exchange: Exchange) -> Verdict:
    given = (exchange.header("location") or "").strip()
    location = join(exchange.url, given) if given else None
    if location == exchange.url:
        return Verdict(Outcome.ERROR, "it redirects to itself (as sites do that insist on cookies)")
    if location is None:
        return Verdict(Outcome.ERROR, f"it answers {exchange.status}, but does not say where to go")
    if _GATES.match(location):
        return Verdict(Outcome.BLOCKED, "the site asks to log in or to consent first", location)
    return Verdict(Outcome.REDIRECT, location=location)


def _success(exchange: Exchange, body: bytes) -> Verdict:
    if exchange.status not in (200, 203):
        return Verdict(Outcome.ERROR, f"it answers {exchange.status}, without a page")
    if "html" not in (exchange.header("content-type") or "html").lower():
        return Verdict(Outcome.OK)
    if _REMOVED.search(body):
        return Verdict(Outcome.GONE, "the blog has been removed")
    if _MISSING_TITLE.search(body):
        return Verdict(Outcome.GONE, "the page says that it was not found")
    if _INTERSTITIAL.search(body):
        return Verdict(Outcome.BLOCKED, "the blog warns of its content and asks for consent first")
    if _challenge(body):
        return Verdict(Outcome.BLOCKED, "the site asks visitors to prove that they are human")
    return Verdict(Outcome.OK)


def _failure(exchange: Exchange, body: bytes, now: datetime) -> Verdict:
    status = exchange.status
    if status in _GONE:
        return Verdict(Outcome.GONE, f"it is not there any more (it answers {status})")
    if _challenge(body):
        return Verdict(Outcome.BLOCKED, "the site asks visitors to prove that they are human")
    if status in _BLOCKED:
        return Verdict(Outcome.BLOCKED, f"the site does not let us in (it answers {status})")
    if status in _RETRY:
        back = retry_after(exchange.header("retry-after"), now)
        return Verdict(Outcome.RETRY, f"it answers {status}", retry_at=back)
    return Verdict(Outcome.ERROR, f"it answers {status}")


def _challenge(body: bytes) -> bool:
    if any(shape.search(body) for shape in _CHALLENGES):
        return True
    return bool(_CAPTCHA.search(body)) and len(_words(body)) < _SHORT_TEXT


def _words(body: bytes) -> bytes:
    without = re.sub(rb"(?is)<(script|style)\b.*?(?:</\1>|\Z)|<[^<>]*>", b" ", body)
    return re.sub(rb"\s+", b" ", without)
