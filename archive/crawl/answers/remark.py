"""What a crawl's report says of an answer that was kept and is not quite what was asked for. Pure."""

from __future__ import annotations

from collections.abc import Iterable

_CUT = {
    "time": "it did not end in the time allowed; it is kept as far as it came",
    "length": "it is larger than allowed; it is kept up to that size",
    "disconnect": "the connection broke off; it is kept as far as it came",
    "unspecified": "its chunks can't be followed; it is kept as far as they could be",
}
_MOST = 600  # characters


def remark(truncated: str | None, problem: str | None, notices: Iterable[str]) -> str | None:
    """One sentence without its full stop, or None when there is nothing to say.

    ``truncated`` is the exchange's (WARC 1.1 §5.13), ``problem`` what stood in the way of decoding its body,
    ``notices`` what discovery left out or met.
    """
    parts = [_CUT.get(truncated, "it is kept in part")] if truncated is not None else []
    parts += [part.rstrip(". ") for part in (problem, *notices) if part]
    said = "; ".join(dict.fromkeys(parts))[:_MOST]
    return "".join(sign if sign.isprintable() else "·" for sign in said) or None
