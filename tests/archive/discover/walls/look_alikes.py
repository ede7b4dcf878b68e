"""Invented articles that have something of a wall about them, and are none."""

from __future__ import annotations

from tests.archive.discover.walls.sheets import SENTENCE, page, post, themed

_SHORT = f"<p>{SENTENCE * 4}</p>"
_LONG = "".join(f"<p>{SENTENCE * 3}</p>" for _ in range(5))
_COMMENT = "<form><textarea name=comment></textarea><div class='g-recaptcha' data-sitekey=1></div><button>Post</button></form>"
_OG = "<meta property='og:type' content='article'>"
_LD = '<script type=\'application/ld+json\'>{"@type": "BlogPosting", "headline": "x"}</script>'


def blogger(title: str, text: str) -> bytes:
    """A post as Blogger's classic themes show it: breaks, no paragraphs."""
    return page(
        f"Harbour Notes: {title}",
        f"<div class='hentry'><h3 class='post-title entry-title'>{title}</h3><div class='post-body entry-content'>{text}</div></div>",
    )


ARTICLES: dict[str, bytes] = {
    # about such pages
    "Page not found: a history": post("Page not found: a history of an error"),
    "titled so, in full": post("Page not found"),
    "titled so, without a theme": page("Page not found", f"<h1>Page not found</h1>{_LONG}"),
    "404 days": post("404 days at sea"),
    "titled 404": post("404"),
    "the art of the 404 page": post("The art of the 404 page", 9),
    "Seite nicht gefunden": post("Seite nicht gefunden: eine kleine Typologie"),
    "Página no encontrada": post("Página no encontrada", text="El barco salió tarde, y a nadie pareció importarle la lluvia. "),
    "Страница не найдена": post("Страница не найдена", text="Паром ушёл на час позже, и никого дождь не смутил, как ни странно. "),
    "quotes a soft 404": post("What my bank said", extra="<blockquote>The page you are looking for does not exist.</blockquote>"),
    "in the words of hosts": blogger("Farewell", SENTENCE * 3 + "Sorry, the blog at tides.blogspot.com has been removed, and I miss it." + SENTENCE * 3),
    "about a removed blog": post("The blog has been removed, and other sad endings", 9),
    "about captchas": post("Captchas, a history", text="I clicked on every bus, then on every hydrant, to prove that I am human. "),
    "Are you a robot?": post("Are you a robot?", 9),
    "Just a moment of peace": post("Just a moment of peace", 3),
    "Just a moment, a poem": themed("Just a moment...", f"<article><h1>Just a moment...</h1><div class='entry-content'>{_SHORT}</div></article>"),
    "Access denied": post("Access denied: the harbour gate", 6),
    "code of a challenge": post("How Cloudflare's challenge works", extra="<pre>window._cf_chl_opt = {}; /cdn-cgi/challenge-platform/orchestrate</pre>"),
    "code of Anubis": post("I put Anubis before my wiki", extra="<pre>&lt;script id='anubis_challenge'&gt;</pre>", head="<!-- anubis_challenge -->"),
    "about parked domains": post("This domain is for sale: what I learnt from a year of watching names", 9),
    "sells a domain, short": blogger("My old domain is for sale", SENTENCE * 2 + "This domain is for sale; write to me."),
    "links to a dealer": post("Where names go", 6, extra="<p>See <a href='https://www.hugedomains.com/domain_profile.cfm?d=x'>this one</a> and <a href='https://sedo.com/search/details/x'>that</a>.</p>"),
    "about nginx": post("Welcome to nginx! My first server", 9),
    "It works!": blogger("It works!", SENTENCE * 3 + "<br>" + SENTENCE * 2),
    "about suspended accounts": post("My account was suspended", 9),
    "about maintenance": blogger("Under maintenance", SENTENCE * 5),
    "about cookies": post("Cookies, consent, privacy: what the law says", text="A cookie needs consent, says the law on privacy; a cookie wall is no consent. "),
    "before you continue": post("Before you continue to sea, read this", 6),
    "about log-ins": post("Log in", 9, extra="<form><input type=password></form>"),
    "a log-in form in the frame": page("Sign in to the harbour | Notes", f"<form><input name=u><input type=password></form><article><div class='entry-content'>{_SHORT}</div></article>"),
    "about age checks": post("Are you over 18? Age checks on the web", 9),
    "about region blocks": post("This content is not available in your country: a traveller's list", 9),
    "maintenance of boats": post("Maintenance", 6),
    "maintenance, without a theme": page("Maintenance", f"<h1>Maintenance</h1><p>{SENTENCE * 6}</p>"),
    "a captcha, without a theme": page("Captcha", f"<h1>Captcha</h1><p>{SENTENCE * 8}</p>"),
    "404, of a few lines, in a post": post("404", 4, text=SENTENCE * 2),
    # with things that walls have
    "short, with a captcha below": themed("Low tide", f"<article><h1>Low tide</h1><div class='entry-content'>{_SHORT}</div></article>{_COMMENT}"),
    "long, with a captcha below": post("High tide", extra=_COMMENT),
    "short and plain, with a captcha for letters": page("Low tide", f"<h1>Low tide</h1>{_SHORT}<form><input type=email><div class='h-captcha'></div></form>"),
    "passive Cloudflare script": post("Fog", 6, head="<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>"),
    "passive DataDome script": post("Fog again", 3, head="<script src='https://js.datadome.co/tags.js'></script>"),
    "passive Imperva script": page("Fog", f"<h1>Fog</h1>{_SHORT}<script src='/_Incapsula_Resource?SWJIYLWA=719d34d31c8e3a6e'></script>"),
    "passive PerimeterX script": page("Mist", f"<h1>Mist</h1>{_SHORT}<script src='https://client.px-cloud.net/PX1/main.min.js'></script>"),
    "invisible reCAPTCHA": page("Drizzle", f"<article><h1>Drizzle</h1>{_LONG}</article><script src='https://www.google.com/recaptcha/api.js?render=1'></script>"),
    "a consent banner": themed("Rope", f"<article><h1>Rope</h1><div class='entry-content'>{_SHORT}</div></article><div id='onetrust-banner-sdk'><p>We use cookies. Privacy policy. Cookie settings.</p></div>"),
    "a consent banner, no theme": page("Rope", f"<h1>Rope</h1>{_SHORT}<div id='didomi-host'>Cookies, consent, privacy: agree?</div>"),
    "a note of one line": page("Mara: note", "<div class='h-entry'><div class='e-content'>The page I was looking for was not found. So I wrote it, on the ferry.</div></div>"),
    "a picture": page("The pier", "<h1>The pier</h1><figure><img src=/pier.jpg><figcaption>The pier, in March.</figcaption></figure>"),
    "an empty post": page("Untitled", "<h1>Untitled</h1>"),
    "nothing at all": b"<html></html>",
    "a teaser before a paywall": page("The long read", f"<article><h1>The long read</h1><div class='available-content'><p>{SENTENCE * 4}</p></div><div class='paywall'><h2>This post is for paid subscribers</h2><a href=/subscribe>Subscribe</a> <a href=/sign-in>Sign in</a></div></article>", _OG),
    "a member's teaser": page("Harbour dues", f"<article><h1>Harbour dues</h1><p>{SENTENCE * 3}</p><p>Already a member? <a href=/signin>Sign in</a></p></article>", _LD),
    "a list of a label": page("Harbour Notes: tides", "<div class='status-msg-wrap'><div class='status-msg-body'>Showing posts with label tides</div></div>" + "".join(f"<div class='post-outer'><h3>Tide {n}</h3><div class='post-body'>{SENTENCE}</div></div>" for n in range(3))),
    "a home page": themed("Home", "".join(f"<article><h2><a href=/p{n}>Day {n}</a></h2><p>{SENTENCE}</p></article>" for n in range(5))),
    "a short home page": page("Tiny blog", "<ul><li><a href=/1>Post 1</a></li><li><a href=/2>Post 2</a></li></ul>"),
    "a Japanese post": page("メンテナンスの話", "<h1>メンテナンスの話</h1><p>" + "船の手入れは春のうちに済ませるのがよいと祖父は言っていた。" * 12 + "</p>"),
    "an Arabic post": post("الصفحة غير موجودة", text="تأخرت العبارة ساعة كاملة ولم يبد أن أحدا من الركاب يبالي بالمطر. "),
}  # fmt: skip
