"""Bytes of HTML to text, once: parsers that guess by themselves cost up to 14 times the CPU."""

from __future__ import annotations

import codecs
import re

MAX_BYTES = 10_000_000

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})""", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WIDER = {"iso-8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
          "euc-kr": "cp949", "iso-8859-9": "cp1254", "tis-620": "cp874"}  # fmt: skip


def decode(html: bytes) -> str:
    """The text by byte order mark, else UTF-8 if it is that, else as ``<meta>`` declares (in the wider sense that
    browsers give these names), else Windows-1252."""
    html = html[:MAX_BYTES]
    for mark, name in _MARKS:
        if html.startswith(mark):
            return html[len(mark) :].decode(name, "replace")
    try:
        return html.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(html) - 4:  # cut in the middle of a character by the bound above
            return html.decode("utf-8", "ignore")
    if found := _DECLARED.search(html, 0, 8192):
        try:
            name = codecs.lookup(found[1].decode("ascii")).name
            return html.decode(_WIDER.get(name.replace("_", "-"), name), "replace")
        except (LookupError, UnicodeError):
            pass
    return html.decode("cp1252", "replace")
