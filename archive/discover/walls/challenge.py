"""“Prove that you are human”: the walls of bot protections and captchas."""

from __future__ import annotations

import re

from archive.discover.walls.glance import Glance
from archive.discover.walls.wall import Wall
from archive.model import WallKind

CHALLENGED = Wall(WallKind.CHALLENGE, "the site asks visitors to prove that they are human")
_FEW = 600
_FEW_BESIDE_A_CAPTCHA = 250  # what stands beside a captcha that guards the page
_SHORT = 1_500

# What only the wall itself carries; the scripts that watch visitors of ordinary pages are other ones.
_MARKS = re.compile(
    rb"_cf_chl_opt|/cdn-cgi/challenge-platform/[^\"'<>]{0,80}orchestrate|cf-challenge-running"
    rb"|id=[\"']?cf-wrapper|/cdn-cgi/bm/|cf_captcha_kind"
    rb"|_incapsula_resource\?[^\"'<>]{0,300}(?:edet=|incident_id|xinfo=|cinfo=)"
    rb"|request unsuccessful\. incapsula|imperva_hcaptcha|reeseskipexpirationcheck"
    rb"|geo\.captcha-delivery\.com|ct\.captcha-delivery\.com/c\.js|id=[\"']?px-captcha"
    rb"|px-cloud\.net/[^\"'<>]{0,60}captcha|_pxjsclientsrc|/captcha\.px-"
    rb"|sucuri_cloudproxy_js|sucuri website firewall|awswafcookiedomainlist|awswafintegration\."
    rb"|token\.awswaf\.com|captcha\.awswaf\.com|window\.gokuprops"
    rb"|sec-if-cpt-container|_sec/cp_challenge|bm-verify=|errors\.edgesuite\.net|anubis_challenge"
    rb"|/\.within\.website/x/cmd/anubis|within\.website/x/xess"
    rb"|/\.well-known/ddos-guard/|ddos-guard\.net/assets|check\.ddos-guard\.net|kpsdk\.|vercel-challenge"
    rb"|/_vercel/security|/_fs-ch-[^\"'<>]{0,40}/"
    rb"|cdn-cgi/phish-bypass|stackpath[^<>]{0,60}sgcaptcha|/\.well-known/sgcaptcha/|/\.well-known/captcha/"
    rb"|go-away[^\"'<>]{0,40}challenge|haproxy[- ]protection"
    rb"|_bot_challenge|slowaes\.decrypt|__test=[\"']?\+|tocaptcha\(\)|/sorry/index\?continue",
)
_TITLE = re.compile(
    r"just a moment(?:\.\.\.|…)?|attention required!? \| cloudflare|please wait(?:\.\.\.|…)? \| cloudflare"
    r"|ddos-guard|(?:checking|verifying) your browser.*"
    r"|.{0,20}ddos protection by .*|verifying (?:that )?you(?:'re| are) (?:a )?human.*|making sure you(?:'re"
    r"| are) not a bot!?|are you (?:a )?(?:human|robot|bot)\??"
    r"|(?:human|bot|robot|browser|security|captcha) (?:verification|check|challenge|checkpoint).*"
    r"|pardon our interruption\.*|client challenge|vercel security checkpoint"
    r"|access (?:to this page )?(?:has been |is )?denied(?: [|–-] .*)?|please (?:verify|prove"
    r"|confirm) (?:that )?you(?:'re| are) (?:not a robot|(?:a )?human).*|captcha|prove your humanity"
    r"|one moment,? please(?:\.\.\.|…)?|you have been blocked.*|sucuri website firewall.*"
    r"|checking if the site connection is secure.*|zugriff verweigert|accès refusé"
    r"|acceso denegado|acesso negado|accesso negato|доступ (?:запрещ[её]н|ограничен)|проверка браузера.*"
    r"|вы не робот\??|アクセスが拒否されました|访问(?:被拒绝|验证)|安全验证|人机验证"
)
_WORDS = re.compile(
    r"enable javascript and cookies to continue|checking (?:your browser|if the site connection is secure)"
    r"|verify(?:ing)? (?:that )?you are (?:a )?(?:human|not a (?:ro)?bot)"
    r"|(?:unusual|suspicious|automated) (?:traffic|activity|requests)[^.]{0,60}from your"
    r"|needs to review the security of your connection|prove (?:that )?you(?:'re| are) (?:a )?human"
    r"|(?:complete|solve) the (?:captcha|challenge|security check)[^.]{0,60}(?:to (?:access|continue|proceed)"
    r"|below)|press (?:and|&) hold to confirm you are|your (?:ip"
    r"|access)[^.]{0,40}has been (?:temporarily )?blocked"
    r"|ihr browser wird überprüft|vérification de votre navigateur|comprobando (?:tu|su) navegador"
    r"|проверяем ваш браузер|подтвердите,? что вы (?:не робот|человек)|ваш браузер проверяется"
)
_CAPTCHA = re.compile(
    rb"g-recaptcha|h-captcha|cf-turnstile|challenges\.cloudflare\.com/turnstile|frc-captcha|altcha-widget"
    rb"|mtcaptcha|geetest_|smart-captcha|captcha_image|google\.com/recaptcha/api\.js|hcaptcha\.com/1/api\.js"
)


def tell(glance: Glance) -> Wall | None:
    """By what the software leaves in its pages; by title; by its words on a page that has no others; by a captcha that
    guards nothing but the page."""
    if not glance.bare(_FEW):
        return None
    if _TITLE.fullmatch(glance.title) or _MARKS.search(glance.raw):
        return CHALLENGED
    if len(glance.text) < _SHORT and _WORDS.search(glance.text) and glance.bare(_FEW_BESIDE_A_CAPTCHA):
        return CHALLENGED
    guarded = _CAPTCHA.search(glance.raw) is not None and len(glance.text) < _SHORT
    return CHALLENGED if guarded and not _comments(glance) and glance.bare(_FEW_BESIDE_A_CAPTCHA) else None


def _comments(glance: Glance) -> bool:
    """Whether something can be written here: then a captcha guards that, not the page."""
    return glance.page.first("textarea") is not None
