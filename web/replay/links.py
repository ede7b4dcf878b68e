"""Where the addresses in an archived document lead: into the replay, at the document's own time. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from archive import uri
from web.replay import style
from web.replay.address import IMAGE, STYLE, path_of

_DATA = re.compile(r"data:(image|font|application/(x-)?font|audio|video)[/a-z0-9.+;=,-]", re.IGNORECASE)
_BLANK = "\x00\t\n\r\f "
MOST_DATA = 1_000_000  # characters of a data: address


@dataclass(slots=True)
class Addresses:
    """The addresses of one document: ``stamp`` is its capture's, ``base`` what its links are relative to.

    ``left`` and ``css_left`` bound the work: beyond them an address is dropped and a style is empty.
    """

    stamp: str
    base: str
    left: int = 50_000
    css_left: int = 4_000_000  # characters

    def absolute(self, href: str) -> str | None:
        """An http(s) address, canonical, without its fragment; None for anything else."""
        return uri.join(self.base, href)

    def link(self, href: str) -> str | None:
        """A link to another page, at the capture nearest in time; its fragment is kept."""
        address = self._path(href, "")
        _, hash_, fragment = href.partition("#")
        return f"{address}#{quote(fragment, safe='%/:?=&;,+~!$*()-._')}" if address and hash_ else address

    def requisite(self, href: str) -> str | None:
        """An image, font or media file; a ``data:`` one stays as it is."""
        if _DATA.match(href.strip(_BLANK)) and len(href) <= MOST_DATA:
            return href.strip(_BLANK)
        return self._path(href, IMAGE)

    def sheet(self, href: str) -> str | None:
        """A style sheet."""
        return self._path(href, STYLE)

    def in_css(self, href: str, is_sheet: bool) -> str | None:
        """An address within CSS; one that only names a part of this document stays."""
        if href.startswith("#"):
            return href
        return self.sheet(href) if is_sheet else self.requisite(href)

    def css(self, text: str) -> str:
        """CSS with its addresses rewritten."""
        self.css_left -= len(text)
        return style.rewritten(text, self.in_css) if self.css_left >= 0 else ""

    def _path(self, href: str, form: str) -> str | None:
        self.left -= 1
        if self.left < 0:
            return None
        address = self.absolute(href)
        return path_of(self.stamp, address, form) if address else None
