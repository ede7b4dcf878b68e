"""Where a URL's request goes, read once: the guard, the connection and the Host header use the same parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from archive.crawl.egress.addresses import Address, Network, literal, local_name, refused
from archive.errors import AddressRefused, NotAskable

_NAME = re.compile(r"[a-z0-9_]([a-z0-9_.-]{0,252}[a-z0-9_])?\.?")
_PORTS = {"http": 80, "https": 443}
_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))


@dataclass(frozen=True, slots=True)
class Place:
    """A URL's parts as the connection needs them. ``address`` is set when the host spells out an address."""

    url: str
    scheme: str
    host: str
    port: int
    path: str
    address: Address | None

    @classmethod
    def of(cls, url: str) -> Place:
        """The place of an http(s) URL. Raises FetchError (NotAskable, AddressRefused)."""
        try:
            parts = urlsplit(url)
            scheme, host, port = parts.scheme.lower(), (parts.hostname or "").lower(), parts.port
        except ValueError as error:
            raise NotAskable(url, f"it is no web address ({error})") from None
        if scheme not in _PORTS or not host:
            raise NotAskable(url, "it needs http:// or https:// and a host")
        if "@" in parts.netloc or "\\" in url:
            # Parsers disagree on the host behind these: what one checks, another would connect to.
            raise NotAskable(url, "it holds a user name, a password or a backslash")
        address = _literal(url, host)
        if address is None and not _NAME.fullmatch(host):
            raise NotAskable(url, f"“{host[:80]}” is no name of a host")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        port = _PORTS[scheme] if port is None else port
        host = str(address) if address is not None else host
        return cls(url, scheme, host, port, quote(path, safe=_PRINTABLE), address)

    @property
    def authority(self) -> str:
        """Host and, unless it is the scheme's own, port: the value of the Host header (RFC 9110 §7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def absolute(self) -> str:
        """The request target that a forwarding proxy takes (RFC 9112 §3.2.2)."""
        return f"{self.scheme}://{self.authority}{self.path}"

    def check(self, addresses: Sequence[str], allowed: Sequence[Network]) -> None:
        """Raise AddressRefused when any of the host's addresses is one that is never connected to."""
        for address in addresses:
            if refused(address, allowed):
                raise AddressRefused(self.url, address)

    def check_unresolved(self, allowed: Sequence[Network]) -> None:
        """The same for a host that a proxy resolves: literal addresses and local names are refused."""
        if self.address is not None:
            self.check([str(self.address)], allowed)
        elif local_name(self.host) and refused("127.0.0.1", allowed):
            raise AddressRefused(self.url, self.host)


def _literal(url: str, host: str) -> Address | None:
    try:
        return literal(host)
    except ValueError:
        raise AddressRefused(url, host) from None
