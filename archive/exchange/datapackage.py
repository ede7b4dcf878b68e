"""What a package says of itself: ``datapackage.json`` and its digest (WACZ 1.1.1 §5.3, §5.4), from nobody we know."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from archive.exchange.zipped import Zipped

PACKAGE, DIGEST = "datapackage.json", "datapackage-digest.json"
_MOST_BYTES = 16 * 1024 * 1024
_MOST_RESOURCES = 100_000
_HASH = re.compile(r"sha256:([0-9a-f]{64})", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(slots=True)
class DataPackage:
    """``hashes`` are the SHA-256 in hex of members by path, as far as they are stated; ``notices`` are sentences on what
    is off, or not checked here."""

    hashes: dict[str, str] = field(default_factory=dict)
    nested: bool = False  # it is made of other packages
    notices: list[str] = field(default_factory=list)

    def denies(self, path: str, sha256: str) -> bool:
        """Whether a member is another than the one that is stated."""
        return self.hashes.get(path, sha256) != sha256


def read_package(zipped: Zipped) -> DataPackage:
    """What a zip file's package says; one that can't be read says nothing, but that. Raises ImportRefused for damage."""
    package = DataPackage()
    raw = _bounded(zipped, PACKAGE, package)
    if raw is None:
        return package
    described = _object(raw, PACKAGE, package)
    package.nested = described.get("profile") == "multi-wacz-package"
    package.hashes = dict(_hashes(described.get("resources")))
    digest = _bounded(zipped, DIGEST, package)
    if digest is not None:
        _check_digest(_object(digest, DIGEST, package), raw, package)
    return package


def _bounded(zipped: Zipped, path: str, package: DataPackage) -> bytes | None:
    member = zipped.find(path)
    if member is None:
        return None
    if member.file_size > _MOST_BYTES:
        package.notices.append(f"Its {path} is over {_MOST_BYTES // 1024 // 1024} MiB and was not read.")
        return None
    return b"".join(zipped.pieces(member))


def _object(raw: bytes, path: str, package: DataPackage) -> dict[str, Any]:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, dict):
        return found
    package.notices.append(f"Its {path} can't be read, so nothing was checked against it.")
    return {}


def _hashes(resources: object) -> Iterator[tuple[str, str]]:
    for one in resources[:_MOST_RESOURCES] if isinstance(resources, list) else ():
        if not isinstance(one, dict):
            continue
        path, stated = one.get("path"), _HASH.fullmatch(str(one.get("hash"))[:80])
        if isinstance(path, str) and stated is not None:
            yield path, stated[1].lower()


def _check_digest(stated: dict[str, Any], raw: bytes, package: DataPackage) -> None:
    claimed = _HASH.fullmatch(str(stated.get("hash"))[:80])
    if claimed is not None and claimed[1].lower() != hashlib.sha256(raw).hexdigest():
        package.notices.append(
            f"Its {PACKAGE} is not the one whose digest it states: it was changed after it was written."
        )
    signed = stated.get("signedData")
    if isinstance(signed, dict) and signed.get("signature"):
        who = _said(signed.get("domain")) or "a key without a name"
        when = f" on {_said(signed.get('created'))}" if _said(signed.get("created")) else ""
        package.notices.append(f"It says that it was signed by {who}{when}. Signatures are not checked here.")


def _said(value: object) -> str:
    return _CONTROL.sub(" ", value[:100]).strip() if isinstance(value, str) else ""
