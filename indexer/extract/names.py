"""People's names out of bylines: what stands before and after a name, and what is none."""

from __future__ import annotations

import re

MAX_NAME = 60
MAX_BYLINE = 240

_LEAD_WORDS = (
    r"post(?:ed)? (?:author )?by|post author|written by|published by|authored by|created by|words by|text by|story by|"
    r"articles? by|posts by|(?:view|see|show|read) (?:all|more) (?:posts|articles|stories) (?:by|from|of)|"
    r"more (?:posts |articles )?(?:by|from)|about the author|"
    r"by|author|from|"
    r"(?:geschrieben|verfasst|veröffentlicht|gepostet|erstellt) von|alle (?:beiträge|artikel) von|(?:beiträge|artikel) von|"
    r"vom|von|autor(?:in)?|redaktion|text|"
    r"(?:écrit|publié|rédigé|posté) par|par|auteure?|(?:escrito|publicado) por|por|autora?|"
    r"(?:scritto|pubblicato|postato) da|di|autore|autrice|(?:geschreven|gepost|geplaatst) door|door|auteur|"
    r"(?:skrevet|skriven|skrivet) av|av|af|(?:napisał|napisała|napisane przez)|przez|autor:|"
    r"(?:автор|опубликовал|написал)|yazan|yazar|kirjoittanut|бы|作者|文|撰文|執筆者?|글|الكاتب|كتب|بقلم|נכתב על ידי|מאת"
)
_LEAD = re.compile(rf"^\W*(?:{_LEAD_WORDS})(?=[\s:：\-–]|$)[\s:：\-–]*", re.IGNORECASE)
_MONTH = (
    "jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz|apr(?:il)?|ma[iy]|june?|juni|july?|juli|aug(?:ust)?|"
    "sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?"
)
_TRAIL = re.compile(
    rf"\s*(?:[|•·●/]\s|\s[-–—]+\s|\s(?:on|am|at|le|il|el|um|in)\s+(?:\d|(?:{_MONTH})\b)|[,\s]+(?:{_MONTH})\.?\s+\d|"
    rf"\s\d{{1,2}}[./:]|\s\d{{1,2}}\.?\s+(?:{_MONTH})\b|\b(?:19|20)\d\d\b|"
    r"\b(?:last updated|updated|published|posted|reviewed by|view all|read more|follow|share|min read|"
    r"\d+ (?:min|comment|view))).*$",
    re.IGNORECASE | re.DOTALL,
)
_NOT_AUTHOR = re.compile(
    r"^\W*(?:(?:medically |fact.?|expert )?(?:reviewed|checked|edited|approved|photos?|images?|illustrat\w+|translated|"
    r"updated|sponsored|powered)(?: by)?)\b",
    re.IGNORECASE,
)
_DAY = re.compile(rf"(?:{_MONTH})\.?(?:\s+\d{{1,2}}(?:st|nd|rd|th)?)?", re.IGNORECASE)
_ADDRESS = re.compile(r"https?:|@|[<>{}=\[\]]", re.IGNORECASE)
_INTERFACE = re.compile(
    r"(?:about(?: the)?|unknown|no)? ?author|autor|auteur|(?:written |posted )?by|(?:user)?name|user|follow|share|reply|"
    r"(?:member )?log ?in|sign in|(?:learn |read )?more|(?:see|view) all|home|menu|contact|subscribe|profile|website|link|"
    r"email|search|archives|posts|blog|news|comments|about|none|null|undefined|guest|anonymous|anonym|permalink|date|published",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\b(?:\w*admin\w*|administrator|webmaster|staff|editor(?:s|ial)?|redaktion|redaction|team|unknown|root|wordpress|guest|user)\b",
    re.I,
)
_SPLIT = re.compile(r"\s*[;,|&]\s*|\s+(?:and|und|et|y|e|og|och|en|i|и)\s+")


def person(text: str) -> str:
    """A byline reduced to its name or names, as they are written; empty when it holds none."""
    text = " ".join(text[: 2 * MAX_BYLINE].split())
    if _NOT_AUTHOR.search(text):
        return ""
    for _ in range(3):
        # A line that is nothing but such words ("Redaktion") is itself the name.
        text = _LEAD.sub("", text, count=1) or text
    text = _TRAIL.sub("", text).strip(" ,;:|•·-–—/\"'“”„»«>›")
    return text if text and _is_name(text) else ""


def _is_name(text: str) -> bool:
    if _DAY.fullmatch(text) or len(text) > MAX_BYLINE or _ADDRESS.search(text) or _INTERFACE.fullmatch(text):
        return False
    parts = [part for part in _SPLIT.split(text) if part]
    if not parts or any(len(part) > MAX_NAME or len(part.split()) > 7 for part in parts):
        return False
    letters = sum(letter.isalpha() for letter in text)
    if letters < 2 or letters * 2 < len(text.replace(" ", "")):
        return False
    return not text.endswith((".", "!", "?")) or _initials(text)


def _initials(text: str) -> bool:
    """Names such as "R. R." end in a full stop all the same."""
    words = text.split()
    return len(words) < 5 and all(word[:1].isupper() for word in words)


def is_nobody(name: str) -> bool:
    """Whether a name stands for a role or an account rather than for a person."""
    return _NOBODY.search(name) is not None
