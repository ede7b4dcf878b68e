"""“Log in first”: private blogs, posts behind a password. A teaser before a paywall is an article, and stays one."""

from __future__ import annotations

import re

from archive.discover.walls.look import Look
from archive.discover.walls.wall import Wall
from archive.model import WallKind

_LOGIN = Wall(WallKind.LOGIN, "the site asks to log in first")
_PASSWORD = Wall(WallKind.LOGIN, "the post is behind a password")
_PRIVATE = Wall(WallKind.LOGIN, "the blog is open to invited readers only")
_FEW = 300
_SHORT = 2_000

_TITLE = re.compile(
    r"(?:please )?(?:log|sign)[ -]?in(?: (?:to|with|required)\b.*)?|(?:log|sign)[ -]?in or (?:register|sign up|create an account)|(?:member )?login(?: required| page)?|authentication required|anmelden|anmeldung|einloggen|(?:se )?connecter|connexion|identifiez-vous|iniciar sesión|acceder|inicia sesión|entrar|fazer login|iniciar sessão"
    r"|accedi|accesso|войти|вход|авторизация|вход в систему|登录|登入|ログイン|로그인|inloggen|zaloguj(?: się)?|logowanie|logga in|logg inn|log ind|giriş(?: yap)?|oturum aç|masuk|đăng nhập|تسجيل الدخول|ورود|เข้าสู่ระบบ|लॉग इन|увійти|вхід|přihlášení|přihlásit se|bejelentkezés|σύνδεση"
)
_INVITED = re.compile(
    r"this blog is (?:open to|only open to) invited readers only|(?:this|the) (?:blog|site) is (?:marked )?private(?: by its owner)?|private (?:site|blog)|this (?:site|blog) is currently private|(?:ce|le) blog est (?:accessible uniquement aux|réservé aux) (?:lecteurs )?invités|"
    r"(?:dieser|das) blog (?:ist )?(?:steht )?(?:nur )?(?:für )?eingeladenen? leser(?:n)?(?: offen)?|(?:este|el) blog (?:solo )?(?:está )?(?:abierto|permite)[^.]{0,30}(?:lectores )?invitados|este blog (?:está )?(?:aberto|disponível) apenas (?:a|para) (?:leitores )?convidados|"
    r"(?:questo|il) blog è (?:aperto|accessibile) solo (?:ai|a) lettori invitati|(?:этот )?блог (?:открыт )?только для приглаш[её]нных(?: читателей)?|このブログは招待された(?:読者|ユーザー)のみ.*"
)


def tell(look: Look) -> Wall | None:
    """By WordPress's log-in page or password form, by a title that asks to log in above a password field, or by the
    words of a private blog."""
    if {"login", "wp-core-ui"} <= look.body_class or "login-action-login" in look.body_class:
        return _LOGIN
    if b"post-password-form" in look.raw and _form(look) and look.poor(_FEW):
        return _PASSWORD
    named = (look.title, *look.headings[:3])
    if len(look.text) < _SHORT and any(_INVITED.search(part) for part in named) and look.bare(_FEW):
        return _PRIVATE
    if len(look.text) < _SHORT and _asks(look) and look.bare(_FEW):
        return _LOGIN
    return None


def _form(look: Look) -> bool:
    return any("post-password-form" in value for value in look.links("form", "class"))


def _asks(look: Look) -> bool:
    if not any(kind == "password" for kind in look.links("input", "type")):
        return False
    parts = re.split(r"\s*[|–—·•‹›«»]\s*|\s-\s|: ", look.title)
    return any(_TITLE.fullmatch(part.strip(" .!…")) for part in (*parts, *look.headings[:2]) if part)
