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


OLD_RUSSIAN, OLD_JAPANESE = "<p>Причал и гавань, всё как прежде", "<p>港の時間割と㈱①、テスト"


@pytest.mark.parametrize(
    ("body", "header", "encoding", "how"),
    [
        (f"<meta charset=koi8-r>{OLD_RUSSIAN}".encode("koi8-r"), "utf-8", "koi8-r", "declared"),
        (f"<meta charset=windows-1251>{OLD_RUSSIAN}".encode("cp1251"), "iso-8859-1", "windows-1251", "declared"),
        (f"<meta charset=windows-1251>{OLD_RUSSIAN}".encode("koi8-r"), "koi8-r", "koi8-r", "header"),
        (f"<meta charset=shift_jis>{OLD_JAPANESE}".encode("cp932"), "ISO-8859-1", "shift_jis", "declared"),
        (f"<meta charset=utf-8>{OLD_RUSSIAN}".encode(), "windows-1251", "utf-8", "declared"),
        (OLD_RUSSIAN.encode("koi8-r"), "utf-8", "koi8-r", "detected"),
        ("<p>café au lait".encode("latin-1"), "iso-8859-1", "windows-1252", "header"),
        (b"<meta charset=utf-16><p>plain", "utf-16", "utf-8", "declared"),
        ('<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16-le"), None, "utf-16le", "declared"),
        ('<?xml version="1.0"?><a/>'.encode("utf-16-be"), None, "utf-16be", "declared"),
        (b"+ADw-b+AD4-", "utf-7", "utf-8", "utf-8"),
        (b"\xef\xbb\xbf" + OLD_RUSSIAN.encode(), "windows-1251", "utf-8", "bom"),
        (f'@charset "windows-1251"; a::after{{content:"{OLD_RUSSIAN}"}}'.encode("cp1251"), None, "windows-1251", "declared"),
    ],
)  # fmt: skip
def test_what_the_body_fits_wins_over_a_header_that_it_does_not(
    body: bytes, header: str | None, encoding: str, how: str
) -> None:
    found = decode(body, f"text/html; charset={header}" if header else None)
    assert (found.encoding, found.how) == (encoding, how)
    assert "\ufffd" not in found.text


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        ("港の㈱①テスト", "cp932", "shift_jis"), ("항구 똠방각하", "cp949", "euc-kr"), ("港口時間表", "big5hkscs", "big5"),
        ("港口时间表€𠀀", "gb18030", "gb2312"), ("ｱｲ港", "iso2022_jp_ext", "iso-2022-jp"),
        ("港の①", "euc_jis_2004", "euc-jp"),
        ("Ёлка №", "koi8-r", "koi8-r"), ("שלום", "iso-8859-8", "iso-8859-8-i"), ("ąęł", "iso-8859-2", "iso-8859-2"),
        ("سلام", "cp1256", "windows-1256"), ("ไทย", "cp874", "tis-620"), ("Ω", "mac-roman", "macintosh"),
    ],
)  # fmt: skip
def test_labels_are_read_as_browsers_do(text: str, codec: str, label: str) -> None:
    body = text.encode(codec, "ignore")
    assert decode(body, f"text/html; charset={label}").text == body.decode(codec)
