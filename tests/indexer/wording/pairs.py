"""Pairs of pages, each before and after: edits that readers would want to know of, and noise that they would not.

Every pair is a change of a Story or of its Frame, so that each can be seen in every theme. ``only`` limits a pair to the
themes in which the change can occur.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from tests.indexer.wording.stories import (
    ARABIC,
    CHINESE,
    ENGLISH,
    FRENCH,
    GERMAN,
    JAPANESE,
    POLISH,
    RUSSIAN,
    SPANISH,
    Frame,
    Story,
)
from tests.indexer.wording.themes import THEMES, Theme

USUAL = Frame()


@dataclass(frozen=True)
class Pair:
    """Two visits of one article. ``reset`` is applied to the second page's HTML as a whole."""

    name: str
    before: tuple[Story, Frame]
    after: tuple[Story, Frame]
    edit: bool
    reset: Callable[[str], str] = str
    only: tuple[Theme, ...] = THEMES


def _edit(name: str, story: Story, number: int, old: str, new: str) -> Pair:
    return Pair(name, (story, USUAL), (story.with_paragraph(number, old, new), USUAL), edit=True)


def _retold(name: str, story: Story, **changed: Any) -> Pair:
    return Pair(name, (story, USUAL), (replace(story, **changed), USUAL), edit=True)


def _extra(name: str, before: str, after: str, story: Story = ENGLISH) -> Pair:
    return Pair(name, (replace(story, extra=before), USUAL), (replace(story, extra=after), USUAL), edit=True)


def _noise(name: str, story: Story = ENGLISH, at_first: Frame = USUAL, **changed: Any) -> Pair:
    return Pair(name, (story, at_first), (story, replace(at_first, **changed)), edit=False)


def _reset(name: str, story: Story, reset: Callable[[str], str]) -> Pair:
    return Pair(name, (story, USUAL), (story, USUAL), edit=False, reset=reset)


def _set_in(name: str, story: Story, **changed: Any) -> Pair:
    return Pair(name, (story, USUAL), (replace(story, **changed), USUAL), edit=False)


_E = ENGLISH.paragraphs
_LIST = "<h2>What to bring</h2><ul><li>A warm coat</li><li>Two coins for the locker</li><li>Bread for the gulls</li></ul>"
_TABLE = (
    "<table><tr><th>Boat</th><th>Seats</th><th>Views from the deck</th></tr><tr><td>Heron</td><td>112</td><td>12</td></tr>"
    "<tr><td>Plover</td><td>64</td><td>9</td></tr></table>"
)
_CODE = "<p>The formula for the harbour dues is short:</p><pre>dues = length * 4\ndues += crew * 2</pre>"
_QUOTE = "<blockquote><p>A pier is a street that lost its nerve.</p></blockquote>"
_MAP = "<p>See https://pier.example/map?sid={} for the way to the pier.</p>"
_RELATED = "<h3>Related posts</h3><ul><li>{}</li><li>{}</li><li>{}</li></ul>"

