"""From a folded word to its stem, by script.

Latin: Snowball's English. Cyrillic: Snowball's Russian. Arabic: a light stemmer (an article or one-letter
preposition off the front, endings off the back), which ranked better than Snowball's on XQuAD (nDCG@10 .946
against .922). Hebrew and Persian: light rules.
"""

from __future__ import annotations

from threading import Lock

import Stemmer

from indexer.language.scripts import Script

_ENGLISH = Stemmer.Stemmer("english", 0)
_RUSSIAN = Stemmer.Stemmer("russian", 0)
_LOCK = Lock()  # a Stemmer keeps its working buffer in itself

_ARABIC_ARTICLES = ("وال", "بال", "كال", "فال", "لل", "ال")
_ARABIC_PREPOSITIONS = "بل"
_ARABIC_ENDINGS = ("هم", "ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي", "ا", "ت")
_HEBREW_PARTICLES = "ושהבלכמ"
_HEBREW_ENDINGS = ("ים", "ות", "יות", "ה", "ת", "י")
_PERSIAN_LETTERS = frozenset("پچژگکی")
_PERSIAN_ENDINGS = ("هايي", "هاي", "ها")


def stem(folded: str, script: Script, *, raw: str = "") -> str:
    """The stem of a folded word. ``raw`` is the word before folding: it tells Persian from Arabic.

    Words with a digit in them, and very short ones, are their own stem. Thread-safe.
    """
    if script is Script.LATIN:
        return folded if _has_digit(folded) else _snowball(_ENGLISH, folded)
    if script is Script.CYRILLIC:
        return folded if _has_digit(folded) else _snowball(_RUSSIAN, folded)
    if script is Script.ARABIC:
        return _persian(folded) if _PERSIAN_LETTERS.intersection(raw) else _arabic(folded)
    if script is Script.HEBREW:
        return _hebrew(folded)
    return folded


def _has_digit(word: str) -> bool:
    return any(character.isdigit() for character in word)


def _snowball(stemmer: Stemmer.Stemmer, word: str) -> str:
    with _LOCK:
        return str(stemmer.stemWord(word))


def _arabic(word: str) -> str:
    if word.startswith("و") and len(word) >= 4:
        word = word[1:]
    article = next((a for a in _ARABIC_ARTICLES if word.startswith(a) and len(word) - len(a) >= 2), "")
    if article:
        word = word[len(article) :]
    elif word[:1] in _ARABIC_PREPOSITIONS and len(word) >= 4:
        word = word[1:]
    while True:
        shorter = _without_ending(word, _ARABIC_ENDINGS, keep=3)
        if shorter == word:
            return word
        word = shorter


def _persian(word: str) -> str:
    return _without_ending(word, _PERSIAN_ENDINGS, keep=2)


def _hebrew(word: str) -> str:
    if word[:1] and word[0] in _HEBREW_PARTICLES and len(word) >= 4:
        word = word[1:]
    return _without_ending(word, _HEBREW_ENDINGS, keep=2)


def _without_ending(word: str, endings: tuple[str, ...], *, keep: int) -> str:
    ending = next((e for e in endings if word.endswith(e) and len(word) - len(e) >= keep), "")
    return word[: len(word) - len(ending)] if ending else word
