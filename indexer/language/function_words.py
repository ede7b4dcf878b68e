"""Words that hold a sentence together and say nothing of its subject, in the languages of most sources.

They are indexed and searched like all others; they only tell a question in a sentence from a list of keywords.
"""

from __future__ import annotations

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

FUNCTION_WORDS = frozenset(_WORDS.split())
