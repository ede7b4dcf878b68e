"""Lines that machines write into a text: counters, clocks, stamps, tokens, pointers to other posts, advertisements.

Only short lines go, and only as a whole or at a strong separator: a number in a sentence is the author's. A line goes when
nothing in it is but numbers and the vocabulary of such blocks (``vocabulary``).
"""

from __future__ import annotations

import re

from indexer.extract.phrases import LINE_BEGINS, TAIL_HEADINGS
from indexer.wording.vocabulary import (
    AGO,
    COUNTED,
    COUNTED_WITH_NUMBER,
    DAYS,
    FILLERS,
    NOW,
    STAMPS,
    TOKENS,
    UNITS,
)

MAX_LINE = 160
MAX_ITEM = 120
MAX_ITEMS = 30
"""Of a block of pointers: longer lines, and more of them, are text."""

_SEPARATOR = re.compile(r"\s*[·•|｜/⋅●]\s*|\s+[-–—]\s+")
_NUMBER = r"\d[\d.,'’\u00a0\u202f ]*\d|\d"
_COUNT = re.compile(
    rf"(?:{_NUMBER})\s?(?:[km](?![a-z])|mio\.?|tsd\.?|тыс\.?|млн\.?|万|萬|千|만|천)?\+?", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_CJK_COUNTED = re.compile(
    r"^[\s:：()（）]*(?:(?:共|已有|总|總|累计|全部)?\s*(?:阅读|閱讀|浏览|瀏覽|点击|點擊|评论|評論|留言|回复|回應|点赞|按讚|收藏|分享|转发|"
    r"コメント|閲覧|アクセス|いいね|シェア|ビュー|조회|댓글|공감|좋아요|공유|추천)(?:数|數|数量|量|수|次数|次數)?\s*[:：(（]?\s*[\d,.]+\s*"
    r"(?:万|萬|千|만|천)?\s*(?:次|条|條|个|個|件|回|개|회|人)?[)）]?|"
    r"[\d,.]+\s*(?:万|萬|千|만|천)?\s*(?:次|条|條|个|個|件の?|回の?|개의?|회|人)?\s*(?:阅读|閱讀|浏览|瀏覽|点击|點擊|评论|評論|留言|回复|点赞|收藏|"
    r"分享|转发|コメント|閲覧|アクセス|いいね|シェア|ビュー|조회|댓글|공감|좋아요|공유|추천))\s*$"
)
_ONE = r"an?|one|eine?[rmn]?|une?|un[ao]?|en|ett?|один|одну"
_AGO = "|".join(AGO).replace("#", f"(?:{_NUMBER}|{_ONE})").replace("@", UNITS)
_CLOCK = re.compile(
    rf"^\W*(?:(?:{STAMPS})\W+(?:{DAYS})|(?:(?:{STAMPS})\W*)?(?:{_AGO}|{NOW}))\W*$", re.IGNORECASE
)
_BYLINE_CLOCK = re.compile(rf"^(\W*(?:{STAMPS})\b.{{0,80}}?)[\s,]+(?:{_AGO}|{NOW})\W*$", re.IGNORECASE)
_UPDATED_STAMP = re.compile(
    r"^\W*(?:(?:last |page |this \w+ was )*(?:last )?(?:updated|modified|changed|edited|generated|printed|retrieved|cached)|"
    r"(?:zuletzt )?(?:aktualisiert|geändert|bearbeitet)|stand|letzte (?:änderung|aktualisierung)|"
    r"(?:dernière )?(?:mise à jour|modification)|mis à jour|(?:última )?(?:actualización|actualizado|modificación|"
    r"atualização|atualizado|modificado)|(?:ultimo )?(?:aggiornamento|aggiornato)|(?:laatst )?(?:bijgewerkt|gewijzigd)|"
    r"(?:ostatnia )?(?:aktualizacja|zaktualizowano)|(?:последнее )?обновлен[оие]\w*|(?:останнє )?оновлен[оня]\w*|"
    r"(?:sist |senest )?oppdatert|(?:senast )?uppdaterad|son güncelleme|آخر تحديث|עודכן(?: לאחרונה)?|"
    r"最后更新|最後更新|更新时间|更新時間|最終更新日?|최종 수정|마지막 업데이트)"
    r"(?=\W|\d|$)[^!?;]{0,12}(?:\d|jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz]|mon|tue|wed|thu|fri|sat|sun)[^!?]{0,48}$",
    re.IGNORECASE,
)
_BYLINES = 4
"""Lines at the beginning of a text among which its byline may be."""

_SENTENCE = re.compile(r"[.!?。؟]\W*$")
_TOKEN = re.compile(
    rf"^\W*(?:{TOKENS})(?:\s+(?:id|no\.?|number))?\s*[:=#]?\s*[\w+/=.-]*\d[\w+/=.-]*\W*$", re.IGNORECASE
)
_POINTER = re.compile(rf"^\W*(?:{'|'.join(LINE_BEGINS)})", re.IGNORECASE)
_HEADING = re.compile(rf"^\W*(?:{'|'.join(TAIL_HEADINGS)})\s*:?\W*$", re.IGNORECASE)


def without_furniture(text: str) -> str:
    """The text without lines of furniture and without the entries under a heading such as "Related posts"."""
    return "\n".join(kept for kept in kept_lines(text) if kept is not None)


def kept_lines(text: str) -> list[str | None]:
    """What of each line is the author's: the line, a part of it, "" for none; None where a block of pointers goes."""
    kept: list[str | None] = []
    listed = -1  # how many entries of a block of pointers have gone by; -1 outside one
    for place, line in enumerate(text.split("\n")):
        if not line:
            kept.append("")
            continue
        if place < _BYLINES:
            line = _without_counters_behind(line)
        if len(line) <= MAX_ITEM and _HEADING.match(line):
            listed = 0
            kept.append(None)
        elif not line.strip():
            kept.append("")
        elif 0 <= listed < MAX_ITEMS and _is_entry(line):
            listed += 1
            kept.append(None)
        else:
            listed = -1
            kept.append(_without_segments(line))
    return kept


def _without_counters_behind(line: str) -> str:
    """A byline without what themes count behind it: "5 March, by Mara Linden 1,204 views"."""
    if len(line) > MAX_LINE or _SENTENCE.search(line) or is_furniture(line):
        return line
    words = line.split()
    cut = next((place for place in range(1, len(words)) if is_furniture(" ".join(words[place:]))), len(words))
    return " ".join(words[:cut])


def _is_entry(line: str) -> bool:
    return len(line) <= MAX_ITEM and not line.rstrip().endswith((".", "。", ":", "؟", "…"))


def _without_segments(line: str) -> str:
    if len(line) > MAX_LINE or "\t" in line:  # rows of tables are figures of the author's
        return line
    if is_furniture(line):
        return ""
    line = _BYLINE_CLOCK.sub(r"\1", line)
    parts = _SEPARATOR.split(line)
    kept = [part for part in parts if not is_furniture(part)]
    return line if len(kept) == len(parts) else " ".join(kept)


def is_furniture(line: str) -> bool:
    """Whether a short line says nothing but what a machine counts, stamps or points to."""
    text = line.strip()
    if not text:
        return True
    return any(
        shape.match(text) for shape in (_CLOCK, _UPDATED_STAMP, _TOKEN, _POINTER, _CJK_COUNTED)
    ) or _is_counter(text)


def _is_counter(text: str) -> bool:
    """Whether it counts something: a counted noun and a number (or "no"), and otherwise fillers only."""
    words = _WORD.findall(_COUNT.sub(" ", text).lower())
    counted = sum(word in COUNTED for word in words)
    numbered = any(letter.isdigit() for letter in text)
    if numbered:
        counted += sum(word in COUNTED_WITH_NUMBER for word in words)
    others = sum(word not in COUNTED and not (numbered and word in COUNTED_WITH_NUMBER) for word in words)
    fillers = sum(word in FILLERS and word not in COUNTED for word in words)
    return counted > 0 and others == fillers and (numbered or not fillers or "no" in words)
