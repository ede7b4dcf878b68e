"""A body's encoding: BOM, header, declaration, then what the bytes are."""

from __future__ import annotations

import os
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.charset import charset_of, decode

RUSSIAN = "Лёд на реке тронулся, и паром снова ходит дважды в день."
ARABIC = "وصلت السفينة إلى الميناء عند الفجر وكان البحر هادئا"
JAPANESE = "港の時計は五分遅れています。誰も直しません。"
CHINESE = "渡船每天早上六点开往对岸,冬天除外。"
GERMAN = "Die Fähre fährt über den Fluß, außer bei Nebel: schön und gemütlich."


def test_a_bom_wins_over_everything() -> None:
    body = b"\xef\xbb\xbf<meta charset=koi8-r>\xd0\x9b"
    assert decode(body, "text/html; charset=windows-1251") == decode(body)
    assert decode(body).encoding == "utf-8"
    assert decode(body).how == "bom"
    assert decode("\ufeffriver".encode("utf-16-le")).text == "river"


@pytest.mark.parametrize(
    ("content_type", "charset"),
    [
        ("text/html; charset=utf-8", "utf-8"),
        ('text/html;charset="Windows-1251"', "Windows-1251"),
        ("text/html; Charset='koi8-r'; x=1", "koi8-r"),
        ("text/html", None),
        ("charset", None),
        (None, None),
        ("text/html; charset=", ""),
    ],
)
def test_the_charset_parameter_is_read_as_written(content_type: str | None, charset: str | None) -> None:
    assert (charset_of(content_type) or None) == (charset or None)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
        (JAPANESE, "shift_jis"),
        (CHINESE, "gb2312"),
        (GERMAN, "iso-8859-1"),
    ],
)
def test_header_and_declaration_are_obeyed(text: str, label: str) -> None:
    body = text.encode(label)
    assert decode(body, f"text/html; charset={label}").text == text
    assert decode(f'<meta charset="{label}">'.encode() + body).text.endswith(text)
    meta = f"<meta content='text/html; charset={label}' http-equiv=content-type>"
    assert decode(meta.encode() + body).text.endswith(text)
    assert decode(f"<?xml version='1.0' encoding='{label}'?>".encode() + body).text.endswith(text)


def test_latin_1_means_windows_1252_as_in_browsers() -> None:
    assert decode(b"\x93quoted\x94", "text/plain; charset=iso-8859-1").text == "“quoted”"


def test_utf_8_wins_over_a_one_byte_encoding_declared_out_of_habit() -> None:
    found = decode(RUSSIAN.encode(), "text/html; charset=ISO-8859-1")
    assert (found.text, found.encoding) == (RUSSIAN, "utf-8")


def test_a_body_cut_in_the_middle_of_a_character_is_still_utf_8() -> None:
    found = decode(RUSSIAN.encode()[:-2])
    assert found.encoding == "utf-8"
    assert found.text.startswith(RUSSIAN[:-2])


def test_a_few_broken_bytes_do_not_make_it_another_encoding() -> None:
    found = decode(RUSSIAN.encode() * 20 + b"\xff" + RUSSIAN.encode())
    assert (found.encoding, found.how) == ("utf-8", "guess")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (RUSSIAN * 3, "windows-1251"),
        (ARABIC * 3, "windows-1256"),
        (JAPANESE * 3, "shift_jis"),
        (JAPANESE * 3, "euc-jp"),
        (CHINESE * 3, "gb18030"),
    ],
)
def test_what_nobody_declared_is_detected(text: str, label: str) -> None:
    assert decode(text.encode(label)).text == text


def test_labels_that_do_not_exist_are_passed_over() -> None:
    assert decode(RUSSIAN.encode(), "text/html; charset=utf-7").text == RUSSIAN
    assert decode(RUSSIAN.encode(), "text/html; charset=nonsense\r\nx: y").text == RUSSIAN
    assert decode(b"<meta charset=utf-16>" + RUSSIAN.encode()).text.endswith(RUSSIAN)


@given(st.binary(max_size=400), st.one_of(st.none(), st.text(max_size=40)))
def test_anything_decodes(body: bytes, content_type: str | None) -> None:
    assert isinstance(decode(body, content_type).text, str)


@given(st.text(max_size=200).filter(lambda text: not text.startswith("\ufeff")))
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode("utf-8", "replace"), "text/html; charset=utf-8").text == text.encode(
        "utf-8", "replace"
    ).decode("utf-8")


def test_ten_megabytes_of_noise_are_decoded_in_bounded_time() -> None:
    noise = os.urandom(1024) * 10_240
    began = time.monotonic()
    decode(noise)
    decode(b"<meta " * 1_700_000)
    assert time.monotonic() - began < 10
