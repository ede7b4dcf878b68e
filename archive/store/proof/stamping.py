"""A time stamp for the newest manifest: as each holds the digest of the one before it, that one proves all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from cryptography.x509 import Certificate

from archive.errors import StampRefused
from archive.store.catalogue import Catalogue
from archive.store.manifests import Manifest
from archive.store.proof.notary import Notary
from archive.store.proof.time_stamp import request_for, stamped_at

Ask = Callable[[bytes], bytes]
"""Sends a request to the authority and gives its answer. Raises FetchError."""


class Stamping:
    """For the one process that writes manifests."""

    def __init__(
        self, notary: Notary, catalogue: Catalogue, ask: Ask, trusted: Sequence[Certificate]
    ) -> None:
        self._notary = notary
        self._catalogue = catalogue
        self._ask = ask
        self._trusted = trusted

    def stamp_latest(self) -> Manifest | None:
        """Have the newest manifest stamped, unless it is or there is none; returns it with its stamp.

        Raises StampRefused for an answer that proves nothing (then none is kept), FetchError, DiskFull, NotWritable.
        """
        manifest = self._catalogue.manifests.latest()
        if manifest is None or manifest.stamped_at is not None:
            return None
        try:
            data = self._notary.path(manifest.day).read_bytes()
        except OSError as error:
            raise StampRefused(f"the manifest can't be read ({error.strerror})") from None
        if hashlib.sha256(data).hexdigest() != manifest.sha256:
            raise StampRefused("the manifest is not as it was written; `backfile verify` tells more")
        request, nonce = request_for(data)
        answer = self._ask(request)
        at = stamped_at(answer, data, self._trusted, nonce=nonce)
        self._notary.keep_stamp(manifest.day, answer, at)
        return self._catalogue.manifests.get(manifest.day)
