"""The passages of an edit: what changed, in its sentence; what moved or is only set otherwise is in none."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.extract import extract
from indexer.model import Article, Passage
from indexer.wording import text_digest
from indexer.wording.difference import Kind, difference
from indexer.wording.passages import MOST, passages
from tests.indexer.wording.pairs import PAIRS
from tests.indexer.wording.themes import plain


def of(before: str, after: str) -> tuple[list[str], list[str]]:
    """What was removed and what was added, with what changed in [brackets]."""
    found = passages(Article(text=before), Article(text=after))
    return [shown(passage) for passage in found.removed], [shown(passage) for passage in found.added]


def shown(passage: Passage) -> str:
    text = passage.text
    for start, end in reversed(passage.changed):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


def test_a_passage_is_the_sentence_around_a_change() -> None:
    before = "It rained.\nEleven of the fourteen are agreed. We left at noon, and went by the shore."
    after = "It rained.\nThirteen of the fourteen are agreed. We left at dusk, and went by the pier."
    removed, added = of(before, after)
    assert removed == ["[Eleven] of the fourteen are agreed.", "We left at [noon], and went by the [shore]."]
    assert added == ["[Thirteen] of the fourteen are agreed.", "We left at [dusk], and went by the [pier]."]


def test_what_moved_is_in_none() -> None:
    one, two = "The heron left the quay at six.", "The plover waited for the fog to lift."
    assert of(f"{one}\n{two}", f"{two}\n{one}") == ([], [])


def test_a_sign_alone_is_no_passage() -> None:
    assert of("bread, letters and salt", "bread, letters, and salt") == ([], [])


def test_a_title_comes_first() -> None:
    found = passages(Article(text="One word.", title="Old"), Article(text="Another word.", title="New"))
    assert [shown(passage) for passage in found.added] == ["[New]", "[Another] word."]


def test_more_than_is_kept_is_told() -> None:
    found = passages(Article(text=""), Article(text="Many words. " * (MOST // 6)))
    assert found.cut
    assert sum(len(passage.text) for passage in found.added) <= MOST


@given(
    st.lists(
        st.sampled_from(["fog", "ferry", "quay", ".", "!", ",", "\n", "the", "北", "の", "112"]), max_size=40
    ),
    st.data(),
)
def test_what_is_marked_is_what_differs(words: list[str], data: st.DataObject) -> None:
    before = " ".join(words)
    after = " ".join(data.draw(st.permutations(words)))
    found = passages(Article(text=before), Article(text=after))
    for text, kept in ((before, found.removed), (after, found.added)):
        for passage in kept:
            assert passage.text in text
            assert passage.changed == tuple(sorted(passage.changed))
            assert all(0 <= start < end <= len(passage.text) for start, end in passage.changed)


def test_the_digest_and_the_passages_are_one_measure() -> None:
    """Over all pairs of the measure: words differ where the digest moves, and nowhere else."""
    for pair in PAIRS:
        before, after = (
            extract(page.encode(), "https://pier.example/a")
            for page in (plain(*pair.before), pair.reset(plain(*pair.after)))
        )
        told = text_digest(before) != text_digest(after)
        found = [
            difference(old or "", new or "")
            for old, new in ((before.title, after.title), (before.text, after.text))
        ]
        assert any(one.changed for one in found) is told, pair.name
        moved = sum(one.words(Kind.MOVED) for one in found)
        if not told:
            edit = passages(before, after)
            assert (edit.added, edit.removed, moved) == ((), (), 0), pair.name
