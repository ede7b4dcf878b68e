"""The address guard: which hosts and addresses the crawler never connects to.

The list is our own (``ipaddress.is_global`` lets NAT64, 6to4, site-local and multicast through on the Pythons
that we run on). Sources: IANA's IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and updates).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_REFUSED_4 = [
    (IPv4Network(network), reason)
    for network, reason in (
        ("0.0.0.0/8", "this host"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared by a carrier"),
        ("127.0.0.0/8", "this machine"),
        ("168.63.129.16/32", "a cloud's metadata"),
        ("169.254.0.0/16", "link-local, where clouds keep metadata"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "for documentation"),
        ("192.31.196.0/24", "an AS112 sink"),
        ("192.52.193.0/24", "a multicast relay"),
        ("192.88.99.0/24", "a 6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("192.175.48.0/24", "an AS112 sink"),
        ("198.18.0.0/15", "for benchmarks"),
        ("198.51.100.0/24", "for documentation"),
        ("203.0.113.0/24", "for documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
]
# Only 2000::/3 is handed out as global unicast; these parts of it are special all the same.
_GLOBAL_6 = IPv6Network("2000::/3")
_REFUSED_6 = [
    (IPv6Network(network), reason)
    for network, reason in (
        ("2001::/32", "Teredo"),
        ("2001::/23", "reserved for protocols"),
        ("2001:db8::/32", "for documentation"),
        ("2002::/16", "6to4"),
        ("2620:4f:8000::/48", "an AS112 sink"),
        ("3fff::/20", "for documentation"),
    )
]
# Interface identifiers that carry an IPv4 address through a tunnel (ISATAP, RFC 5214 §6.1).
_ISATAP = (0x00005EFE, 0x02005EFE)

_LOCAL_NAMES = {
    "localhost",
    "ip6-localhost",
    "ip6-loopback",
    "broadcasthost",
    "metadata",
    "metadata.google.internal",
    "instance-data",
    "kubernetes",
}
_LOCAL_ENDINGS = (".localhost", ".localdomain", ".local", ".internal", ".intranet", ".lan", ".home.arpa")

_NUMBER = re.compile(r"0[xX][0-9a-fA-F]*|[0-9]+")
_DOTS = str.maketrans(dict.fromkeys("。．｡", "."))


def refused(address: str | Address, allowed: Iterable[Network] = ()) -> str | None:
    """Why the crawler must not connect to an address, or None when it may.

    ``allowed`` are networks that the admin has opened. An IPv4 address mapped into IPv6 counts as both.
    What is no address at all is refused too.
    """
    if isinstance(address, str):
        if "%" in address:
            return "tied to one interface"
        try:
            address = ip_address(address)
        except ValueError:
            return "not an address"
    forms = [address]
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        forms.append(address.ipv4_mapped)
    if any(form in network for network in allowed for form in forms):
        return None
    return _refused_4(address) if isinstance(address, IPv4Address) else _refused_6(address)


def _refused_4(address: IPv4Address) -> str | None:
    return next((reason for network, reason in _REFUSED_4 if address in network), None)


def _refused_6(address: IPv6Address) -> str | None:
    if address not in _GLOBAL_6:
        return "outside the public part of IPv6"
    if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return "an ISATAP tunnel"
    return next((reason for network, reason in _REFUSED_6 if address in network), None)


def literal(host: str) -> Address | None:
    """The address that a host spells out, in any form that some resolver takes: dotted, decimal, octal, hex,
    shortened (``127.1``), full-width digits, in brackets (WHATWG URL §3.5). None when the host is a name.

    Raises ValueError for what looks like an address and is none (``256.1.1.1``, ``1.2.3.4.5``, ``fe80::1%0``).
    """
    host = unicodedata.normalize("NFKC", host.translate(_DOTS)).translate(_DOTS).strip("[]").removesuffix(".")
    if ":" in host or "%" in host:
        if "%" in host:
            raise ValueError(f"{host} is no address of the public internet")
        return IPv6Address(host)
    parts = host.split(".")
    if not _NUMBER.fullmatch(parts[-1]):
        return None
    if len(parts) > 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise ValueError(f"{host} is no address")
    return IPv4Address(_sum(host, [_number(part) for part in parts]))


def _number(part: str) -> int:
    if part[:2].lower() == "0x":
        return int(part[2:] or "0", 16)
    if len(part) > 1 and part.startswith("0"):
        return int(part, 8)
    return int(part)


def _sum(host: str, numbers: list[int]) -> int:
    *heads, tail = numbers
    if any(head > 255 for head in heads) or tail >= 256 ** (4 - len(heads)):
        raise ValueError(f"{host} is no address")
    return sum(head << 8 * (3 - place) for place, head in enumerate(heads)) + tail


def local_name(host: str) -> bool:
    """Whether a name belongs to this machine or its network, so that no public resolver knows it.

    Asked when a proxy resolves for us: it must not be led into the network that it stands in.
    """
    name = unicodedata.normalize("NFKC", host.translate(_DOTS)).translate(_DOTS).lower().rstrip(".")
    return "." not in name or name in _LOCAL_NAMES or name.endswith(_LOCAL_ENDINGS)
