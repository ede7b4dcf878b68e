"""Words that hold a sentence together and say nothing of its subject, in the languages of most sources.

They are indexed and searched like all others; they only tell a question in a sentence from a list of keywords.
"""

from __future__ import annotations

import re

_WORDS = """
a an the of in on at to for from by with about into and or is are was were be been do does did has have had can could
would should will that this these those which who whom whose what when where why how it its as
le la les des du une un et est sont dans sur pour par avec que qui comment pourquoi où
el los las del una es son en con por para como cuando donde qué cuál quién
der die das den dem des ein eine ist sind im auf für mit von und wie warum wer wo
в на и с к о по из от для что как где когда кто какой какая какие какое сколько почему это не был была было были
في من على إلى عن ما ماذا متى أين كيف لماذا كم هل الذي التي هو هي أن
از به با در که چه را این آن است
של על את עם מה מי איך למה איפה מתי הוא היא זה
"""

_DENSE = "的 了 是 在 和 吗 呢 嗎 为 為 は が を に で と の か อะไร ที่ ใคร ของ และ เป็น ใน"
_ASKED = ("?", "؟", "？")

FUNCTION_WORDS = frozenset(_WORDS.split())
_IN_RUNS = re.compile("|".join(_DENSE.split()))
_OPERATORS = frozenset({"and", "or", "not"})
SENTENCE = 5
"""So many different words may be a question in a sentence; fewer are keywords."""


def in_capitals(text: str) -> bool:
    """Whether a text is a sentence in capitals, so that an AND in it is a word as all others are."""
    words = set(text.lower().split()) if text.isupper() else set()
    return len(words) >= SENTENCE and not FUNCTION_WORDS.isdisjoint(words - _OPERATORS)


def holds_a_sentence(word: str) -> bool:
    """Whether what stands between two spaces is such a word, has one in it where no spaces part them, or asks."""
    return word.casefold() in FUNCTION_WORDS or word.endswith(_ASKED) or bool(_IN_RUNS.search(word))
