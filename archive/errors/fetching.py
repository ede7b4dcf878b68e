"""An Exchange that could not be had."""

from __future__ import annotations

from archive.errors.base import BackfileError


class FetchError(BackfileError):
    """An exchange that could not be had. ``retry`` tells whether a later try may do better."""

    retry = True

    def __init__(self, url: str, reason: str) -> None:
        self.url = url
        self.reason = reason
        super().__init__(f"Could not fetch {url}: {reason}.")


class NotAskable(FetchError):
    """A URL that no request can be made of."""

    retry = False


class HostNotFound(FetchError):
    """The name has no address."""

    def __init__(self, url: str, host: str) -> None:
        self.host = host
        super().__init__(url, f"there is no host called {host}; check the spelling and the network")


class AddressRefused(FetchError):
    """The address guard refused to connect."""

    retry = False

    def __init__(self, url: str, address: str) -> None:
        self.address = address
        super().__init__(
            url,
            f"its address {address} is not on the public internet; an admin can allow that network "
            "(BACKFILE_ALLOW_NETWORKS)",
        )


class ConnectionFailed(FetchError):
    """The connection was refused, reset or failed its TLS handshake."""


class BadResponse(FetchError):
    """What came back is not HTTP, or breaks it beyond use."""


class TooSlow(FetchError):
    """No answer within the time allowed."""
