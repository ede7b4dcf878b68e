"""What lies in a segment, and in one that was merged, is what each text's own analysis says, posting by posting."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.language.analysis import FIELD_GAP, Analysis, analyse
from indexer.language.detect import evident
from indexer.language.stemming import rules_of
from indexer.model import Batch, Document
from indexer.whoosh_engine.engine import WhooshEngine
from indexer.whoosh_engine.schema import NOWHERE, TITLE_WEIGHT, PackedPositions
from tests.indexer.made_up import a_document

Postings = dict[tuple[str, str, str], tuple[float, bytes]]
"""By field, term and Document: the weight, and the positions as they are kept."""

encode = PackedPositions().encode

ODD = st.sampled_from(
    [
        "S-300", "U.S.", "don't", "C++", "l'eau", "d'Artagnan", "well-known", "1,000", "3.14", "a", "the", "Müller",
        "naïve", "ß", "ﬁne", "running", "runs", "e-mail", "a-b-c-d-e-f-g", "O'Brien's", "x" * 90, "Москва", "ёлка",
        "в", "القاهرة", "والكتاب", "می‌خواهم", "שלום", "צה״ל", "中文新聞", "東京タワー", "한국에서는", "서울", "ไทย",
        "S300型", "年2024", "…", "-", "\u200b", "e\u0301", "\u00a0", "😀", "İstanbul", "ΑΘΗΝΑ", "हिन्दी", "x\u0000y",
    ]
)  # fmt: skip
BLANKS = st.sampled_from([" ", "  ", "\n", "\t", "\u00a0", "\u2003", "\u2028", "\x1c", ", ", "-", ".", ""])
TEXTS = st.lists(st.tuples(ODD | st.text(max_size=8), BLANKS), max_size=30).map(
    lambda pieces: "".join(word + blank for word, blank in pieces)
)
RULED = st.sampled_from([None, "en", "de", "fr", "ru", "fa", "tr", "xx"])


def expected(document: Document) -> Postings:
    """The postings of one Document's words, by the analysis of one text after another."""
    rules = rules_of(document.lang or evident(document.text))
    author, labels, source = document.author or "", document.labels, document.source
    title, rest = (
        analyse(document.title, rules=rules),
        analyse(author, *labels, source, document.text, rules=rules),
    )
    shift = title.end + FIELD_GAP
    found: Postings = {}
    for term in title.positions.keys() | rest.positions.keys():
        places = [*title.positions.get(term, ()), *(shift + n for n in rest.positions.get(term, ()))]
        weight = TITLE_WEIGHT * count(title, term) + count(rest, term)
        found["text", term, document.id] = (weight, encode(places))
    found |= {("words", term, document.id): (1, b"") for term in title.surfaces | rest.surfaces}
    small = {"title": title, "author": analyse(author, rules=rules), "label": analyse(*labels, rules=rules)}
    small |= {"source": analyse(source, rules=rules), "url": analyse(document.url, rules=rules)}
    for name, analysis in small.items():
        found |= {(name, term, document.id): (1, NOWHERE) for term in analysis.surfaces}
        for term, places in analysis.positions.items():
            found[name, term, document.id] = (count(analysis, term), encode(places))
    return found


def count(analysis: Analysis, term: str) -> int:
    return analysis.count(term) if term in analysis.positions else 0


def kept(engine: WhooshEngine, fields: Iterable[str]) -> Postings:
    """All postings of some fields that an engine's segments hold."""
    found: Postings = {}
    for part in engine.edition().parts:
        ids = [key.decode() for key in part.segment.keys.tolist()]
        for name in fields:
            for term in part.segment.terms(name, b""):
                postings = part.segment._read(name, term, positions=True)
                values = postings.values or [b""] * len(postings.ids)
                for n, weight, value in zip(
                    postings.ids.tolist(), postings.weights.tolist(), values, strict=True
                ):
                    if part.alive is None or part.alive[n]:
                        found[name, term.decode(), ids[n]] = (weight, value)
    return found


@settings(max_examples=12)
@given(
    st.lists(
        st.tuples(TEXTS, TEXTS, TEXTS, st.lists(TEXTS, max_size=3), TEXTS, RULED), min_size=1, max_size=6
    )
)
def test_what_is_kept_is_what_analysis_says(
    texts: list[tuple[str, str, str, list[str], str, str | None]],
) -> None:
    documents = [
        a_document(f"d{n}", text, title=title, author=author, labels=tuple(labels), source=source, lang=lang)
        for n, (title, text, author, labels, source, lang) in enumerate(texts)
    ]
    wanted: Postings = {}
    for document in documents:
        wanted |= expected(document)
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine.open(Path(folder))
        for number, document in enumerate(documents):  # a segment each: they are merged
            engine.apply(Batch(put=(document,)), checkpoint=number)
        fields = {name for name, _, _ in wanted}
        assert kept(engine, fields) == wanted
        while engine.merge():
            assert kept(engine, fields) == wanted
        engine.apply(Batch(put=tuple(documents)), checkpoint=9)  # in one segment
        assert kept(engine, fields) == wanted
        assert len(engine.edition().parts) == 1
