"""Patterns over URLs, as an admin writes them. Pure, and linear in the length of the URL: no regular expressions."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

LONGEST = 500  # characters
_AS_IT_IS = "".join(map(chr, range(0x21, 0x7F)))


@dataclass(frozen=True, slots=True)
class Pattern:
    """A URL in which ``*`` stands for anything; everything else is itself, to the end.

    ``/2024/*`` is compared with path and query, on whatever host; ``blog.example/2024/*`` with the host too;
    ``https://blog.example/*`` with the whole URL. Non-ASCII letters may be written as they are.
    """

    text: str

    def matches(self, url: str) -> bool:
        """Whether a canonical URL is one of these."""
        head, *parts = _escaped(self.text).split("*")
        subject = _subject(url, self.text)
        if not parts:
            return subject == head
        *middle, tail = parts
        if not subject.startswith(head):
            return False
        at = len(head)
        for part in middle:
            found = subject.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        return len(subject) - len(tail) >= at and subject.endswith(tail)


def problem(text: str) -> str | None:
    """Why a text is no pattern, in words; None when it is one."""
    if not text or len(text) > LONGEST:
        return f"a pattern has 1 to {LONGEST} characters"
    if any(letter.isspace() or not letter.isprintable() for letter in text):
        return "a pattern has no spaces; write %20 as the address does"
    if not text.startswith(("/", "*", "http://", "https://")) and "/" not in text:
        return "it names no path; write /2024/* or blog.example/2024/*"
    return None


def _subject(url: str, text: str) -> str:
    whole = url.partition("#")[0]
    if text.startswith(("http://", "https://")):
        return whole
    rest = whole.partition("://")[2]
    host, slash, path = rest.partition("/")
    return slash + path if text.startswith("/") else host + slash + path


def _escaped(text: str) -> str:
    return quote(text, safe=_AS_IT_IS)
