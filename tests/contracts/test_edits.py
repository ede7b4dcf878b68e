"""``added:`` and ``removed:``: what every search engine must find in edits."""

from __future__ import annotations

import pytest

from indexer.engine import SearchEngine
from indexer.model import Batch, Document, Passage, Query, Version
from tests.contracts.articles import found
from tests.indexer.made_up import a_document, on


def passage(text: str) -> Passage:
    """A passage of which what stands in [brackets] changed."""
    changed: list[tuple[int, int]] = []
    plain = ""
    for place, part in enumerate(text.replace("]", "[").split("[")):
        if place % 2:
            changed.append((len(plain), len(plain) + len(part)))
        plain += part
    return Passage(plain, tuple(changed))


def edited(name: str, *edits: tuple[tuple[str, ...], tuple[str, ...]]) -> Document:
    """A Document of which each edit removed and added some passages, a month after the one before."""
    versions = [Version(1, on(2024, 1), "1:a")]
    for number, (removed, added) in enumerate(edits, 2):
        put_in, taken_out = tuple(map(passage, added)), tuple(map(passage, removed))
        versions.append(Version(number, on(2024, number), f"1:{number}", put_in, taken_out))
    return a_document(name, "What it says now.", title=name, versions=tuple(versions), status="changed")


EDITED = (
    edited(
        "talks",
        (
            ("[Eleven] of the fourteen points are agreed.",),
            ("[Thirteen] of the fourteen points are agreed.",),
        ),
        (("[The minister signed nothing.]", "[Nothing was] said in the harbour."), ()),
    ),
    edited("tolls", (("A toll of [two crowns].",), ("A toll of [three crowns, and S-300 for boats].",))),
    edited(
        "lamp",
        (("灯塔[三十一]年前建成。",), ("灯塔[三十二]年前建成。",)),
        (("كتب [حارس] المنارة",), ("كتب [ربان] المنارة",)),
    ),
    a_document("now", "The minister signed eleven papers in three crowns.", title="Crowns"),
)


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("removed:eleven", ["talks"]),
        ("added:eleven", []),
        ("removed:fourteen", []),  # it stood there before and after
        ('removed:"eleven of the fourteen"', ["talks"]),
        ('removed:"fourteen points"', []),
        ('added:"thirteen of the fourteen points"', ["talks"]),
        ('removed:"signed nothing"', ["talks"]),
        ('removed:"nothing nothing"~200', []),  # one passage ends, another begins
        ('removed:"agreed minister"~300', []),
        ('removed:"minister nothing"~2', ["talks"]),
        ("removed:minist*", ["talks"]),
        ("removed:ministre~2", ["talks"]),
        ("removed:signing", ["talks"]),
        ("removed:(minister crowns)", []),
        ("removed:(minister OR crowns)", ["talks", "tolls"]),
        ("removed:minister OR added:three", ["talks", "tolls"]),
        ("removed:crowns AND added:crowns", ["tolls"]),
        ("removed:(two AND NOT minister)", ["tolls"]),
        ("removed:eleven -added:thirteen", []),
        ("NOT removed:eleven", ["lamp", "now", "tolls"]),
        ("added:S300", ["tolls"]),
        ("removed:三十一年", ["lamp"]),
        ("removed:年前", []),
        ('added:"三十二年前"', ["lamp"]),
        ("removed:الحارس", ["lamp"]),
        ("signed", ["now"]),  # plain words look for what it says now
        ("removed:eleven status:changed", ["talks"]),
    ],
)  # fmt: skip
def test_what_edits_took_out_and_put_in(engine: SearchEngine, asked: str, wanted: list[str]) -> None:
    engine.apply(Batch(put=EDITED), checkpoint=1)
    results = engine.search(Query(asked))
    assert sorted(found(results)) == wanted
    assert results.notices == ()


def test_a_hit_shows_the_edits_that_answer(engine: SearchEngine) -> None:
    engine.apply(Batch(put=EDITED), checkpoint=1)
    (hit,) = engine.search(Query('removed:"eleven of the fourteen" OR removed:minister')).hits
    told = [(change.kind, change.earlier, change.later) for change in hit.changes]
    assert told == [("removed", on(2024, 1), on(2024, 2)), ("removed", on(2024, 2), on(2024, 3))]
    first, second = (change.snippet.runs for change in hit.changes)
    assert [text for text, matched in first if matched] == ["Eleven", "of", "the", "fourteen"]
    assert "".join(text for text, _ in second) == "The minister signed nothing."
    assert engine.search(Query("crowns")).hits[0].changes == ()


def test_of_a_phrase_only_edits_with_all_of_it_are_shown(engine: SearchEngine) -> None:
    engine.apply(Batch(put=EDITED), checkpoint=1)
    (hit,) = engine.search(Query('removed:"the minister signed"')).hits
    assert ["".join(text for text, _ in change.snippet.runs) for change in hit.changes] == [
        "The minister signed nothing."
    ]
    (lamp,) = engine.search(Query('removed:"三十一年前"')).hits
    assert [change.kind for change in lamp.changes] == ["removed"]
