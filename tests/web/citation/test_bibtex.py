"""BibTeX, read back by pybtex and by bibtexparser, and out of LaTeX by pylatexenc."""

from __future__ import annotations

import pytest
from bibtexparser.entrypoint import parse_string as parse_bibtex
from bibtexparser.model import Entry
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from tests.web.citation.made_up import ADA, ANY_TEXT, HOSTILE, JAN, ORIGINAL, PERMALINK, SHA256, UUID, cited
from web.citation import bibtex
from web.citation.key import key
from web.citation.names import Name, read_names
from web.citation.plain_text import plain

# Commands of LaTeX2e's text symbols (encguide) that pylatexenc has not, or draws as another letter.
SYMBOLS = {
    "textbraceleft": "{", "textbraceright": "}", "textless": "<", "textgreater": ">", "textbar": "|",
    "textasciicircum": "^", "textasciitilde": "~", "textbackslash": "\\",
}  # fmt: skip
LATEX = get_default_latex_context_db()
LATEX.add_context_category(
    "text symbols", macros=[MacroTextSpec(name, text) for name, text in SYMBOLS.items()], prepend=True
)


def as_text(field: str) -> str:
    """What LaTeX would set, as text."""
    reader = LatexNodes2Text(latex_context=LATEX, strict_latex_spaces=True, math_mode="verbatim")
    return str(reader.latex_to_text(field))


def the_entry(text: str) -> Entry:
    """By bibtexparser: one entry, and nothing else."""
    library = parse_bibtex(text, parse_stack=[])
    assert len(library.blocks) == 1
    assert library.failed_blocks == []
    return library.entries[0]


def test_an_entry() -> None:
    assert bibtex.entry(cited(authors=(ADA, JAN))) == (
        "@online{quill2026ferries-" + key(cited()).rpartition("-")[2] + ",\n"
        "  author = {Quill, Ada and van den Berg, Jan},\n"
        "  title = {{Ferries in the fog}},\n"
        "  organization = {Quay},\n"
        "  howpublished = {Quay},\n"
        "  date = {2026-02-09},\n"
        "  year = {2026},\n"
        f"  url = {{{PERMALINK}}},\n"
        "  urldate = {2026-03-01},\n"
        "  langid = {english},\n"
        "  keywords = {Fog, Boats},\n"
        "  note = {Archived 1 March 2026 from "
        "https://quay.example/2026/02/f\\%C3\\%A4hre\\_1{\\textasciitilde}\\%7Bx\\%7D?a=b\\&c=50\\%25},\n"
        f"  annotation = {{Payload SHA-256: {SHA256}. WARC record: {{\\textless}}urn:uuid:{UUID}{{\\textgreater}}. "
        "Fixity: not checked since it was written},\n"
        "  month = feb,\n"
        "}\n\n"
    )


def test_pybtex_reads_the_names_and_the_fields() -> None:
    names = (
        ADA,
        JAN,
        Name(family="Ortega y Gasset", given="José"),
        Name(family="King", given="Ada", suffix="Jr."),
        Name(literal="Oar and Sail, Ltd"),
        Name(literal="نورس"),
        Name(literal="张三"),
    )
    (entry,) = parse_string(bibtex.entry(cited(authors=names)), "bibtex").entries.values()
    people = entry.persons["author"]
    assert [str(person) for person in people[:2]] == ["Quill, Ada", "van den Berg, Jan"]
    assert people[1].prelast_names == ["van", "den"]
    assert people[2].last_names == ["{Ortega y Gasset}"]
    assert people[3].lineage_names == ["Jr."]
    assert [person.last_names for person in people[4:]] == [["{Oar and Sail, Ltd}"], ["{نورس}"], ["{张三}"]]
    assert entry.fields["url"] == PERMALINK
    assert entry.fields["month"] == "February"
    assert as_text(entry.fields["note"]).endswith(ORIGINAL)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_stay_in_their_field(text: str) -> None:
    title = plain(text)
    whole = bibtex.entry(
        cited(title=title, site=title, authors=read_names(text), labels=(title,), lang="x}y", archive=title)
    )
    entry = the_entry(whole)
    assert as_text(entry["title"]) == title
    assert as_text(entry["organization"]) == title
    assert list(parse_string(whole, "bibtex").entries) == [entry.key]
    assert entry["url"].strip("{}") == PERMALINK


@settings(max_examples=60)
@given(ANY_TEXT, ANY_TEXT)
def test_what_goes_in_comes_out(title: str, byline: str) -> None:
    given_title, names = plain(title), read_names(byline)
    whole = bibtex.entry(cited(title=given_title, authors=names))
    assert as_text(the_entry(whole)["title"]) == (given_title or "[Web page at quay.example/f]")
    (entry,) = parse_string(whole, "bibtex").entries.values()
    assert len(entry.persons.get("author", ())) == len(names)


@given(st.lists(ANY_TEXT, max_size=4))
def test_many_are_written_as_they_come(titles: list[str]) -> None:
    texts = list(bibtex.write(cited(title=plain(title)) for title in titles))
    assert len(texts) == len(titles)
    assert len(parse_bibtex("".join(texts[:1]), parse_stack=[]).entries) == len(texts[:1])


def test_what_is_not_known_has_no_field() -> None:
    entry = the_entry(bibtex.entry(cited(title="", authors=(), published=None, lang=None, labels=())))
    assert entry["title"] == "{{[Web page at quay.example/f]}}"
    assert not {"author", "date", "year", "month", "langid", "keywords"} & set(entry.fields_dict)
    assert entry.key.startswith("quaynd-")
