"""What is said of one Capture when it is cited. Pure: nothing here reads or asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from archive.timestamp import iso
from web.citation.names import Name


class Kind(StrEnum):
    """What a Capture shows, as far as the manuals tell works apart."""

    POST = "post"  # an article of a blog
    PAGE = "page"  # any other page
    FILE = "file"  # an image, a sound, a feed …


@dataclass(frozen=True, slots=True)
class InManifest:
    """Where the capture's digests were written down: a day's manifest, its address and its own SHA-256 (lower hex)."""

    url: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that the capture is what it was: SHA-256 of the payload (lower hex), the WARC-Record-ID (no
    brackets), what the last check of the record found (``checked_at`` None: not yet), and the manifest that names it
    (None: not written yet)."""

    sha256: str
    record_id: str
    checked_at: datetime | None = None
    fault: str | None = None
    manifest: InManifest | None = None

    def lines(self) -> tuple[str, ...]:
        """As lines for a note field."""
        named = [f"Manifest: {self.manifest.url} SHA-256: {self.manifest.sha256}"] if self.manifest else []
        return (
            f"Payload SHA-256: {self.sha256}",
            f"WARC record: <{self.record_id}>",
            f"Fixity: {self.check}",
            *named,
        )

    @property
    def check(self) -> str:
        """The last check, in words."""
        if self.checked_at is None:
            return "not checked since it was written"
        found = f"damaged ({self.fault})" if self.fault else "intact"
        return f"{found} at the check of {iso(self.checked_at)}"


@dataclass(frozen=True, slots=True)
class Citation:
    """A Capture and what is known of the work that it shows. Texts are plain (``plain_text``), URLs absolute and escaped.

    ``title`` is empty where there is none; ``published`` has the page's own offset; ``captured`` is UTC.
    ``permalink`` is the snapshot's address in this archive, ``original`` the address on the web.
    """

    name: str  # the Capture's own name, see ``capture_name``
    kind: Kind
    site: str
    archive: str
    captured: datetime
    permalink: str
    original: str
    proof: Proof
    title: str = ""
    description: str = ""  # what stands for a title that is missing: “Image at quay.example/boat.png”
    authors: tuple[Name, ...] = ()
    published: datetime | None = None
    lang: str | None = None
    labels: tuple[str, ...] = ()
    told_by: str | None = None  # “an export”: what the text is from, when not from its own page
    landing: str | None = None  # the article's own page in this archive
    mime: str = ""

    @property
    def heading(self) -> str:
        """The title, or a description in brackets, as the manuals ask for a work without one."""
        return self.title or f"[{self.description}]"

    @property
    def site_is_author(self) -> bool:
        """Whether the site would be named twice."""
        return len(self.authors) == 1 and self.authors[0].literal == self.site

    def kept(self, day: str) -> str:
        """What leads on to the original's address, with the day of capture as the style writes days (a comma behind it,
        where the style sets one): “Archived 1 March 2026 from”."""
        if self.told_by is None:
            return f"Archived {day} from"
        return f"Text from {self.told_by}, kept {day.rstrip(',')}; original at"