EDITS: tuple[Pair, ...] = (
    _edit("a number is corrected", ENGLISH, 0, "112", "121"),
    _edit("a number is corrected, in German", GERMAN, 1, "31 Jahren", "13 Jahren"),
    _edit("a decimal point goes", ENGLISH, 0, "6.40", "640"),
    _edit("a time is corrected, in French", FRENCH, 0, "6 h 40", "7 h 40"),
    _edit("a numeral is corrected, in Chinese", CHINESE, 1, "三十一年", "三十二年"),
    _edit("one sign is corrected, in Japanese", JAPANESE, 0, "北の桟橋", "西の桟橋"),
    _edit("a not goes in", ENGLISH, 1, "was good", "was not good"),
    _edit("a not goes in, in German", GERMAN, 1, "gut für", "nicht gut für"),
    _edit("a not goes in, in Russian", RUSSIAN, 1, "хорошее", "не хорошее"),
    _edit("a not goes in, in Arabic", ARABIC, 1, "جيد لسكان", "ليس جيدا لسكان"),
    _edit("a not goes in, in Polish", POLISH, 1, "jest dobry", "nie jest dobry"),
    _edit("a not goes in, in Spanish", SPANISH, 1, "era bueno", "no era bueno"),
    _edit("a not goes in, in Chinese", CHINESE, 1, "有好处", "没有好处"),
    _edit("a name is corrected", ENGLISH, 3, "The dog came back", "The cat came back"),
    _edit("a unit is corrected", ENGLISH, 2, "45 minutes", "45 seconds"),
    _edit("a comma goes in", ENGLISH, 2, "bread, letters and", "bread, letters, and"),
    _edit("a capital letter goes", ENGLISH, 3, "The dog came", "the dog came"),
    _edit("a statement becomes a question", ENGLISH, 3, "came back too.", "came back too?"),
    _edit("a spelling is mended", GERMAN, 3, "Dauerkarte", "Dauerkahrte"),
    _edit("a sentence goes", ENGLISH, 3, " The dog came back too.", ""),
    _edit(
        "two sentences change places",
        ENGLISH,
        3,
        "The dog came back too. It seems to have a season ticket, and nobody",
        "It seems to have a season ticket. The dog came back too, and nobody",
    ),
    _edit(
        "a word is struck out and another put in",
        ENGLISH,
        0,
        "small grey dog",
        "<s>small grey</s> large brown dog",
    ),
    _retold("a paragraph goes", ENGLISH, paragraphs=_E[:2] + _E[3:]),
    _retold("a paragraph goes, in Russian", RUSSIAN, paragraphs=RUSSIAN.paragraphs[:3]),
    _retold("a paragraph moves", ENGLISH, paragraphs=(_E[0], _E[2], _E[1], _E[3])),
    _retold(
        "a paragraph is added",
        ENGLISH,
        paragraphs=(*_E, "The next week I went again, and it rained on all of us."),
    ),
    _retold(
        "a correction is added",
        ENGLISH,
        paragraphs=(*_E, "Correction: the boat carries 112 people, not 121."),
    ),
    _retold("an update is put in front", ENGLISH, paragraphs=("Update: the pier is closed until May.", *_E)),
    _retold(
        "a correction is added, in French",
        FRENCH,
        paragraphs=(*FRENCH.paragraphs, "Rectificatif : il y avait 112 passagers."),
    ),
    _retold("a short last line is added", ENGLISH, paragraphs=(*_E, "So it goes.")),
    _retold("the title is changed", ENGLISH, title="An evening at the ferry pier"),
    _retold("the title is changed, in Arabic", ARABIC, title="مساء على رصيف العبّارة"),
    _retold(
        "all is written anew",
        ENGLISH,
        paragraphs=tuple(f"{text} It was a Tuesday, of all days." for text in _E),
    ),
    _retold("the text is emptied but for its beginning", GERMAN, paragraphs=GERMAN.paragraphs[:1]),
    _extra("an entry of a list is changed", _LIST, _LIST.replace("Two coins", "Three coins")),
    _extra("an entry of a list goes", _LIST, _LIST.replace("<li>Bread for the gulls</li>", "")),
    _extra(
        "a heading in the text is changed", _LIST, _LIST.replace("What to bring", "What to leave at home")
    ),
    _extra("a cell of a table is changed", _TABLE, _TABLE.replace("<td>64</td>", "<td>46</td>")),
    _extra("a line of code is changed", _CODE, _CODE.replace("crew * 2", "crew * 3")),
    _extra("a quotation is changed", _QUOTE, _QUOTE.replace("lost its nerve", "found its nerve")),
    _extra("a quotation is added", "", _QUOTE),
    _extra("a table is added", "", _TABLE, GERMAN),
)

