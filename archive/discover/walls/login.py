"""“Log in first”: private blogs, posts behind a password. A teaser before a paywall is an article, and stays one."""

from __future__ import annotations

import re

from archive.discover.walls.glance import Glance
from archive.discover.walls.wall import Wall
from archive.model import WallKind

_LOGIN = Wall(WallKind.LOGIN, "the site asks to log in first")
_PASSWORD = Wall(WallKind.LOGIN, "the post is behind a password")
_PRIVATE = Wall(WallKind.LOGIN, "the blog is open to invited readers only")
_FEW = 300
_SHORT = 2_000

_TITLE = re.compile(
    r"(?:please )?(?:log|sign)[ -]?in(?: (?:to|with|required)\b.*)?|(?:log|sign)[ -]?in or (?:register|sign up"
    r"|create an account)|(?:member )?login(?: required| page)?|authentication required|anmelden|anmeldung"
    r"|einloggen|(?:se )?connecter|connexion|identifiez-vous|iniciar sesión|acceder|inicia sesión|entrar"
    r"|fazer login|iniciar sessão"
    r"|accedi|accesso|войти|вход|авторизация|вход в систему|登录|登入|ログイン|로그인|inloggen|zaloguj(?: się)?|logowanie"
    r"|logga in|logg inn|log ind|giriş(?: yap)?|oturum aç|masuk|đăng nhập|تسجيل الدخول|ورود|เข้าสู่ระบบ|लॉग इन"
    r"|увійти|вхід|přihlášení|přihlásit se|bejelentkezés|σύνδεση"
)
_INVITED = re.compile(
    r"this blog is (?:open to|only open to) invited readers only|(?:this|the) (?:blog"
    r"|site) is (?:marked )?private(?: by its owner)?|private (?:site|blog)|this (?:site"
    r"|blog) is currently private|(?:ce|le) blog est (?:accessible uniquement aux"
    r"|réservé aux) (?:lecteurs )?invités|"
    r"(?:dieser|das) blog (?:ist )?(?:steht )?(?:nur )?(?:für )?eingeladenen? leser(?:n)?(?: offen)?|(?:este"
    r"|el) blog (?:solo )?(?:está )?(?:abierto|permite)[^.]{0,30}(?:lectores )?invitados"
    r"|este blog (?:está )?(?:aberto|disponível) apenas (?:a|para) (?:leitores )?convidados|"
    r"(?:questo|il) blog è (?:aperto|accessibile) solo (?:ai|a) lettori invitati"
    r"|(?:этот )?блог (?:открыт )?только для приглаш[её]нных(?: читателей)?|このブログは招待された(?:読者|ユーザー)のみ.*"
)


def tell(glance: Glance) -> Wall | None:
    """By WordPress's log-in page or password form, by a title that asks to log in above a password field, or by the
    words of a private blog."""
    if {"login", "wp-core-ui"} <= glance.body_class or "login-action-login" in glance.body_class:
        return _LOGIN
    if b"post-password-form" in glance.raw and _form(glance) and glance.poor(_FEW):
        return _PASSWORD
    named = (glance.title, *glance.headings[:3])
    if len(glance.text) < _SHORT and any(_INVITED.search(part) for part in named) and glance.bare(_FEW):
        return _PRIVATE
    if len(glance.text) < _SHORT and _asks(glance) and glance.bare(_FEW):
        return _LOGIN
    return None


def _form(glance: Glance) -> bool:
    return any("post-password-form" in value for value in glance.links("form", "class"))


def _asks(glance: Glance) -> bool:
    if not any(kind == "password" for kind in glance.links("input", "type")):
        return False
    parts = re.split(r"\s*[|–—·•‹›«»]\s*|\s-\s|: ", glance.title)
    return any(_TITLE.fullmatch(part.strip(" .!…")) for part in (*parts, *glance.headings[:2]) if part)
