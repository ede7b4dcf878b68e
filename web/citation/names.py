"""A byline as the names in it: who is a person with a family name, and what is only to be written as it stands. Pure.

A wrong cut is worse than none, for it is sorted and abbreviated: what is not clearly “Given Family” (one word, Chinese,
Thai, an account, an organisation) stays whole, as CSL's ``literal`` and BibTeX's braces are for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.extract.names import is_nobody
from web.citation.plain_text import plain

MOST = 50
"""Names that are read out of one byline."""


@dataclass(frozen=True, slots=True)
class Name:
    """An author: ``literal``, or else the parts of a person's name. ``particle`` is “van den” of “Jan van den Berg”."""

    literal: str = ""
    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""

    @property
    def surname(self) -> str:
        """The family name with its particle, or the whole of a literal name."""
        return self.literal or f"{self.particle} {self.family}".strip()

    @property
    def natural(self) -> str:
        """``Jan van den Berg, Jr.``"""
        whole = " ".join(part for part in (self.given, self.surname) if part)
        return f"{whole}, {self.suffix}" if self.suffix else whole

    @property
    def inverted(self) -> str:
        """``van den Berg, Jan, Jr.``"""
        return ", ".join(part for part in (self.surname, self.given, self.suffix) if part)


_CONJUNCTIONS = {
    "de": "und", "fr": "et", "es": "y", "ca": "i", "it": "e", "pt": "e", "nl": "en", "sv": "och", "da": "og", "nb": "og",
    "no": "og", "pl": "i", "ru": "и", "uk": "та", "tr": "ve", "fa": "و",
}  # fmt: skip
_ALWAYS = re.compile(r"\s*[;|、，،·]\s*|\s+(?:&|and|with)\s+")
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|II|III|IV", re.IGNORECASE)
_DEGREE = re.compile(r"Ph\.?\s?D\.?|M\.?D\.?|M\.?A\.?|B\.?A\.?|MBA|RN|Esq\.?|J\.?D\.?")
_ADDRESSED = re.compile(r"(?:Dr|Prof|Mr|Mrs|Ms|Mx)\.?\s+(?=\S)")
_ORGANISATION = re.compile(
    r"(?i)\b(?:team|staff|office|department|dept|ministry|museum|library|archives?|universit\w*|college|school|institut\w*|"
    r"association|society|foundation|council|committee|commission|agency|bureau|press|news|blog|magazine|journal|group|"
    r"company|inc|ltd|llc|gmbh|corp\w*|co|club|union|network|collective|project|laborator\w*|labs?|centre|"
    r"center|city of|redaktion|verein|verlag|équipe|rédaction|redacción|redazione|ag|e\.v)\b|^the\s"
)
_WHOLE_SCRIPTS = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\uac00-\ud7af\u1100-\u11ff"  # Kana, Han, Hangul
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u0f00-\u0fff]"  # Thai, Lao, Burmese, Khmer, Tibetan
)
_NO_PERSON = re.compile(r"[\d_@<>{}\[\]()\\/=+*#$%^~\"“”]|://|[\U0001f000-\U0001faff\u2600-\u27bf]")
_PARTICLES = frozenset({
    "van", "von", "der", "den", "de", "del", "della", "delle", "di", "da", "das", "dos", "du", "la", "le",
    "les", "lo", "ten", "ter", "te", "zu", "zum", "zur", "vom", "und", "af", "av", "bin", "ibn", "bint",
    "al", "el", "ben", "abu", "ap", "’t", "'t", "do", "dal", "degli", "des", "op",
})  # fmt: skip
_SEMITIC = frozenset({"بن", "ابن", "بنت", "أبو", "ابو", "أبي", "آل", "عبد", "ال", "בן", "בת", "אבן", "בר"})
_JOINTS = frozenset({"y", "i", "e"})
_PATRONYMIC = re.compile(r"(?i).{2,}(?:вич|вна|ична|инична|ович|івна)")
_FAMILY_FIRST = frozenset({"hu", "vi"})
_INITIAL = re.compile(r"(?:\w\.?){1}")
_LONGEST = 7  # words of a person's name


