"""Lines that are no part of an article although they stand in its text: its own title again, pointers to other
posts, calls to subscribe or to share."""

from __future__ import annotations

import re

from indexer.extract.sites import fold

MAX_CUE = 220
_HEAD_LINES = 6

# What such a line begins with, in the languages of our users. Anchored at the line's start, and the line must be
# short: an article may speak of newsletters in its sentences.
_CUES = re.compile(
    r"^\W*(?:"
    r"(?:read|see) (?:more|also|next)\b(?:\s?[:：|–—-]|$)|also read\b|also on\b.{0,40}[:：]?|related(?: \w+)?\s?[:：]|don.t miss\b|"
    r"recommended(?: for you)?\s?[:：]|you (?:may|might) (?:also )?(?:like|enjoy)|more (?:from|on) (?:this|the) |"
    r"(?:click|tap) here to (?:subscribe|read|sign)|sign up (?:for|to) (?:our|the|receive|get)|subscribe (?:to|now|for)\b|"
    r"get (?:access|the latest|our) .{0,60}(?:newsletter|inbox|subscription)|join our (?:newsletter|mailing|whatsapp|telegram)|"
    r"follow (?:us|me|\w+) on |like (?:us|this story)\b|share (?:this|on|it|via)(?: \w+)?\W*$|tweet this|print this|email this|"
    r"(?:view|show|read|leave|post|add) (?:all )?(?:a |\d+ )?comments?\b|comments? (?:are closed|off)|"
    r"advertisement|advertorial|sponsored|this (?:post|article|page) (?:may )?contains? (?:affiliate|references)|"
    r"we want to hear (?:what|from)|submit (?:your|a) letter|if you enjoyed (?:this|reading)|(?:print|jump to|pin) recipe\b|"
    r"click to tweet|download (?:the|our) .{0,60}\bapps?\b|(?:for|get) (?:the|all the|more) latest .{0,80}(?:apps?|inbox|newsletter|updates)\b|"
    r"get the .{0,60}(?:daily edition|newsletter|by email)|this (?:post|article) was sponsored|"
    r"\*?\s?(?:werbung|anzeige)\b|dieser (?:beitrag|artikel|post) enthält (?:werbung|affiliate)|"
    r"bei den (?:verlinkungen|links) handelt|sie sind (?:aktuell |derzeit )?nicht (?:eingeloggt|angemeldet)|"
    r"gefällt (?:dir|ihnen|euch) .{0,60}\?|vorschau auf den nächsten|"
    r"an error has occurred|thank you for (?:subscribing|signing)|copyright\b|all rights reserved|©|"
    r"(?:lesen|lies) (?:sie )?(?:auch|mehr|dazu)\b|mehr zum thema|auch interessant|das könnte (?:sie|dich)|zum newsletter|"
    r"newsletter (?:abonnieren|bestellen)|teilen\s?[:：]|(?:lire|à lire) (?:aussi|également)|abonnez-vous|"
    r"(?:lea|leer|lee) (?:también|además|más)\b|te puede interesar|suscríbete|leggi anche|potrebbe interessarti|"
    r"leia (?:também|mais)|veja também|lees ook|czytaj (?:też|także|więcej)|zobacz (?:też|także)|"
    r"читайте также|смотрите также|подписывайтесь|اقرأ أيضا|اقرأ أيضًا|延伸閱讀|相关阅读|相關文章|関連記事|あわせて読みたい|관련 기사"
    r")",
    re.IGNORECASE,
)

_TAIL = re.compile(
    r"^\W*(?:about the authors?|author bio|related (?:posts?|articles?|stories|reading|content|news|topics)|"
    r"you (?:may|might) (?:also )?(?:like|enjoy|be interested in)|more (?:from|by|stories|posts|articles|like this)\b.{0,40}|"
    r"(?:recent|latest|popular|similar|trending|featured) (?:posts?|articles?|stories|news|resources)|recommended (?:for you|reading)|"
    r"leave a (?:reply|comment)|(?:\d+ )?comments|join the (?:conversation|discussion)|share this(?: (?:post|article|story|page|entry|on))?|like it\? pin it.{0,10}|"
    r"über (?:den|die) autor(?:in|en)?|ähnliche (?:beiträge|artikel)|verwandte (?:beiträge|artikel)|weitere (?:beiträge|artikel)|"
    r"das könnte (?:dich|sie|ihnen) auch .{0,30}|kommentare?|schreibe einen kommentar|articles (?:similaires|liés)|à propos de l.auteur|"
    r"entradas relacionadas|artículos relacionados|sobre el autor|articoli correlati|sull.autore|posts relacionados|artigos relacionados|"
    r"gerelateerde (?:artikelen|berichten)|powiązane (?:artykuły|wpisy)|похожие (?:записи|статьи)|об авторе|相关文章|関連記事)\W*$",
    re.IGNORECASE,
)
_TAIL_FROM = 0.6


def without_tail(text: str) -> str:
    """The text up to a heading such as "About the author" or "Related posts", if it stands in its last part."""
    place = 0
    for line in text.split("\n"):
        if place > _TAIL_FROM * len(text) and 0 < len(line) <= 80 and _TAIL.match(line):
            return text[:place].rstrip()
        place += len(line) + 1
    return text


def without_noise(text: str, title: str | None) -> str:
    """The text without those lines. A title is dropped only among the first lines, where themes repeat it."""
    heading = fold(title or "")
    kept: list[str] = []
    for number, paragraph in enumerate(text.split("\n")):
        if number < _HEAD_LINES and heading and fold(paragraph) == heading:
            continue
        if len(paragraph) <= MAX_CUE and _CUES.match(paragraph):
            continue
        kept.append(paragraph)
    # A page that is nothing but such lines keeps them: better a thin text than none.
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip() or text
