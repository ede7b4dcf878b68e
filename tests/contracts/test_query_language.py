"""Every field and sign of ``indexer.querylang``, in the languages of the sources: what it finds, and what it does not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.uri import page_surt
from indexer.engine import SearchEngine
from indexer.linked import links_question
from indexer.model import Batch, Passage, Query, Version
from indexer.querylang import BOUNDS, FIELDS, OPERATORS
from tests.conftest import MovableClock
from tests.contracts.conftest import Opener
from tests.indexer.made_up import a_document, on


def keys(*urls: str) -> tuple[str, ...]:
    return tuple(map(page_surt, urls))


CITED = "https://cited.example/2024/05/tides.html"
ARTICLES = (
    a_document(
        "en",
        "Prices of gas and oil rose before the election. The S-300 in C++.", title="Gas prices", author="Ada Quill",
        labels=("Energy", "Foreign policy"), lang="en", links=keys(CITED, "https://www.cited.example/",
        "http://a.other.example/x?id=1"),
    ),
    a_document(
        "ru", "Цены на газ и нефть растут. Выборы в парламент.", title="Цены на газ", author="Анна Перова",
        labels=("Энергия",), lang="ru", published=on(2023, 3), source="Маяк", site="mayak.example",
        url="https://mayak.example/novosti/gaz.html",
        links=keys("http://cited.example/2024/05/tides.html?utm_source=x#end"),
    ),
    a_document(
        "ar",
        "ارتفعت أسعار الغاز والنفط قبل الانتخابات.", title="أسعار الغاز", author="ليلى حداد", labels=("طاقة",),
        lang="ar", published=on(2022, 7), kind="page", status="changed",
        versions=(
            Version(1, on(2024, 1), "1:a"),
            Version(2, on(2024, 2), "1:b", (Passage("ارتفعت أسعار الغاز", ((0, 6),)),),
            (Passage("هبطت أسعار الغاز", ((0, 4),)),)),
        ),
    ),
    a_document(
        "he",
        "מחירי הגז והנפט עלו לפני הבחירות. צה״ל.", title="מחירי הגז", author="דנה לוי", labels=("אנרגיה",),
        lang="he", published=on(2021, 7), kind="related", status="gone", site="he.example.com",
        url="https://he.example.com/a/gaz.html",
    ),
    a_document(
        "zh",
        "天然气和石油价格在选举前上涨。", title="天然气价格", author="王伟", labels=("能源",), lang="zh",
        published=on(2020, 7), links=keys("https://other.example/"),
    ),
)  # fmt: skip
ALL = "ar en he ru zh"

FINDS: dict[str, list[tuple[str, str]]] = {
    "words": [
        ("gas prices", "en"), ("цена газа", "ru"), ("الأسعار والغاز", "ar"), ("מחיר הנפט", "he"),
        ("石油价格", "zh"),
        ("gas and oil", "en"), ("not gas", "en"), ("GAS", "en"), ("ＧＡＳ", "en"), ("C++", "en"), ("C#", ""),
        ("#gas", "en"),
        ("@gas", "en"), ("🙂 gas", "en"), ("--gas", "en"), ("S300", "en"), ("غاز، نفط", "ar"),
        ("газ, нефть", "ru"), ("nobody", ""),
    ],
    '"…"': [
        ('"gas and oil"', "en"), ('"oil and gas"', ""), ("“gas and oil”", "en"), ("„gas and oil“", "en"),
        ("«газ и нефть»", "ru"),
        ("«нефть и газ»", ""), ('"أسعار الغاز"', "ar"), ("«الغاز أسعار»", ""), ('"הגז והנפט"', "he"),
        ('"צה"ל"', "he"),
        ("「石油价格」", "zh"), ("『价格石油』", ""), ('"石油价格"', "zh"),
    ],
    '"…"~n': [('"gas oil"~2', "en"), ('"gas oil"', ""), ('"газ нефть"~2', "ru"), ('"ارتفعت الغاز"~2', "ar"),
        ('"oil gas"~2', "")],
    "-": [
        ("-gas", "ar he ru zh"), ("gas -oil", ""), ("-газ", "ar en he zh"), ("-الغاز", "en he ru zh"),
        ("-石油", "ar en he ru"),
        ('-"gas and oil"', "ar he ru zh"), ('-"oil and gas"', ALL), ("-(gas OR газ)", "ar he zh"),
        ("-(gas газ)", ALL),
        ("-title:gas", "ar he ru zh"), ("title:-gas", "ar he ru zh"), ("-pri*", "ar he ru zh"),
        ("-prises~", "ar he ru zh"),
        ("－石油", "ar en he ru"), ("-lang:en -lang:ru", "ar he zh"), ("-year:2023 -before:2022", "ar en"),
    ],
    "AND": [("gas AND oil", "en"), ("gas AND газ", ""), ("gas AND -oil", ""), ("газ AND нефть", "ru"),
        ("石油 AND 价格", "zh"),
            ("gas AND NOT wind", "en")],
    "OR": [("gas OR газ", "en ru"), ("الغاز OR הגז OR 石油", "ar he zh"), ("gas OR nobody", "en"),
        ("nobody OR noone", ""),
           ("gas OR -oil", ALL), ("gas OR газ AND нефть", "en ru")],
    "NOT": [("NOT gas", "ar he ru zh"), ("NOT label:energy", "ar he ru zh"), ("oil NOT gas", ""),
        ("нефть NOT wind", "ru"),
            ("NOT (gas OR газ)", "ar he zh")],
    "(…)": [("(gas OR газ) -oil", "ru"), ("title:(gas OR газ)", "en ru"), ("title:(gas oil)", ""),
        ("（石油 OR 煤） 价格", "zh"),
            ("(gas OR (газ нефть))", "en ru"), ("author:(ada OR анна) oil", "en")],
    "*": [("pric*", "en"), ("title:pri*", "en"), ("title:elec*", ""), ("выбо*", "ru"), ("الانتخ*", "ar"),
        ("מחיר*", "he"),
          ("石油*", "zh"), ("label:for*", "en"), ("author:ква*", ""), ("lang:e*", ""),
          ("site:he.exam*", "he")],
    "~": [("prises~", "en"), ("prixes~", "en"), ("preses~2", "en"), ("prixxs~", ""), ("title:prises~", "en"),
        ("выбори~", "ru"),
          ("gas~0", "en"), ("gaz~", "en")],
    "title": [("title:prices", "en"), ("title:election", ""), ("title:цена", "ru"), ("title:الغاز", "ar"),
        ("title:מחיר", "he"),
              ("title：价格", "zh"), ('TITLE:"gas prices"', "en"), ("title：「天然气价格」", "zh"),
              ("\u200ftitle:אסעאר", "")],
    "author": [("author:quill", "en"), ('author:"ada quill" OR author:перова', "en ru"),
        ("author:ليلى", "ar"), ("author:לוי", "he"),
               ("author:王伟", "zh"), ("author:gas", "")],
    "label": [("label:energy", "en"), ('label:"foreign policy"', "en"), ('label:"policy foreign"', ""),
        ("label:энергия", "ru"),
              ("label:طاقة", "ar"), ("label:אנרגיה", "he"), ("label:能源", "zh"), ("label:gas", "")],
    "source": [("source:маяк", "ru"), ("source:harbour", "ar en he zh"), ("source:gas", "")],
    "site": [("site:mayak.example", "ru"), ("site:example.com", "ar en he zh"),
        ("site:https://he.example.com/x", "he"),
             ("site:he.example.com:80", "he"), ("site:example", ""), ("-site:example.com", "ru")],
    "url": [("url:novosti/gaz", "ru"), ("url:gaz", "he ru"), ("url:gaz/novosti", ""),
        ("url:https://mayak.example/novosti/gaz.html", "ru"),
            ('url:"a/gaz"', "he")],
    "links": [
        (f"links:{CITED}", "en ru"), ("links:cited.example/2024/05/tides.html", "en ru"),
        ("links:cited.example", "en ru"),
        ("links:https://cited.example", "en"), ("links:cited.example/2024/*", "en ru"),
        ("links:cited.example/2023/*", ""),
        ("links:other.example", "en zh"), ("links:a.other.example", "en"),
        ("links:https://other.example/", "zh"),
        ('links:"http://a.other.example/x?id=1"', "en"), ("links:a.other.example/x?id=2", ""),
        ("-links:cited.example", "ar he zh"),
        ("links:cit*", "en ru"), ("links:WWW.Cited.example gas", "en"),
        ("links:(a.other.example OR other.example)", "en zh"),
    ],
    "lang": [("lang:en", "en"), ("lang:RU", "ru"), ("lang:(ar OR he)", "ar he"), ("lang:fr", "")],
    "kind": [("kind:page", "ar"), ("kind:Related", "he"), ("kind:none", "")],
    "status": [("status:gone", "he"), ('status:"changed"', "ar"), ("status:none", "")],
    "removed": [("removed:هبطت", "ar"), ("removed:ارتفعت", ""), ('removed:"هبطت أسعار"', "ar")],
    "added": [("added:ارتفعت", "ar"), ("added:هبطت", ""), ("added:الغاز", "")],
    "before": [("before:2021", "zh"), ("before:2021-07", "zh"), ("before:2021-07-02", "he zh"),
        ("before:1990", ""), ('before:"2021"', "zh")],
    "after": [("after:2024", "en"), ("after:2023-03-02", "en"), ("after:2030", ""),
        ("after:2022-7 before:2023", "ar")],
    "year": [("year:2023", "ru"), ("year:(2020 OR 2021)", "he zh"), ("year:1999", "")],
}  # fmt: skip
"""Of each row of the tables: what is asked, and the ids that answer, in order."""

SAID: list[tuple[str, str, str]] = [
    ("before:soon gas", "en", "no date"),
    ("after:2024-02-31", "", "no date"),
    ("year:20*", "", "no date"),
    ("links:mailto:a@b gas", "en", "no web address"),
    ("title: gas", "en", "wants a word right after it"),
    ("gas OR", "en", "nothing to join"),
    ("OR gas", "en", "nothing to join"),
    ("gas NOT", "en", "nothing to join"),
    ("(gas OR) oil", "en", "nothing to join"),
    ("gas AND OR oil", "en", "only the first was used"),
    ('"gas and', "en", "no partner"),
    ('"gas" oil"', "en", "no partner"),
    ("(gas", "en", "brackets"),
    ("gas)", "en", "brackets"),
    ("*gas", "en", "* works only"),
    ("g*s", "en", "* works only"),
    ('"gas an*"', "", "* works only"),
    ("p*", "", "at least 2 letters before *"),
    ("石油~", "zh", "~ looks for one word"),
    ("gas~9", "en", "up to 2 letters"),
    ('"gas oil"~5000', "en", "at most 1,000"),
    ("🙂", "", "no word"),
    ("", ALL, ""),
]


@pytest.fixture(scope="module")
def engine(opener: Opener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    opened = opener(tmp_path_factory.mktemp("asked"), MovableClock(on(2026)))
    opened.apply(Batch(put=ARTICLES), checkpoint=1)
    yield opened
    opened.close()


def ids(engine: SearchEngine, asked: str) -> str:
    return " ".join(sorted(hit.document.id for hit in engine.search(Query(asked)).hits))


@pytest.mark.parametrize("row", FINDS)
def test_each_row_finds_what_it_says_and_nothing_else(engine: SearchEngine, row: str) -> None:
    for asked, wanted in FINDS[row]:
        assert (asked, ids(engine, asked)) == (asked, wanted)
        if not wanted:
            continue
        notices = engine.search(Query(asked)).notices
        assert (asked, notices) == (asked, (BOUNDS["prefix"].text,) if asked == "lang:e*" else ())


def test_each_row_of_the_tables_is_shown_to_find_and_not_to_find() -> None:
    assert set(FINDS) == {*FIELDS, *(operator.sign for operator in OPERATORS)}
    for row, asked in FINDS.items():
        answers = {wanted for _, wanted in asked}
        assert len(answers) > 1, f"{row} finds the same whatever is asked"
        assert any(answers), f"{row} finds nothing"


@pytest.mark.parametrize(("asked", "wanted", "said"), SAID)
def test_what_is_not_understood_is_searched_as_words_and_said(
    engine: SearchEngine, asked: str, wanted: str, said: str
) -> None:
    results = engine.search(Query(asked))
    assert " ".join(sorted(hit.document.id for hit in results.hits)) == wanted
    assert said in " ".join(results.notices)


def test_the_search_for_links_to_a_page_can_be_asked_again(engine: SearchEngine) -> None:
    assert ids(engine, links_question(CITED) or "") == "en ru"
    assert links_question("https://a.example/x_(y)") == 'links:"https://a.example/x_(y)"'
    assert links_question("https://a.example/" + "x" * 600) is None


PIECES = st.sampled_from(
    [*"\"()*~-:^[]{}\\/.,'“”„«»「」（）：、،؛״״~*?+!|&#@%", " ", "  ", " AND ", " OR ", " NOT ", "AND",
    "or", *(f"{name}:" for name in FIELDS),
     "gas", "газ", "الغاز", "הגז", "石油", "~2", "~99", "2024", "2024-02-31", "http://a.example/?q=(x)",
     "a@b.example", "C++", "🙂",
     "\u200f", "\u202e", "\u200b", "\x00", "\ud800", "e\u0301", "\u0301" * 9]
)  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=30).map("".join)))
def test_whatever_is_typed_has_an_answer_or_a_reason(engine: SearchEngine, typed: str) -> None:
    results = engine.search(Query(typed))
    assert results.mode in ("all", "any")
    assert results.total or results.notices or results.understood_as
    assert "could not be understood" not in " ".join(results.notices)
