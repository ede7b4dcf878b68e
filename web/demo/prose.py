"""The few marks that the demo's texts are written with, made into HTML.

Blocks are parted by blank lines: ``## heading``, ``> quotation``, ``- list``, ``![alt](image "caption")``, raw HTML
(a block that begins with ``<``), otherwise a paragraph. Inline: ``*stress*``, ``**weight**``, ``[text](url)``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup, escape

Figure = Callable[[str, str, str], Markup]
"""(image name, alternative text, caption) → the platform's own markup for a picture."""

_IMAGE = re.compile(r'!\[(?P<alt>[^\]]*)\]\((?P<name>[^)\s]+)(?: "(?P<caption>[^"]*)")?\)')
_INLINE = (
    (re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)"), r'<a href="\2">\1</a>'),
    (re.compile(r"\*\*([^*]+)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"\*([^*]+)\*"), r"<em>\1</em>"),
)


def to_html(text: str, figure: Figure) -> Markup:
    """A whole text as HTML; everything but raw blocks is escaped."""
    blocks = (block.strip() for block in re.split(r"\n\s*\n", text))
    return Markup("\n").join(_block(block, figure) for block in blocks if block)


def to_plain(text: str) -> str:
    """The words alone, on one line: for snippets and descriptions."""
    kept = [line for line in text.splitlines() if not line.startswith(("<", "!["))]
    bare = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", "\n".join(kept))
    return " ".join(re.sub(r"^(##|>|-) |\*", "", bare, flags=re.MULTILINE).split())


def images(text: str) -> list[str]:
    """The names of the pictures in a text, in order."""
    return [match["name"] for match in _IMAGE.finditer(text)]


def _block(block: str, figure: Figure) -> Markup:
    if image := _IMAGE.fullmatch(block):
        return figure(image["name"], image["alt"], image["caption"] or "")
    if block.startswith("<"):
        return Markup(block)  # noqa: S704  the demo's own files, and one of them is hostile on purpose
    if block.startswith("## "):
        return Markup("<h2>{}</h2>").format(_inline(block[3:]))
    if block.startswith("> "):
        return Markup("<blockquote><p>{}</p></blockquote>").format(_inline(_unmarked(block, "> ")))
    if block.startswith("- "):
        items = Markup("").join(
            Markup("<li>{}</li>").format(_inline(item[2:])) for item in block.splitlines()
        )
        return Markup("<ul>{}</ul>").format(items)
    return Markup("<p>{}</p>").format(_inline(block))


def _unmarked(block: str, mark: str) -> str:
    return "\n".join(line.removeprefix(mark) for line in block.splitlines())


def _inline(text: str) -> Markup:
    html = str(escape(text.replace("\n", " ")))
    for pattern, replacement in _INLINE:
        html = pattern.sub(replacement, html)
    return Markup(html)  # noqa: S704  escaped three lines above
