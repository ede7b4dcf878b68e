"""A text without its typesetting: what platforms' filters change on their own (wptexturize, SmartyPants, French spacing)."""

from __future__ import annotations

import re
import unicodedata

# In a str.translate table: one character for several that are set in its place.
_SET = {
    **dict.fromkeys("‘’‚‛′´`ʹʼ＇", "'"),
    **dict.fromkeys("“”„‟«»″〝〞＂", '"'),
    **dict.fromkeys("‹›", "'"),
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
    **dict.fromkeys(
        "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufe0e\ufe0f\u061c", ""
    ),
    "…": "...",
    "™": "(tm)",
    "®": "(r)",
    "©": "(c)",
    "×": "x",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬀ": "ff",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
}
_TABLE = str.maketrans(_SET)
_PAIRS = re.compile(r"''")  # how TeX and old keyboards write a quotation mark
_DASHES = re.compile(r" ?-{2,} ?| - ")  # spaced or not, typed or set: one dash
_DOTS = re.compile(r"(?:\. ?){2}\.")
# Scripts without spaces: a line break in the source becomes a space that nobody sees.
_CJK = r"[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]"
_IN_CJK = re.compile(rf"(?<={_CJK}) | (?={_CJK})")
_BEFORE_SIGNS = re.compile(r" +(?=[:;!?%»\"'](?:\s|$))|(?<=[«„])\s+")
_TRACKING = re.compile(
    r"(?<=[?&;])(?:utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|sid|session(?:id|_id)?|phpsessid|jsessionid|token|nonce|cb|"
    r"zx|_ga|ref)=[^\s&;#]*[&;]?",
    re.IGNORECASE,
)
_EMPTY_QUERY = re.compile(r"[?&](?=\s|$|#)")


def unset(text: str) -> str:
    """The text on one line: NFC, one form of each quotation mark, dash and ellipsis, single spaces, no marks of
    direction, no session or tracking parameters in addresses. Letter case, signs and numbers stay."""
    text = _BEFORE_SIGNS.sub("", " ".join(unicodedata.normalize("NFC", text).split()))
    text = _PAIRS.sub('"', text.translate(_TABLE))
    text = _DOTS.sub("...", _DASHES.sub("-", text))
    text = _EMPTY_QUERY.sub("", _TRACKING.sub("", text)) if "?" in text else text
    return _IN_CJK.sub("", " ".join(text.split()))
