"""Where the addresses in an archived document lead: into the replay, at the document's own time. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote

from archive import uri
from web.replay import style
from web.replay.address import FRAME, IMAGE, STYLE, path_of

_DATA = re.compile(r"data:(image|font|application/(x-)?font|audio|video)[/a-z0-9.+;=,-]", re.IGNORECASE)
_BLANK = "\x00\t\n\r\f "
MOST_DATA = 1_000_000  # characters of a data: address


@dataclass(slots=True)
class Addresses:
    """The addresses of one document: ``stamp`` is its capture's, ``base`` what its links are relative to,
    ``framed`` whether it stands in a frame of another document.

    ``left``, ``css_left`` and ``frames_left`` bound the work: beyond them an address is dropped, a style is empty,
    a frame becomes a link.
    """

    stamp: str
    base: str
    framed: bool = False
    left: int = 50_000
    css_left: int = 4_000_000  # characters
    frames_left: int = 60
    frame_names: frozenset[str] = frozenset()  # of the document's own frames
    target: str = ""  # what <base target> says of links without one
    _joined: dict[str, str | None] = field(default_factory=dict)

    def absolute(self, href: str) -> str | None:
        """An http(s) address, canonical, without its fragment; None for anything else."""
        if href not in self._joined:
            self._joined[href] = uri.join(self.base, href)
        return self._joined[href]

    def link(self, href: str, form: str = "") -> str | None:
        """A link to another page, at the capture nearest in time; its fragment is kept."""
        address = self._path(href, form)
        _, hash_, fragment = href.partition("#")
        return f"{address}#{quote(fragment, safe='%/:?=&;,+~!$*()-._')}" if address and hash_ else address

    def frame(self, href: str) -> str | None:
        """A document that is shown in a frame of this one."""
        self.frames_left -= 1
        return self.link(href, FRAME) if self.frames_left >= 0 else None

    def opened(self, href: str, target: str) -> tuple[str | None, str | None]:
        """A link that a reader may click, and the ``target`` that it gets.

        Within a frame it stays in the frame, and where it names a frame of this very document it opens there;
        everything else takes the place of the whole page. (A sandboxed frame can't steer the one beside it.)
        """
        wanted = (target or self.target).strip()
        if wanted in self.frame_names:
            return self.link(href, FRAME), wanted
        if self.framed and wanted.lower() in ("", "_self"):
            return self.link(href, FRAME), None
        return self.link(href), "_top"

    def requisite(self, href: str) -> str | None:
        """An image, font or media file; a ``data:`` one stays as it is."""
        if _DATA.match(href.strip(_BLANK)) and len(href) <= MOST_DATA:
            return href.strip(_BLANK)
        path = self._path(href, IMAGE)
        _, hash_, fragment = href.partition("#")  # a part of a drawing, or a span of a film
        return f"{path}#{quote(fragment, safe='=&,:;.-_()')}" if path and hash_ and fragment else path

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
