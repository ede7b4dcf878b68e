"""What an answer means."""

from __future__ import annotations

import io
import time
from datetime import UTC, datetime, timedelta

import pytest

from archive.crawl.answers.verdict import Outcome, Verdict, judge
from archive.discover.walls import of_body
from archive.model import Exchange

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
URL = "https://blog.example/2024/01/post.html"
ARTICLE = b"<title>A post</title><p>" + b"It was low tide when the letter came. " * 100


def answer(status: int, body: bytes = b"", mime: str = "text/html", **headers: str) -> Verdict:
    given = (("Content-Type", mime), *((name.replace("_", "-"), value) for name, value in headers.items()))
    exchange = Exchange(URL, NOW, timedelta(0), b"", io.BytesIO(), 0, status, given)
    wall = of_body(body, URL, mime) if "html" in mime else None
    return judge(exchange, wall, NOW)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.OK),
        (203, Outcome.OK),
        (204, Outcome.ERROR),
        (206, Outcome.ERROR),
        (300, Outcome.ERROR),
        (304, Outcome.NOT_MODIFIED),
        (400, Outcome.ERROR),
        (401, Outcome.BLOCKED),
        (403, Outcome.BLOCKED),
        (404, Outcome.GONE),
        (405, Outcome.ERROR),
        (410, Outcome.GONE),
        (418, Outcome.ERROR),
        (429, Outcome.RETRY),
        (451, Outcome.BLOCKED),
        (500, Outcome.RETRY),
        (501, Outcome.ERROR),
        (502, Outcome.RETRY),
        (503, Outcome.RETRY),
        (504, Outcome.RETRY),
        (522, Outcome.RETRY),
        (999, Outcome.ERROR),
    ],
)
def test_each_status_has_its_outcome(status: int, outcome: Outcome) -> None:
    verdict = answer(status, ARTICLE)
    assert verdict.outcome is outcome
    assert bool(verdict.reason) == (outcome not in (Outcome.OK, Outcome.NOT_MODIFIED))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_leads_to_an_absolute_address(status: int) -> None:
    assert answer(status, Location="../02/new.html#x") == Verdict(
        Outcome.REDIRECT, location="https://blog.example/2024/02/new.html"
    )
    assert answer(status, Location="//www.blog.example/a").location == "https://www.blog.example/a"


@pytest.mark.parametrize(
    "location", ["", " ", "javascript:alert(1)", "file:///etc/passwd", "http://", "data:,x"]
)
def test_a_redirect_to_nowhere_is_an_error(location: str) -> None:
    verdict = answer(302, Location=location)
    assert verdict.outcome is Outcome.ERROR
    assert "does not say where to go" in verdict.reason


def test_a_redirect_to_itself_is_an_error() -> None:
    assert "redirects to itself" in answer(302, Location=URL + "#top").reason


@pytest.mark.parametrize(
    "location",
    [
        "https://www.blogger.com/blogin.g?blogspotURL=https%3A%2F%2Fblog.example%2F",
        "https://www.blogger.com/age-verification.g?x",
        "https://accounts.google.com/ServiceLogin?continue=x",
        "https://consent.google.com/ml?continue=x",
        "https://www.google.com/sorry/index?continue=x",
        "https://blog.example/wp-login.php?redirect_to=x",
        "https://medium.com/m/signin?operation=register",
    ],
)
def test_a_redirect_to_a_gate_is_not_gone_through(location: str) -> None:
    assert answer(302, Location=location).outcome is Outcome.BLOCKED


@pytest.mark.parametrize("status", [200, 403, 503])
@pytest.mark.parametrize(
    "body",
    [
        b"<html><head><title>Just a moment...</title>",
        b"<title>Attention Required! | Cloudflare</title>",
        b'<script src="/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1"></script>',
        b'<iframe src="/_Incapsula_Resource?SWUDNSAI=9"></iframe>Request unsuccessful. Incapsula incident',
        b"<title>Access denied</title>You do not have permission",
        b"<title>Are you a human?</title>",
        b'<div class="g-recaptcha" data-sitekey="x"></div>Please prove it.',
        b'<div class="cf-turnstile"></div>',
        b"<script src='https://geo.captcha-delivery.com/captcha.js'></script>",
    ],
)
def test_a_challenge_is_no_article_whatever_its_status(status: int, body: bytes) -> None:
    assert answer(status, body).outcome is Outcome.BLOCKED


def test_a_challenge_that_only_the_header_tells_is_seen() -> None:
    assert (
        answer(403, cf_mitigated="challenge").reason == "the site asks visitors to prove that they are human"
    )


def test_a_blog_that_warns_of_its_content_is_not_gone_round() -> None:
    body = b'<iframe src="https://www.blogger.com/blogin.g?blogspotURL=x" name="warning">'
    assert answer(200, body).outcome is Outcome.BLOCKED


@pytest.mark.parametrize(
    "body",
    [
        ARTICLE,
        ARTICLE + b'<form><div class="g-recaptcha"></div>Comment</form>',
        b"<title>Just a moment of peace</title>" + ARTICLE,
        b"<title>How I was denied access denied</title>" + ARTICLE,
        b"<title>My page was not found by anyone</title>" + ARTICLE,
        b"<title>404 days at sea</title>" + ARTICLE,
        b"<title>Post</title><p>Incapsula and captchas: a history." + ARTICLE,
        b"",
    ],
)
def test_articles_about_such_things_are_articles(body: bytes) -> None:
    assert answer(200, body).outcome is Outcome.OK


@pytest.mark.parametrize(
    "body",
    [
        b"<title>Blog has been removed</title>Sorry, the blog at x.blogspot.com has been removed.",
        b"<title>Page not found</title>",
        b"<title>Page Not Found - Tiny blog</title>",
        b"<title>404: Page not found</title>",
    ],
)
def test_a_page_that_says_it_is_not_there_is_gone(body: bytes) -> None:
    assert answer(200, body).outcome is Outcome.GONE


def test_only_html_is_searched_for_such_signs() -> None:
    assert answer(200, b"<title>Just a moment...</title>", "text/plain").outcome is Outcome.OK


@pytest.mark.parametrize("status", [429, 503])
def test_a_retry_after_is_passed_on(status: int) -> None:
    assert answer(status, Retry_After="60").retry_at == NOW + timedelta(seconds=60)
    assert answer(status).retry_at is None


def test_a_hostile_body_is_judged_in_good_time() -> None:
    began = time.process_time()
    for body in (
        b"<iframe " * 20_000,
        b"<title" * 20_000,
        b"/cdn-cgi/challenge-platform/" * 5_000,
        b"<script>" * 20_000,
        b"<" * 100_000,
    ):
        answer(200, body + b"g-recaptcha")
    assert time.process_time() - began < 5
