"""From a folded word to its stem: by the language of its text where that is known, else by script.

Snowball's stemmer of the language; for a script without word of the language English for Latin and Russian for
Cyrillic. Arabic: a light stemmer (an article or one-letter preposition off the front, endings off the back), which
ranked better than Snowball's on XQuAD (nDCG@10 .946 against .922). Light rules for Hebrew, Ukrainian and Bulgarian;
for Persian too, where Snowball's lost (.959 against .974 without any).
"""

from __future__ import annotations

from functools import lru_cache
from threading import Lock

import Stemmer

from indexer.language.folding import fold
from indexer.language.scripts import Script

_LATIN = {
    "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "nl": "dutch_porter", "eo": "esperanto",
    "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish",
    "hu": "hungarian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "no": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "sr": "serbian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
_OF_SCRIPT = {
    Script.LATIN: "english", Script.CYRILLIC: "russian", Script.GREEK: "greek", Script.ARMENIAN: "armenian",
    Script.DEVANAGARI: "hindi", Script.TAMIL: "tamil",
}  # fmt: skip
_OF_LANGUAGE = {(code, Script.LATIN): name for code, name in _LATIN.items()} | {
    ("sr", Script.CYRILLIC): "serbian",
    ("ne", Script.DEVANAGARI): "nepali",
    ("yi", Script.HEBREW): "yiddish",
}
_SAME = {
    "nb": "no", "nn": "no", "hr": "sr", "bs": "sr", "sh": "sr", "ur": "fa", "ps": "fa", "ckb": "fa", "ku": "fa",
}  # fmt: skip
"""Languages that are read by the rules of another. Urdu, Pashto and Sorani share no more with Persian than that the
Arabic article is none of theirs."""

LANGUAGES = frozenset(code for code, _ in _OF_LANGUAGE) | {"fa", "uk", "bg", "vi"}
"""The codes that have rules of their own, other than those of their script."""

CHANGES_BEGINNINGS = frozenset({"ga", "id", "sr"})
"""Languages whose stems need not be the beginnings of their words."""

MARKS_BEFORE_STEMS = frozenset({"tr"})
"""Languages whose stemmers need the marks that readers leave out."""

MARKS_TELL = frozenset({"vi"})
"""Languages where marks tell one word from another: a word without them is found, but below."""

ENDS_NAMES = frozenset({"tr"})
"""Languages that put an apostrophe between a name and its endings: "Ankara'nın" is "Ankara"."""

_LOCK = Lock()  # a Stemmer keeps its working buffer in itself

_ARABIC_ARTICLES = ("وال", "بال", "كال", "فال", "لل", "ال")
_ARABIC_PREPOSITIONS = "بل"
_ARABIC_ENDINGS = ("هم", "ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي", "ا", "ت")
_HEBREW_PARTICLES = "ושהבלכמ"
_HEBREW_ENDINGS = ("ים", "ות", "יות", "ה", "ת", "י")
_PERSIAN_LETTERS = frozenset("پچژگکی")
_PERSIAN_ENDINGS = ("هايي", "هاي", "ها")
_UKRAINIAN_ENDINGS = (
    "ями", "ами", "ові", "еві", "єві", "ого", "ому", "ими", "іми", "єю", "ею", "ою", "ів", "їв", "ом", "ем", "єм",
    "ам", "ям", "ах", "ях", "их", "їх", "им", "ий", "ій", "ої", "а", "я", "о", "е", "є", "и", "і", "ї", "у", "ю", "ь",
)  # fmt: skip
_BULGARIAN_ENDINGS = (
    "ищата", "овете", "ията", "ите", "ища", "ове", "еве", "ият", "ата", "ята", "ия", "ът", "ят", "та", "то", "те",
    "а", "я", "и", "о", "е",
)  # fmt: skip


def rules_of(lang: str | None) -> str | None:
    """The code of the rules that a language's texts are read by; None: those of each script."""
    code = _SAME.get(lang or "", lang)
    return code if code in LANGUAGES else None


def stem(folded: str, script: Script, *, raw: str = "", rules: str | None = None) -> str:
    """The stem of a folded word. ``raw`` is the word before folding: it tells Persian from Arabic where ``rules``
    (``rules_of`` the text's language) don't.

    Words with a digit in them, and very short ones, are their own stem. Thread-safe.
    """
    if script is Script.ARABIC:
        persian = rules == "fa" or _PERSIAN_LETTERS.intersection(raw)
        return _without_ending(folded, _PERSIAN_ENDINGS, keep=2) if persian else _arabic(folded)
    if script is Script.HEBREW and rules != "yi":
        return _hebrew(folded)
    if script is Script.CYRILLIC and rules in ("uk", "bg"):
        if rules == "uk":
            return _without_ending(folded, _UKRAINIAN_ENDINGS, keep=3)
        return _without_endings(folded, _BULGARIAN_ENDINGS, keep=3)  # an article, and the plural before it
    name = _OF_LANGUAGE.get((rules or "", script)) or _OF_SCRIPT.get(script)
    if name is None or not (folded.isalpha() or not any(map(str.isdigit, folded))):
        return folded
    found = _snowball(name, folded)
    return fold(found, Script.LATIN) if name == "serbian" else found  # which writes Cyrillic in Latin letters


@lru_cache(maxsize=len(_OF_LANGUAGE) + len(_OF_SCRIPT))
def _stemmer(name: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(name, 0)


def _snowball(name: str, word: str) -> str:
    stemmer = _stemmer(name)
    with _LOCK:
        return str(stemmer.stemWord(word)) or word


def _arabic(word: str) -> str:
    if word.startswith("و") and len(word) >= 4:
        word = word[1:]
    article = next((a for a in _ARABIC_ARTICLES if word.startswith(a) and len(word) - len(a) >= 2), "")
    if article:
        word = word[len(article) :]
    elif word[:1] in _ARABIC_PREPOSITIONS and len(word) >= 4:
        word = word[1:]
    return _without_endings(word, _ARABIC_ENDINGS, keep=3)


def _hebrew(word: str) -> str:
    if word[:1] and word[0] in _HEBREW_PARTICLES and len(word) >= 4:
        word = word[1:]
    return _without_ending(word, _HEBREW_ENDINGS, keep=2)


def _without_endings(word: str, endings: tuple[str, ...], *, keep: int) -> str:
    shorter = _without_ending(word, endings, keep=keep)
    return word if shorter == word else _without_endings(shorter, endings, keep=keep)


def _without_ending(word: str, endings: tuple[str, ...], *, keep: int) -> str:
    ending = next((e for e in endings if word.endswith(e) and len(word) - len(e) >= keep), "")
    return word[: len(word) - len(ending)] if ending else word
