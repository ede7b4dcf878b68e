"""What a platform's export says: of which blog it is, its articles, and what in it is no published article."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from archive.model import Facts, PageKind


class Passed(StrEnum):
    """Why an entry of an export is none of its published articles, in words after a number."""

    DRAFT = "drafts"
    TRASHED = "in the bin"
    COMMENT = "comments"
    SETTING = "settings and templates"
    ATTACHMENT = "attachments"
    PRIVATE = "private"
    LOCKED = "protected by a password"
    EMPTY = "without a text"
    OTHER = "of other kinds"
    TAKEN_DOWN = "taken down"


@dataclass(frozen=True, slots=True)
class Blog:
    """The blog that an export is of, as far as it says. ``home`` is its address; ``platform_id`` Blogger's number."""

    title: str | None = None
    home: str | None = None
    platform_id: str | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """A published article in an export. ``link`` is its address as it stands there: whole, a path of the blog's host,
    or None. ``content`` is HTML. ``comments`` counts those that stand within it."""

    link: str | None
    kind: PageKind
    facts: Facts
    content: str
    comments: int = 0
