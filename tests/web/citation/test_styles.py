"""Formatted text, style by style. What stands before the archive's address is what citeproc-js makes of the styles' own
CSL files (``tests/peers/test_citation_styles.py`` holds us to it); what follows is ours."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from tests.web.citation.made_up import ADA, ANY_TEXT, HOSTILE, JAN, ORIGINAL, PERMALINK, cited
from web.citation.citation import Kind
from web.citation.names import Name, read_names
from web.citation.plain_text import plain
from web.citation.styles import STYLES, USUAL
from web.citation.styles.people import initials
from web.citation.styles.run import text_of

FOG = Name(literal="City of Fog")
SEVEN = tuple(Name(family=f"Oar{letter}", given=f"Ben {letter.upper()}.") for letter in "abcdefg")
CASES: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "one author": (
        {},
        {
            "apa": "Quill, A. (2026, February 9). Ferries in the fog. Quay. PERMALINK "
            "(Archived March 1, 2026, from ORIGINAL)",
            "chicago": "Quill, Ada. “Ferries in the fog.” Quay, February 9, 2026. PERMALINK. "
            "Archived March 1, 2026, from ORIGINAL.",
            "chicago-author-date": "Quill, Ada. 2026. “Ferries in the fog.” Quay, February 9. PERMALINK. "
            "Archived March 1, 2026, from ORIGINAL.",
            "mla": "Quill, Ada. “Ferries in the fog.” Quay, 9 Feb. 2026. Harbour Archive, PERMALINK. "
            "Archived 1 Mar. 2026 from ORIGINAL.",
            "harvard": "Quill, A. (2026) ‘Ferries in the fog’, Quay, 9 February. Available at: PERMALINK "
            "(Archived 1 March 2026 from ORIGINAL).",
            "ieee": "A. Quill, “Ferries in the fog,” Quay, Feb. 9, 2026. [Online]. Available: PERMALINK "
            "(Archived Mar. 1, 2026, from ORIGINAL).",
            "wikipedia": "{{cite web |last1=Quill |first1=Ada |title=Ferries in the fog |website=Quay |date=2026-02-09 "
            "|language=en |url=ORIGINAL_INERT |archive-url=PERMALINK_INERT |archive-date=2026-03-01}}",
        },
    ),
    "two authors, a question with quotes": (
        {"authors": (ADA, JAN), "title": "Who “sails”?"},
        {
            "apa": "Quill, A., & van den Berg, J. (2026, February 9). Who “sails”? Quay. PERMALINK",
            "chicago": "Quill, Ada, and Jan van den Berg. “Who ‘sails’?” Quay, February 9, 2026. PERMALINK.",
            "mla": "Quill, Ada, and Jan van den Berg. “Who ‘sails’?” Quay, 9 Feb. 2026.",
            "harvard": "Quill, A. and van den Berg, J. (2026) ‘Who “sails”?’, Quay, 9 February.",
            "ieee": "A. Quill and J. van den Berg, “Who ‘sails’?” Quay, Feb. 9, 2026.",
        },
    ),
    "three, one with a German particle, one a body": (
        {"authors": (Name(family="Humboldt", given="Eva Maria", particle="von"), JAN, FOG)},
        {
            "apa": "von Humboldt, E. M., van den Berg, J., & City of Fog. (2026, February 9).",
            "chicago": "Humboldt, Eva Maria von, Jan van den Berg, and City of Fog. “",
            "mla": "Humboldt, Eva Maria von, et al. “Ferries",
            "harvard": "von Humboldt, E.M., van den Berg, J. and City of Fog (2026) ‘",
            "ieee": "E. M. von Humboldt, J. van den Berg, and City of Fog, “",
        },
    ),
    "seven authors": (
        {"authors": SEVEN},
        {
            "apa": "Oara, B. A., Oarb, B. B., Oarc, B. C., Oard, B. D., Oare, B. E., Oarf, B. F., & Oarg, B. G. (2026",
            "chicago": "Oara, Ben A., Ben B. Oarb, Ben C. Oarc, et al. “",
            "harvard": "Oara, B.A. et al. (2026) ‘",
            "ieee": "B. A. Oara et al., “",
        },
    ),
    "no author": (
        {"authors": ()},
        {
            "apa": "Ferries in the fog. (2026, February 9). Quay. PERMALINK",
            "chicago": "“Ferries in the fog.” Quay, February 9, 2026. PERMALINK.",
            "chicago-author-date": "“Ferries in the fog.” 2026. Quay, February 9. PERMALINK.",
            "mla": "“Ferries in the fog.” Quay, 9 Feb. 2026. Harbour",
            "harvard": "‘Ferries in the fog’ (2026) Quay, 9 February. Available",
            "ieee": "“Ferries in the fog,” Quay, Feb. 9, 2026.",
        },
    ),
    "no date": (
        {"published": None},
        {
            "apa": "Quill, A. (n.d.). Ferries in the fog. Quay. ",
            "chicago": "Quill, Ada. “Ferries in the fog.” Quay, n.d. PERMALINK.",
            "chicago-author-date": "Quill, Ada. n.d. “Ferries in the fog.” Quay. PERMALINK.",
            "mla": "Quill, Ada. “Ferries in the fog.” Quay. Harbour Archive, PERMALINK.",
            "harvard": "Quill, A. (no date) ‘Ferries in the fog’, Quay. Available",
            "ieee": "A. Quill, “Ferries in the fog,” Quay. [Online]",
        },
    ),
    "a page without author and date": (
        {"kind": Kind.PAGE, "authors": (), "published": None},
        {
            "apa": "Ferries in the fog. (n.d.). Quay. PERMALINK",
            "chicago": "Quay. “Ferries in the fog.” PERMALINK.",
            "chicago-author-date": "Quay. n.d. “Ferries in the fog.” PERMALINK.",
            "mla": "“Ferries in the fog.” Quay. Harbour Archive, PERMALINK",
            "harvard": "Ferries in the fog (no date) Quay. Available at: PERMALINK",
        },
    ),
    "an image, of which nothing is known": (
        {"kind": Kind.FILE, "authors": (), "published": None, "title": "", "description": "Image at quay.example/boat.png"},
        {
            "apa": "[Image at quay.example/boat.png]. (n.d.). Quay. PERMALINK",
            "chicago": "Quay. [Image at quay.example/boat.png]. PERMALINK.",
            "mla": "[Image at quay.example/boat.png]. Quay. Harbour Archive, PERMALINK.",
            "harvard": "[Image at quay.example/boat.png] (no date) Quay. Available",
            "ieee": "[Image at quay.example/boat.png], Quay. [Online]",
        },
    ),
    "a site that is its own author": (
        {"authors": (Name(literal="Quay"),)},
        {
            "apa": "Quay. (2026, February 9). Ferries in the fog. PERMALINK",
            "chicago": "Quay. “Ferries in the fog.” February 9, 2026. PERMALINK.",
            "mla": "“Ferries in the fog.” Quay, 9 Feb. 2026.",
            "harvard": "Quay (2026) ‘Ferries in the fog’, 9 February. Available",
        },
    ),
    "from an export": (
        {"told_by": "an export"},
        {"apa": "Quill, A. (2026, February 9). Ferries in the fog. Quay. PERMALINK "
         "(Text from an export, kept March 1, 2026; original at ORIGINAL)"},
    ),
    "an Arabic name has no initials": (
        {"authors": (Name(family="العلي", given="محمد"),), "title": "رسالة من الليل؟"},
        {"apa": "العلي, محمد. (2026, February 9). رسالة من الليل؟ Quay. PERMALINK"},
    ),
}  # fmt: skip


def written(style: str, **changes: Any) -> str:
    return text_of(STYLES[style][1](cited(**changes)))


@pytest.mark.parametrize(
    ("case", "style"), [(case, style) for case, (_, texts) in CASES.items() for style in texts]
)
def test_formatted_text(case: str, style: str) -> None:
    changes, texts = CASES[case]
    inert = ORIGINAL.replace("&", "&#38;"), PERMALINK.replace("&", "&#38;")
    wanted = texts[style].replace("ORIGINAL_INERT", inert[0]).replace("PERMALINK_INERT", inert[1])
    wanted = wanted.replace("ORIGINAL", ORIGINAL).replace("PERMALINK", PERMALINK)
    assert written(style, **changes).startswith(wanted)


@pytest.mark.parametrize("style", STYLES)
def test_every_style_gives_all_that_a_citation_needs(style: str) -> None:
    text = written(style).replace("&#38;", "&")
    for part in ("Quill", "Ferries in the fog", "Quay", "2026", PERMALINK, ORIGINAL):
        assert part in text
    if style != "wikipedia":
        assert text.index(PERMALINK) < text.rindex(ORIGINAL)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_stay_on_one_line(style: str, text: str) -> None:
    title = plain(text)
    line = written(style, title=title, site=title, authors=read_names(text), archive=title)
    assert line.splitlines() == [line]
    if style == "wikipedia":
        assert line.count("{{") == line.count("}}") == 1
        assert "[[" not in line
        assert "<" not in line


@settings(max_examples=40)
@given(ANY_TEXT, ANY_TEXT)
def test_any_text_can_be_formatted(title: str, byline: str) -> None:
    for style in STYLES:
        line = written(style, title=plain(title), authors=read_names(byline))
        assert "\n" not in line
        assert "None" not in line.replace(plain(title), "")


def test_values_from_the_web_stand_apart() -> None:
    """Each can be isolated, so that a right-to-left title does not carry the punctuation around it along."""
    for _, style in list(STYLES.values())[:-1]:
        apart = [run.text for run in style(cited(title="رسالة من الليل")) if run.apart]
        assert "رسالة من الليل" in apart
        assert PERMALINK in apart
    assert [run.text for run in STYLES[USUAL][1](cited()) if run.italic] == ["Quay"]
    assert [run.text for run in STYLES[USUAL][1](cited(kind=Kind.PAGE)) if run.italic] == [
        "Ferries in the fog"
    ]


@pytest.mark.parametrize(
    ("given_name", "short"),
    [
        ("Ada", "A."),
        ("Jean-Paul Marie", "J.-P. M."),
        ("J.R.R.", "J. R. R."),
        ("J. R.", "J. R."),
        ("Иван", "И."),
        ("محمد", "محمد"),
    ],
)
def test_initials(given_name: str, short: str) -> None:
    assert initials(given_name) == short
