"""How the made-up pages of these tests are put together."""

from __future__ import annotations

SENTENCE = "The ferry left the pier an hour late, and nobody on it seemed to mind the rain. "
MENU = (
    "<nav><ul>"
    + "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("boats", "tides", "about"))
    + "</ul></nav>"
)
FOOT = "<footer><p>Made by the harbour, with care and little money. All pictures are our own.</p></footer>"
RECENT = (
    "<aside><h3>Recent posts</h3><ul>"
    + "".join(f"<li><a href='/p{n}'>A day at the harbour, number {n}</a></li>" for n in range(8))
    + "</ul></aside>"
)


def page(title: str, body: str, head: str = "", attributes: str = "") -> bytes:
    """A page with a title."""
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title>{head}</head>"
        f"<body {attributes}>{body}</body></html>"
    ).encode()


def themed(title: str, body: str, head: str = "", attributes: str = "") -> bytes:
    """The same within a theme's frame: menu, recent posts, footer."""
    return page(f"{title} | Harbour Notes", f"{MENU}<main>{body}</main>{RECENT}{FOOT}", head, attributes)


def post(title: str, sentences: int = 12, extra: str = "", head: str = "", text: str = SENTENCE) -> bytes:
    """A post as WordPress themes show it."""
    paragraphs = "".join(f"<p>{text * 3}</p>" for _ in range(max(1, sentences // 3)))
    body = f"<article><h1 class='entry-title'>{title}</h1><div class='entry-content'>{paragraphs}</div></article>{extra}"
    return themed(title, body, head)
