"""What every search engine must do with copies of a text: one hit, exact counts, the original first, each to be had."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from indexer.engine import SearchEngine
from indexer.model import Batch, Document, FacetChoice, Query, Results, Sort
from tests.indexer.made_up import a_document, on
from tests.indexer.prose import prose, syndicated

TEXT = prose(1)
ORIGINAL = a_document(
    "original", TEXT, author="Ada Quill", labels=("Coast", "Trade"), published=on(2024, 5), lang="en"
)
MIRROR = a_document(
    "mirror", syndicated(TEXT), title="From Harbour Notes: ships", source="The Pier", site="pier.example.org",
    url="https://pier.example.org/2024/ships", published=on(2024, 6), labels=("Coast", "Guests"), lang="en",
)  # fmt: skip
RELATED = a_document(
    "related", TEXT.upper(), source="news.example.net", site="news.example.net", kind="related",
    url="https://news.example.net/ships", published=on(2023), lang="en",
)  # fmt: skip
OTHER = a_document("other", prose(2), author="Ada Quill", labels=("Trade",), published=on(2024, 5), lang="en")
ALL = (MIRROR, RELATED, OTHER, ORIGINAL)


@pytest.fixture
def filled(engine: SearchEngine) -> SearchEngine:
    engine.apply(Batch(put=ALL[:2]), checkpoint=1)
    engine.apply(Batch(put=ALL[2:]), checkpoint=2)
    return engine


def found(results: Results) -> list[str]:
    return [hit.document.id for hit in results.hits]


def copies(results: Results) -> list[list[str]]:
    return [[copy.id for copy in hit.copies] for hit in results.hits]


def facet(results: Results, name: str) -> dict[str, int]:
    return {v.value: v.count for f in results.facets if f.name == name for v in f.values}


def test_copies_are_one_hit_that_names_them(filled: SearchEngine) -> None:
    results = filled.search(Query())
    assert found(results) == ["original", "other"]
    assert copies(results) == [["mirror", "related"], []]
    assert (results.total, results.folded) == (2, 2)
    copy = results.hits[0].copies[0]
    assert (copy.url, copy.site, copy.source, copy.published, copy.title) == (
        MIRROR.url, "pier.example.org", "The Pier", MIRROR.published, MIRROR.title,
    )  # fmt: skip
    assert results.hits[0].copied == 2


@pytest.mark.parametrize("sort", list(Sort))
def test_the_original_is_the_hit_in_every_order(filled: SearchEngine, sort: Sort) -> None:
    results = filled.search(Query(f'"{" ".join(TEXT.split()[:4]).rstrip(".")}"', sort=sort))
    assert found(results) == ["original"]


def test_a_copy_that_alone_answers_is_the_hit(filled: SearchEngine) -> None:
    results = filled.search(Query("site:pier.example.org"))
    assert (found(results), copies(results), results.folded) == (["mirror"], [["original", "related"]], 0)
    chosen = filled.search(Query(chosen={"source": FacetChoice(("The Pier",))}))
    assert found(chosen) == ["mirror"]
    assert facet(chosen, "source") == {"Harbour Notes": 2, "The Pier": 1, "news.example.net": 1}
    without = filled.search(Query(chosen={"source": FacetChoice(none_of=("Harbour Notes",))}))
    assert found(without) == ["mirror"]


def test_each_copy_can_be_had(filled: SearchEngine) -> None:
    results = filled.search(Query(each_copy=True))
    assert found(results) == ["mirror", "original", "other", "related"]
    assert (results.total, results.folded) == (4, 0)
    assert facet(results, "label") == {"Coast": 2, "Trade": 2, "Guests": 1}
    assert copies(results)[1] == ["mirror", "related"]


def test_a_value_counts_the_hits_that_choosing_it_gives(filled: SearchEngine) -> None:
    results = filled.search(Query())
    assert facet(results, "label") == {"Trade": 2, "Coast": 1, "Guests": 1}
    assert facet(results, "lang") == {"en": 2}
    assert facet(results, "year") == {"2024": 2, "2023": 1}
    assert [(bar.start.month, bar.count) for bar in results.histogram] == [(1, 1), (5, 2), (6, 1)]
    assert filled.values(Query(), "month").articles == 2


def test_a_suggestion_counts_what_choosing_it_lists(filled: SearchEngine) -> None:
    for typed, said in (("coast", {"Coast": 1}), ("trade", {"Trade": 2}), ("pier", {"The Pier": 1})):
        suggested = {one.text: one.count for one in filled.suggest(typed) if one.kind != "title"}
        assert suggested == said
        (chosen,) = suggested
        kind = "source" if chosen == "The Pier" else "label"
        assert filled.search(Query(chosen={kind: FacetChoice((chosen,))})).total == said[chosen]


def test_a_page_names_its_copies(filled: SearchEngine) -> None:
    assert [copy.id for copy in filled.copies("original")] == ["mirror", "related"]
    assert [copy.id for copy in filled.copies("related")] == ["original", "mirror"]
    assert filled.copies("other") == filled.copies("nobody") == []


def test_what_is_deleted_folds_nothing_away(filled: SearchEngine) -> None:
    filled.apply(Batch(delete=("original",)), checkpoint=3)
    results = filled.search(Query())
    assert (found(results), copies(results)) == (["mirror", "other"], [["related"], []])
    filled.apply(Batch(put=(replace(MIRROR, text=prose(3)),)), checkpoint=4)
    assert found(filled.search(Query())) == ["mirror", "other", "related"]
    filled.apply(Batch(put=(ORIGINAL, MIRROR)), checkpoint=5)
    assert copies(filled.search(Query())) == [["mirror", "related"], []]


def test_titles_alone_and_short_texts_are_no_copies(engine: SearchEngine) -> None:
    notice = "The page that you look for was moved."
    engine.apply(
        Batch(
            put=(
                a_document("a", prose(4), title="Weekly notes"),
                a_document("b", prose(5), title="Weekly notes"),
                a_document("c", notice, title="Ships"),
                a_document("d", notice, title="Boats"),
                a_document("e", "", title="Same"),
                a_document("f", "", title="Same"),
                a_document("g", "Gone fishing.", title="Same"),
                a_document("h", "Gone fishing.", title="Same"),
            )
        ),
        checkpoint=1,
    )
    assert engine.search(Query()).total == 8


def test_a_short_text_word_for_word_under_its_title_is_a_copy(engine: SearchEngine) -> None:
    note = "The ferry does not sail on Monday, “says” the keeper of the lighthouse."
    copy = a_document(
        "copy", note.replace("“", '"').replace("”", '"').upper(),
        title="FERRIES", published=on(2025), source="The Pier",
    )  # fmt: skip
    engine.apply(Batch(put=(a_document("note", note, title="Ferries"), copy)), checkpoint=1)
    assert copies(engine.search(Query())) == [["copy"]]


_NAV = "\n".join(f"What the {noun} cost, and who pays for it" for noun in prose(90, 12).split())
_FRAME = prose(91, 10)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Week {}", lambda at: f"{_FRAME} {prose(200 + at, 12)} {prose(92, 5)}"),
        ("Statement {}", lambda at: f"{_FRAME} {prose(200 + at, 3)} {prose(92, 5)}"),
        ("Live: the storm", lambda at: f"{_FRAME} {' '.join(prose(200 + n, 4) for n in range(at + 1))}"),
        ("Photo {}", lambda at: f"{prose(200 + at, 1)} {_NAV}"),
        ("Open thread", lambda _: "This is an open thread: say what is on your mind, and be kind to each other."),
        ("Open thread", lambda _: f"This is an open thread. {_NAV}"),
        ("Tag {}", lambda at: f"{prose(200 + at, 6)} {_NAV}"),
    ],
    ids=["round-ups", "statements", "live", "captions", "notes", "notes and links", "lists"],
)  # fmt: skip
def test_posts_of_one_site_by_one_template_are_no_copies(
    engine: SearchEngine, title: str, said: Callable[[int], str]
) -> None:
    posts = tuple(
        a_document(f"p{at}", said(at), title=title.format(at), published=on(2024, 1 + at)) for at in range(6)
    )
    engine.apply(Batch(put=posts), checkpoint=1)
    assert engine.search(Query()).total == 6


def test_a_post_at_two_addresses_of_one_site_is_one_text(engine: SearchEngine) -> None:
    printed = a_document("printed", f"{TEXT} Print this page. Send it to a friend.", title="Post original")
    undated = replace(printed, id="undated", published=None)
    again = replace(printed, id="again", published=on(2024, 9))
    other = replace(printed, id="other", title="Another post")
    engine.apply(
        Batch(put=(replace(ORIGINAL, published=printed.published), printed, undated, again, other)),
        checkpoint=1,
    )
    results = engine.search(Query(sort=Sort.OLDEST))
    assert sorted(found(results)) == ["again", "original", "other"]
    assert {hit.document.id: len(hit.copies) for hit in results.hits}["original"] == 2


def test_what_is_news_is_told_once(engine: SearchEngine) -> None:
    def told(query: Query = Query()) -> list[str]:  # noqa: B008 -- frozen
        return [document.id for document in engine.news(query)]

    engine.apply(
        Batch(put=(replace(MIRROR, news_at=on(2026, 1)), replace(OTHER, news_at=on(2026, 2)))), checkpoint=1
    )
    engine.apply(Batch(put=(replace(ORIGINAL, news_at=on(2026, 3)),)), checkpoint=2)
    assert told() == ["other", "mirror"]  # the original of a copy that was told already is none
    assert told(Query(each_copy=True)) == ["original", "other", "mirror"]
    assert told(Query("source:harbour")) == [
        "original",
        "other",
    ]  # whoever follows one source was told of no copy
    edited = replace(ORIGINAL, news_at=on(2026, 4), last_changed=on(2026, 4), status="changed")
    engine.apply(Batch(put=(edited,)), checkpoint=3)
    assert told() == ["original", "other"]


def test_no_chain_makes_copies_of_what_is_not_alike(engine: SearchEngine) -> None:
    """Each takes over most of the one before: the last has little of the first."""
    sentences = prose(6, 60).split(". ")
    links = [
        a_document(f"n{at}", ". ".join(sentences[at * 6 : at * 6 + 30]), published=on(2024, 1 + at))
        for at in range(5)
    ]
    engine.apply(Batch(put=tuple(links)), checkpoint=1)
    for hit in engine.search(Query(sort=Sort.OLDEST)).hits:
        for copy in hit.copies:
            assert abs(int(copy.id[1]) - int(hit.document.id[1])) == 1


def test_however_many_mirrors_are_one_text(engine: SearchEngine) -> None:
    mirrors = [
        a_document(f"n{at:03}", syndicated(TEXT, f"Pier {at}"), source=f"Pier {at}", published=on(2025))
        for at in range(150)
    ]
    engine.apply(Batch(put=tuple(mirrors[:90])), checkpoint=1)
    assert engine.search(Query()).total == 1
    engine.apply(Batch(put=(*mirrors[90:], ORIGINAL)), checkpoint=2)
    results = engine.search(Query())
    assert (found(results), results.hits[0].copied, results.folded) == (["original"], 150, 150)
    engine.apply(Batch(delete=("original",)), checkpoint=3)
    assert (found(engine.search(Query())), engine.search(Query()).folded) == (["n000"], 149)


@pytest.mark.parametrize(("sites", "frame"), [(1, 30), (10, 30), (300, 4)])
def test_however_many_posts_by_one_template_are_no_copies(
    engine: SearchEngine, sites: int, frame: int
) -> None:
    """On one site, or on those of a network, it may be most of what each says; on many, half of it."""
    posts = [
        a_document(f"n{at:03}", f"{prose(500 + at, 4)} {prose(7, frame)}", source=f"Pier {at % sites}")
        for at in range(300)
    ]
    engine.apply(Batch(put=(*posts, replace(posts[0], id="copy", source="A mirror"))), checkpoint=1)
    results = engine.search(Query(sort=Sort.OLDEST))
    assert (results.total, results.folded) == (300, 1)


# Counts against a model


@cache
def _worded(text: int, changed: int) -> str:
    words = prose(100 + text, 40)
    return syndicated(words, f"Site {changed}") if changed else words


def _made(chance: random.Random) -> list[Document]:
    """Some Documents of four texts, each with facts of its own."""
    made = []
    for at in range(chance.randint(1, 14)):
        text, year, changed = chance.randrange(4), chance.choice((0, 2022, 2023)), chance.randrange(3)
        made.append(
            a_document(
                f"d{at:02}",
                _worded(text, changed),
                title=f"Title {text}",
                source=f"Source {changed}",
                labels=tuple(f"L{n}" for n in range(3) if chance.random() < 0.4),
                published=on(year, 1 + changed) if year else None,
                kind=chance.choice(("post", "related")),
                author=chance.choice((None, "Ada Quill", "Ben Rook")),
            )
        )
    return made


@pytest.mark.parametrize("seed", range(6))
def test_every_count_is_of_the_hits_that_choosing_gives(engine: SearchEngine, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  (repeatable, not secret)
    held = _made(chance)
    gone = {document.id for document in held if chance.random() < 0.15}
    edges = sorted({0, len(held), *(chance.randrange(len(held)) for _ in range(3))})
    for start, end in pairwise(edges):
        engine.apply(Batch(put=tuple(held[start:end])), checkpoint=end)
    engine.apply(Batch(delete=tuple(gone)), checkpoint=99)
    alive = [document for document in held if document.id not in gone]
    whole = engine.search(Query(per_page=100))
    texts = _texts(alive)
    assert whole.total == len(whole.hits) == len(texts)
    assert whole.total + whole.folded == len(alive)
    assert [document.id for document in engine.listed(Query())] == found(whole)
    for one in whole.facets:
        for value in one.values:
            choice = {one.name: FacetChoice((value.value,))}
            chosen = engine.search(Query(chosen=choice, per_page=100))
            assert (value.value, value.count) == (value.value, chosen.total)
            assert len(chosen.hits) == chosen.total
            assert facet(chosen, one.name) == facet(whole, one.name)
    for bar in whole.histogram:
        month = FacetChoice((bar.start.isoformat()[:7],))
        assert engine.search(Query(chosen={"month": month})).total == bar.count
    for hit in whole.hits:
        assert [hit.document.id, *(copy.id for copy in hit.copies)] in texts
    pages = [engine.search(Query(page=page, per_page=2)) for page in range(1, whole.total // 2 + 2)]
    assert [name for page in pages for name in found(page)] == found(whole)


def _texts(alive: list[Document]) -> list[list[str]]:
    """The ids of each text's Documents, the original first."""
    texts: list[list[Document]] = []
    for document in sorted(alive, key=_originality):
        known = next((text for text in texts if _one_text(text[0], document)), None)
        if known:
            known.append(document)
        else:
            texts.append([document])
    return [[document.id for document in text] for text in texts]


def _one_text(original: Document, other: Document) -> bool:
    """On one site (where these have one wording) only if they are of one day, as far as is known."""
    dates = {original.published, other.published} - {None}
    return original.title == other.title and (original.source != other.source or len(dates) < 2)


def _originality(document: Document) -> tuple[bool, bool, float, str]:
    published = document.published
    moment = published.timestamp() if published else 0.0
    return document.kind == "related", published is None, moment, document.id
