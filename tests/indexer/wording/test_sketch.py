"""Copies of a text are told from texts that are like it: in many scripts, however they are set, framed and corrected."""

from __future__ import annotations

import random
import unicodedata

import numpy as np
import pytest

from indexer.wording.sketch import NONE, SIZE, alike, resemblance, sketch_of
from tests.benchmarks.copies import COPIES, OTHERS, Alterer, cut, said
from tests.indexer.prose import prose, syndicated

RUSSIAN = "маяк смотритель паром причал буря гавань лодка канат якорь мост остров зима письмо сигнал колокол"
ARABIC = "منارة حارس عبارة رصيف عاصفة ميناء قارب حبل مرساة جسر جزيرة شتاء رسالة إشارة جرس"
CHINESE = "灯塔 守望 渡轮 码头 风暴 港口 小船 绳索 船锚 大桥 海岛 冬天 信件 信号 钟声"


def copies(one: str, other: str, *titles: str) -> bool:
    ours, theirs = map(sketch_of, (one, other), titles or ("", ""))
    return bool(alike(np.frombuffer(ours, np.uint8)[None], np.frombuffer(theirs, np.uint8)[None])[0])


@pytest.mark.parametrize(
    "text",
    [prose(1), prose(1, words=RUSSIAN), prose(1, words=ARABIC), prose(1, 30, CHINESE).replace(" ", "")],
    ids=["latin", "russian", "arabic", "chinese"],
)
def test_in_every_script(text: str) -> None:
    sentences = text.split(".")
    assert copies(text, syndicated(text, "X"))
    assert copies(text, f"{text[:500]}\n\n{text[500:]}")
    assert copies(text, ".".join(sentences[:-3]))
    assert not copies(text, text[::-1])
    assert not copies(text, ".".join(sentences[: len(sentences) // 3]))


def test_how_a_text_is_set_is_no_part_of_it() -> None:
    text = "The keeper’s “lantern” – café ﬁre, 3,000 lamps… " + prose(2)
    set_anew = unicodedata.normalize(
        "NFD", text.replace("’", "'").replace("“", "«").replace("”", "»").upper()
    )
    assert sketch_of(unicodedata.normalize("NFC", set_anew)) == sketch_of(text)


HINDI = "प्रकाशस्तंभ रखवाला नौका तूफ़ान बंदरगाह रस्सी लंगर द्वीप सर्दी चिट्ठी संकेत घंटी पुल मछली जहाज़ किनारा"
THAI = "ประภาคาร คนเฝ้า เรือข้ามฟาก พายุ ท่าเรือ เชือก สมอ เกาะ ฤดูหนาว จดหมาย สัญญาณ ระฆัง สะพาน ปลา เรือ ชายฝั่ง"


@pytest.mark.parametrize(("words", "most"), [(HINDI, 0.2), (THAI, 0.6)], ids=["hindi", "thai"])
def test_marks_are_letters(words: str, most: float) -> None:
    """Without them these texts would be runs of a few consonants, of which these shared .5 and .9."""
    joined = " ".join(one + other for one in words.split() for other in words.split())
    said = [prose(seed, 30, joined) for seed in range(8)]
    said = [text.replace(" ", "") for text in said] if words is THAI else said
    rows = np.frombuffer(b"".join(map(sketch_of, said)), np.uint8).reshape(8, -1)
    shared, _ = resemblance(rows[:4], rows[4:])
    assert shared.max() < most
    assert copies(said[0], f"{said[1][:60]} {said[0]} {said[2][:60]}")


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        ("שָׁלוֹם", "שלום"), ("مُحَمَّد", "محمد"), ("كتاب علي", "کتاب علی"), ("за\u0301мок ещё", "замок еще"),
        ("Wort\u00adgrenze", "Wortgrenze"), ("İSTANBUL", "istanbul"),
    ],
)  # fmt: skip
def test_what_a_text_has_or_has_not_is_no_part_of_it(written: str, otherwise: str) -> None:
    behind = prose(3)
    assert sketch_of(f"{written} {behind}") == sketch_of(f"{otherwise} {behind}")


def test_a_short_text_is_one_word_for_word_under_its_title() -> None:
    note = "The ferry does not sail on Monday, says the keeper."
    assert copies(note, note.upper(), "Ferries", "ferries!")
    assert not copies(note, note, "Ferries", "Boats")
    assert not copies(note, note.replace("Monday", "Tuesday"), "Ferries", "Ferries")
    assert not copies("What is new.", "What is new.", "Notes", "Notes")


@pytest.mark.parametrize(
    "text", ["", "…", "\x00", "\ud800 " * 40, "a " * 5000, "word " * 50, "一" * 300, "🙂" * 900, "x" * 70_000]
)
def test_any_text_has_a_sketch(text: str) -> None:
    assert len(sketch_of(text, text)) == SIZE
    assert not copies(text, prose(1))


def test_what_is_no_text_is_no_copy_of_itself() -> None:
    assert sketch_of("") == sketch_of("One, two.") == NONE
    assert not copies("", "")


@pytest.mark.parametrize("way", [*COPIES, *OTHERS])
def test_in_every_way_that_is_measured(way: str) -> None:
    """``tests.benchmarks.copies`` in small: each way is a coin that falls rightly nineteen times of twenty."""
    chance = random.Random(5)  # noqa: S311
    texts = [cut(prose(seed, 30)) for seed in range(24)]
    by = Alterer(texts, chance)
    told = [copies(said(text), said({**COPIES, **OTHERS}[way](by, text))) for text in texts]
    assert sum(told) >= 22 if way in COPIES else sum(told) <= 2
