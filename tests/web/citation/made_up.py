"""Made-up citations, texts that do harm where they are not escaped, and any text at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from web.citation.citation import Citation, Kind, Proof
from web.citation.names import Name

PERMALINK = "https://archive.example/web/20260301120000/https://quay.example/2026/02/f%C3%A4hre_1~%7Bx%7D?a=b&c=50%25#d"
ORIGINAL = "https://quay.example/2026/02/f%C3%A4hre_1~%7Bx%7D?a=b&c=50%25"
UUID = "1b4e28ba-2fa1-4d2b-883f-0016d3cca427"
SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
ADA = Name(family="Quill", given="Ada")
JAN = Name(family="Berg", given="Jan", particle="van den")

HOSTILE = {
    "a brace too many": "a } b",
    "a brace too few": "{{ a",
    "a command": r"\input{/etc/passwd} \write18{rm -rf ~}",
    "another entry": "x}}\n@article{evil, title={owned}}\n@comment{",
    "a string and a preamble": '@string{a="b"} @preamble{"\\newcommand"}',
    "signs of TeX": "100 % of $x_1^2 & #3 ~ done \\",
    "quotes": "\"double\" 'single' ``tex'' “curly” «guillemets» -- --- ?` !` ,, << >>",
    "a tag of RIS": "Fog\r\nER  - \r\nTY  - JOUR\r\nTI  - Owned",
    "a tag in a line of Unicode": "Fog\u2028ER  - \u2029TY  - BOOK\x85TI  - Owned\x0bAU  - Me\x1eKW  - k",
    "markup": "<script>alert(1)</script> <b>bold</b> &lt;i&gt; &amp;",
    "controls": "a\x00b\x1b[31mc\x07\x9bd\x7f",
    "overrides": "file\u202egnp.exe\u202c \u2066isolated\u2069 \u200fmark\u200e \u061cletter",
    "emoji": "Ferry ⛴️ 👩🏽‍✈️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 fog",
    "long": "fog " * 1250,
    "decomposed": "Fa\u0308hre im Nebel, cafe\u0301",
    "Persian": "می‌خواهم دربارهٔ کشتی بنویسم",
    "Hebrew": "מכתב מן הלילה: \"הספינה\" (1)",
    "Chinese": "雾中的渡轮：第二部分",
    "a lone surrogate": "a\ud800b\udfffc",
    "noncharacters": "a\ufffe\uffff\ufdd0b",
    "wikitext": "{{cite|x}} [[link|text]] ''' <ref> ~~~~ __TOC__",
}  # fmt: skip

ANY_TEXT = st.one_of(
    st.text(max_size=60),
    st.text(
        alphabet=st.sampled_from(list("{}\\$#%&_~^<>|\"'`,-?!@= \n\r\u2028aäß漢ش\u202e\u200d\x00")),
        max_size=60,
    ),
    st.sampled_from(list(HOSTILE.values())),
)


def cited(**changes: Any) -> Citation:
    """A post of a blog, with what is changed."""
    given: dict[str, Any] = {
        "name": UUID,
        "kind": Kind.POST,
        "site": "Quay",
        "archive": "Harbour Archive",
        "captured": datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC),
        "permalink": PERMALINK,
        "original": ORIGINAL,
        "proof": Proof(SHA256, f"urn:uuid:{UUID}"),
        "title": "Ferries in the fog",
        "description": "Web page at quay.example/f",
        "authors": (ADA,),
        "published": datetime(2026, 2, 9, 23, 30, tzinfo=timezone(timedelta(hours=-8))),
        "lang": "en",
        "labels": ("Fog", "Boats"),
        "landing": "https://archive.example/page/abcdefghij",
        "mime": "text/html",
    }
    return Citation(**{**given, **changes})
