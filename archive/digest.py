"""Digests of payloads and blocks, as WARC and CDX write them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

_SIZES = {"md5": 16, "sha1": 20, "sha256": 32, "sha384": 48, "sha512": 64}
_LABELLED = re.compile(r"([A-Za-z][A-Za-z0-9_\-]*):(\S+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Digests:
    """``sha1`` in upper base32 (how CDX looks up), ``sha256`` in lower hex (what we verify by)."""

    sha1: str
    sha256: str


@dataclass(frozen=True, slots=True)
class LabelledDigest:
    """A digest header read: ``algorithm`` folded (``sha1``, ``sha256``), ``value`` the raw bytes."""

    algorithm: str
    value: bytes

    @property
    def base32(self) -> str:
        """Upper base32 without padding."""
        return base64.b32encode(self.value).decode("ascii").rstrip("=")


class Digester:
    """Takes bytes as they pass and gives both digests at the end."""

    def __init__(self) -> None:
        self._sha1 = hashlib.sha1(usedforsecurity=False)
        self._sha256 = hashlib.sha256()
        self.length = 0

    def update(self, part: bytes) -> None:
        self._sha1.update(part)
        self._sha256.update(part)
        self.length += len(part)

    def digests(self) -> Digests:
        """The digests of everything given so far."""
        return Digests(base64.b32encode(self._sha1.digest()).decode("ascii"), self._sha256.hexdigest())


def digests_of(data: bytes) -> Digests:
    """Both digests of bytes at hand."""
    digester = Digester()
    digester.update(data)
    return digester.digests()


def parse_digest(text: str) -> LabelledDigest | None:
    """A ``WARC-*-Digest`` value (WARC 1.1 §5.8) in any case and encoding; None when it is not one.

    Hex and base32 are told apart by length, for writers mix them. A bare value without a label is read as
    SHA-1 base32 or SHA-256 hex, as CDX lines have it.
    """
    text = text.strip()
    if found := _LABELLED.fullmatch(text):
        algorithm = found[1].lower().replace("-", "").replace("_", "")
        size = _SIZES.get(algorithm)
        value = _decode(found[2], size) if size else None
        return LabelledDigest(algorithm, value) if value is not None else None
    for algorithm in ("sha1", "sha256"):
        if (value := _decode(text, _SIZES[algorithm])) is not None:
            return LabelledDigest(algorithm, value)
    return None


def agrees(text: str, found: Digests) -> bool | None:
    """Whether a ``WARC-*-Digest`` value is that of the bytes behind ``found``; None when it can't be told."""
    claimed = parse_digest(text)
    if claimed is None:
        return None
    if claimed.algorithm == "sha1":
        return claimed.base32 == found.sha1
    if claimed.algorithm == "sha256":
        return claimed.value.hex() == found.sha256
    return None


def sha256_label(hexadecimal: str) -> str:
    """The form that we write into records: ``sha256:`` and lower hex."""
    return f"sha256:{hexadecimal}"


def _decode(text: str, size: int) -> bytes | None:
    try:
        if len(text) == size * 2:
            return bytes.fromhex(text)
        bare = text.rstrip("=").upper()
        if len(bare) == -(-size * 8 // 5):
            return base64.b32decode(bare + "=" * (-len(bare) % 8))
    except (ValueError, binascii.Error):
        return None
    return None