_COUNTERS = (
    ("en", "1,204 views", "1,377 views"),
    ("en", "This post has been read 1,204 times", "This post has been read 1,377 times"),
    ("en", "You are visitor number 38,112", "You are visitor number 38,940"),
    ("en", "12 comments · 24 shares", "13 comments · 31 shares"),
    ("en", "Posted 5 minutes ago", "Posted 3 hours ago"),
    ("en", "Last updated: 5 March 2024", "Last updated: 9 March 2024"),
    ("en", "Session ID: a81f0c3d9e", "Session ID: 77be01d2c4"),
    ("de", "Dieser Beitrag wurde 1.204 mal gelesen", "Dieser Beitrag wurde 1.377 mal gelesen"),
    ("de", "vor 5 Minuten", "vor 3 Stunden"),
    ("fr", "1 204 vues | il y a 5 minutes", "1 377 vues | il y a 3 heures"),
    ("es", "12 comentarios", "13 comentarios"),
    ("ru", "Просмотров: 1204", "Просмотров: 1377"),
    ("pl", "5 minut temu", "3 godziny temu"),
    ("ar", "1204 مشاهدة", "1377 مشاهدة"),
    ("zh", "阅读 1204", "阅读 1377"),
    ("ja", "5分前", "3時間前"),
)
_BY_LANG = {
    story.lang: story
    for story in (ENGLISH, GERMAN, FRENCH, SPANISH, RUSSIAN, POLISH, ARABIC, CHINESE, JAPANESE)
}


def _counters() -> tuple[Pair, ...]:
    """Counters and clocks within the very text, where extraction can't leave them out: under it and above it."""
    pairs = []
    for number, (lang, old, new) in enumerate(_COUNTERS):
        where = "after" if number % 2 else "before"
        frames = [_with(where, f"<p>{text}</p>") for text in (old, new)]
        story = _BY_LANG[lang]
        pairs.append(Pair(f"{old!r} in the text", (story, frames[0]), (story, frames[1]), edit=False))
    return tuple(pairs)


def _with(where: str, html: str) -> Frame:
    return replace(USUAL, before=html) if where == "before" else replace(USUAL, after=html)


def _straight(html: str) -> str:
    return re.sub("[“”„]", '"', html).replace("’", "'").replace("&#8211;", "-")


def _non_breaking(html: str) -> str:
    return re.sub(r"\b(112|31|45) (?=\w)", "\\1\u00a0", html)


def _french_spaces(html: str) -> str:
    return html.replace(" ;", "\u202f;").replace("« ", "«\u00a0").replace(" »", "\u00a0»")


def _tracked(html: str) -> str:
    return html.replace(".html", ".html?utm_source=feed&amp;fbclid=1")


def _reflowed(html: str) -> str:
    return html.replace(". ", ".\n      ").replace("<p>", "<p>\n  ")


def _decomposed(html: str) -> str:
    return unicodedata.normalize("NFD", html)


def _renamed(html: str) -> str:
    return html.replace("<p>", '<p class="css-x81k2" data-reactid="77">').replace("a81f0c3d9e", "0e9d3c0f18")


def _spans(html: str) -> str:
    return re.sub(r"<p>(\w+) ", r'<p><span style="font-family: georgia;">\1</span> ', html)


