"""The digests of one commit: a list beside each TOC with the SHA-256 of every file that the commit names.

``_MAIN_7.sums`` has a line ``<sha256>  <name>`` for each file, as ``sha256sum`` writes them, and at its end one for the
lines before it: no byte of the index can change without a line that tells. It is written before the renaming that is
the commit, so that there is no commit without its list.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from archive.store.sums import sha256_of

SUFFIX = ".sums"
_TOC = ".toc"
_LINES = "(the lines above)"


def list_name(toc: str) -> str:
    """The name of the list that belongs to a TOC."""
    return toc.removesuffix(_TOC) + SUFFIX


def text_of(digests: Mapping[str, str]) -> str:
    """The list of these files' digests."""
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
    return f"{lines}{hashlib.sha256(lines.encode()).hexdigest()}  {_LINES}\n"


def parse(text: bytes) -> dict[str, str] | None:
    """The digests by name; None when a byte of the list is not as it was written."""
    try:
        lines = text.decode("utf-8").splitlines()
    except UnicodeDecodeError:
        return None
    digests = {name: digest for digest, _, name in (line.partition("  ") for line in lines[:-1])}
    return digests if text_of(digests).encode() == text else None


def taken(folder: Path, names: Iterable[str], known: Mapping[str, str]) -> dict[str, str]:
    """The digests of files; of those in ``known``, which never change, as known. A file that has gone is left out."""
    digests = {}
    for name in names:
        path = folder / name
        if name in known:
            digests[name] = known[name]
        elif path.is_file():
            digests[name] = sha256_of(path)
    return digests


def problems(folder: Path, toc: str) -> Iterator[tuple[str, str]]:
    """The files of a commit that are not as they were written, each with what is wrong. Raises FileNotFoundError where a
    later commit has cleaned up."""
    lists = {path.name: parse(path.read_bytes()) for path in folder.glob(f"*{SUFFIX}")}
    for name, digests in lists.items():
        if digests is None:
            yield name, "its own digest is not that of its lines"
    digests = lists.get(list_name(toc), {})
    if digests is None:
        return
    if toc not in digests:
        if not (folder / toc).exists():
            raise FileNotFoundError(toc)
        yield list_name(toc), "it is missing: nothing tells whether the index is as it was written"
    for name, digest in digests.items():
        path = folder / name
        if path.exists() and sha256_of(path) != digest:
            yield name, "its SHA-256 is not the one of when it was written"