def read_names(byline: str | None, lang: str | None = None) -> tuple[Name, ...]:
    """The authors that a byline names, in its order and each once. ``lang`` is the article's language."""
    text = plain(byline or "")
    if not text:
        return ()
    whole = _ORGANISATION.search(text) is not None and not re.search(r"[;|]", text)
    names = [Name(literal=text)] if whole else [_name(each, lang) for each in _cut(text, lang)]
    return tuple(dict.fromkeys(name for name in names if name.surname))[:MOST]


def _cut(text: str, lang: str | None) -> list[str]:
    pieces = [piece for piece in _ALWAYS.split(text) if piece]
    joint = _CONJUNCTIONS.get(lang or "")
    if joint:
        pieces = [part for piece in pieces for part in _cut_at(piece, joint)]
    listed = len(pieces) > 1 and "," not in pieces[-1] and ";" not in text  # “Ann, Ben and Cy”
    return [name for piece in pieces for name in _cut_at_commas(piece, listed=listed)]


def _cut_at(piece: str, joint: str) -> list[str]:
    """At a conjunction, where whole names stand on both sides: “José Ortega y Gasset” is one person."""
    parts = piece.split(f" {joint} ")
    return parts if all(len(part.split()) > 1 for part in parts) else [piece]


def _cut_at_commas(piece: str, *, listed: bool) -> list[str]:
    names: list[str] = []
    for part in (part.strip() for part in piece.split(",")):
        if names and _SUFFIX.fullmatch(part):
            names[-1] += f", {part}"
        elif part and not (names and _DEGREE.fullmatch(part)):
            names.append(part)
    if len(names) != 2 or listed or not _is_inverted(*names):
        return names
    return [f"{names[0]}, {names[1]}"]


def _is_inverted(first: str, second: str) -> bool:
    """Whether “a, b” is “Family, Given” and not two people (the rule that Zotero has, too)."""
    if _SUFFIX.search(first.rpartition(", ")[2]) and ", " in first:
        return False
    words = first.split()
    return " " not in second or len(words) == 1 or words[0] in _PARTICLES


def _name(text: str, lang: str | None) -> Name:
    text = _ADDRESSED.sub("", text, count=1) if _ADDRESSED.match(text) else text
    if _NO_PERSON.search(text) or _WHOLE_SCRIPTS.search(text) or is_nobody(text):
        return Name(literal=text)
    first, _, rest = text.partition(", ")
    if rest and not _SUFFIX.fullmatch(rest):
        given, _, suffix = rest.partition(", ")
        return _with_particle(first.split(), given, suffix)
    words, suffix = first.split(), rest
    if not suffix and len(words) > 2 and _SUFFIX.fullmatch(words[-1]) and words[-1] != words[-1].lower():
        words, suffix = words[:-1], words[-1]
    if not 2 <= len(words) <= _LONGEST or _INITIAL.fullmatch(words[-1]):
        return Name(literal=text)
    at = _family_at(words, lang)
    if at is None:
        return Name(literal=text)
    if at < 0:  # the family name comes first
        return Name(family=words[0], given=" ".join(words[1:]), suffix=suffix)
    return _with_particle(words[at:], " ".join(words[:at]), suffix)


def _family_at(words: list[str], lang: str | None) -> int | None:
    """Where the family name begins with its particle; -1: the first word is it; None: that can't be told."""
    if lang in _FAMILY_FIRST:
        return -1
    if len(words) == 3 and _PATRONYMIC.fullmatch(words[2]) and not _PATRONYMIC.fullmatch(words[1]):
        return -1
    last = len(words) - 1
    if words[0] in _PARTICLES or words[0] in _SEMITIC or words[last] in _PARTICLES:
        return None
    for at in range(1, last):
        if words[at] in _PARTICLES or words[at] in _SEMITIC:
            return at
    if last >= 3 and words[last - 1] in _JOINTS:
        return last - 2
    return last


def _with_particle(words: list[str], given: str, suffix: str) -> Name:
    cut = next((at for at, word in enumerate(words) if word not in _PARTICLES), 0)
    if not given:
        return Name(literal=" ".join(words))
    return Name(family=" ".join(words[cut:]), given=given, particle=" ".join(words[:cut]), suffix=suffix)