NOISE: tuple[Pair, ...] = (
    _noise("views rise", views=1377, minutes=190),
    _noise("shares rise", shares=31),
    _noise("a token changes", token="77be01d2c4"),
    _noise("popular posts change places", popular=USUAL.popular[::-1]),
    _noise(
        "other posts are popular",
        GERMAN,
        popular=("Seile und Knoten", "Der Leuchtturm zog um", "Winterfahrplan"),
    ),
    _noise("a new post is among the recent ones", recent=("Storm warning", *USUAL.recent[:2])),
    _noise("the list of recent posts goes", recent=()),
    _noise(
        "a comment comes",
        comments=("Lovely to read this on the train.", "What breed is the dog? I have one just like it."),
    ),
    _noise(
        "a long comment comes",
        RUSSIAN,
        comments=("Спасибо за рассказ, мы тоже ездили на этом катере прошлой зимой.",),
    ),
    _noise("the comments go", comments=()),
    _noise("another advertisement", advert="Wool socks for sailors, three pairs for two"),
    _noise("the year in the footer", footer="© 2025 Harbour Notes"),
    _noise(
        "a banner asks for consent",
        banner='<div class="cookie-banner"><p>We use cookies to remember you.</p></div>',
    ),
    _noise(
        "a banner announces something",
        banner='<div class="announcement"><p>Our new shop opens on Friday.</p></div>',
    ),
    _noise(
        "a script in the head", head="<script>window.dataLayer=[1,2,3]</script><link rel=preload href=/x.js>"
    ),
    _noise(
        "a description for search engines", head='<meta name="description" content="A morning on the water">'
    ),
    _noise("the page says how long it takes to read", meta="4 min read"),
    _noise("an advertisement in the text", after='<div class="advertisement">Advertisement</div>'),
    _noise("a share bar in the text", before='<div class="share-buttons">Share on Facebook</div>'),
    _noise(
        "related posts in the text change places",
        at_first=replace(USUAL, after=_RELATED.format(*USUAL.popular)),
        after=_RELATED.format(*USUAL.popular[::-1]),
    ),
    _noise(
        "a picture comes from another address",
        at_first=replace(USUAL, after='<p><img src="/a.jpg?w=640"></p>'),
        after='<p><img src="https://cdn.example/a.jpg?w=1280&amp;ssl=1" loading="lazy"></p>',
    ),
    _noise("a newsletter box", after='<div class="newsletter-signup"><p>Get our letters by email.</p></div>'),
    _noise(
        "an address gets a session",
        at_first=replace(USUAL, after=_MAP.format("81aa")),
        after=_MAP.format("92bb"),
    ),
    _reset("quotation marks are set straight", ENGLISH, _straight),
    _reset("quotation marks are set straight, in German", GERMAN, _straight),
    _reset("spaces no longer break", ENGLISH, _non_breaking),
    _reset("spaces no longer break, in French", FRENCH, _french_spaces),
    _reset("lines are broken elsewhere", ENGLISH, _reflowed),
    _reset("letters are decomposed", FRENCH, _decomposed),
    _reset("letters are decomposed, in Polish", POLISH, _decomposed),
    _reset("classes are renamed", ENGLISH, _renamed),
    _reset("words get a style", SPANISH, _spans),
    _reset("links get tracking parameters", ENGLISH, _tracked),
    _reset("a soft hyphen goes in", GERMAN, lambda html: html.replace("Maschinistin", "Maschi\u00adnistin")),
    _reset(
        "entities are written out", FRENCH, lambda html: html.replace("é", "&eacute;").replace("'", "&#39;")
    ),
    _reset("comments of a builder", ENGLISH, lambda html: html.replace("<p>", "<!-- build 7 --><p>")),
    _set_in(
        "a dash is set",
        replace(ENGLISH, paragraphs=(*_E, "It was late -- too late for tea.")),
        paragraphs=(*_E, "It was late — too late for tea."),
    ),
    _set_in(
        "an ellipsis is set",
        replace(ENGLISH, paragraphs=(*_E, "And then the fog came back...")),
        paragraphs=(*_E, "And then the fog came back…"),
    ),
    _set_in(
        "a word is set in bold",
        ENGLISH,
        paragraphs=(_E[0].replace("small grey dog", "<b>small</b> <i>grey dog</i>"), *_E[1:]),
    ),
    _set_in(
        "a word becomes a link",
        ENGLISH,
        paragraphs=(_E[0].replace("northern pier", '<a href="/pier">northern pier</a>'), *_E[1:]),
    ),
    _set_in(
        "a line break in Chinese",
        CHINESE,
        paragraphs=(CHINESE.paragraphs[0].replace("，", "，\n", 1), *CHINESE.paragraphs[1:]),
    ),
    _set_in(
        "a mark of direction in Arabic",
        ARABIC,
        paragraphs=(ARABIC.paragraphs[0].replace("112", "\u200f112"), *ARABIC.paragraphs[1:]),
    ),
    *_counters(),
)

PAIRS = (*EDITS, *NOISE)
