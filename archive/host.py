"""Host names and addresses in a URL: IDNA, IPv4 in all its spellings, IPv6."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import unquote_to_bytes

import idna

from archive.errors import BadUrl

_LABEL = re.compile(r"[a-z0-9_\-]{1,63}")  # hyphens at the ends and underscores are in use
_USUAL = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9_\-]{1,63}\.)+[a-z][a-z0-9_\-]{0,62}")
_NUMBER = re.compile(r"[0-9]+|0[xX][0-9A-Fa-f]*")


def ascii_host(text: str, url: str) -> str:
    """A host as it stands in a URL, in its one ASCII form; ``url`` is named in the BadUrl when there is none.

    IPv4 in any spelling becomes four decimals and IPv6 its short form, in brackets, as browsers do (WHATWG URL §3.5):
    what is checked and what is connected to must be the same address.
    """
    if _USUAL.fullmatch(text):
        return text
    if text.startswith("["):
        return _ipv6(text, url)
    try:
        name = unquote_to_bytes(text).decode("utf-8").lower()
    except UnicodeDecodeError:
        raise BadUrl(url, "its host is not a name") from None
    name = _to_ascii(name, url).removesuffix(".")
    if not name or len(name) > 253 or not all(_LABEL.fullmatch(label) for label in name.split(".")):
        raise BadUrl(url, "its host is not a name")
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        return _ipv4(name, url)
    return name


def ipv4_number(text: str) -> int | None:
    """An IPv4 address of one to four parts, each decimal, octal (0…) or hex (0x…), as a number; None when not one."""
    parts = text.split(".")
    if len(parts) > 4:
        return None
    numbers = [_number(part) for part in parts]
    total = 0
    for number in numbers[:-1]:
        if number is None or number > 255:
            return None
        total = total << 8 | number
    last, room = numbers[-1], 8 * (5 - len(parts))
    if last is None or last >= 1 << room:
        return None
    return total << room | last


def _to_ascii(name: str, url: str) -> str:
    if name.isascii():
        return name
    try:
        return idna.encode(name, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError, IndexError):
        pass
    try:  # names of the older IDNA, e.g. emoji, are still in use
        return name.encode("idna").decode("ascii").lower()
    except (UnicodeError, IndexError):
        raise BadUrl(url, "its host is not a name") from None


def _ipv4(name: str, url: str) -> str:
    number = ipv4_number(name)
    if number is None:
        raise BadUrl(url, "its host is not an address")
    return str(ipaddress.IPv4Address(number))


def _ipv6(text: str, url: str) -> str:
    try:
        if not text.endswith("]") or "%" in text:
            raise ValueError(text)  # noqa: TRY301 -- one refusal for all that is no address
        address = ipaddress.IPv6Address(text[1:-1])
    except ValueError:
        raise BadUrl(url, "its host is not an address") from None
    if address.ipv4_mapped is not None:  # Python 3.13 writes its end as four decimals
        return f"[::ffff:{int(address) >> 16 & 0xFFFF:x}:{int(address) & 0xFFFF:x}]"
    return f"[{address.compressed}]"


def _number(text: str) -> int | None:
    if not text or len(text) > 32:
        return None
    try:
        if text[:2].lower() == "0x":
            return int(text[2:] or "0", 16)
        return int(text, 8 if text[0] == "0" else 10)
    except ValueError:
        return None
