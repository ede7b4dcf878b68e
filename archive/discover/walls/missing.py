"""“Not found”, sent as if it were the article: a soft 404.

Bar-Yossef et al. (2004) tell soft 404s by asking each host for an address that can't exist and comparing. A crawler
that comes again need not ask: it knows what stood at the address before. So the page's own words are judged here, and
what shows only beside other captures (the home page in the article's place, one page under many addresses) is
judged where these are known (``archive.crawl.substitution``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.discover.markup import tokens
from archive.discover.walls.look import Look
from archive.discover.walls.missing_words import SAID
from archive.discover.walls.wall import Wall
from archive.model import WallKind

_WALL = Wall(WallKind.MISSING, "the page says that it was not found")
_PARTS = re.compile(r"\s*(?:[|–—·•»«‹›]|\s[-~/]|: |: |- )\s*")
_EDGES = " \t.!?…,;:'\"“”()[]-–—。!?،¡¿"
_FEW = 600
"""Characters of running text from which on a page that is named so is an article about such pages."""
_FEW_UNSEARCHED = 1_500  # where the page asks search engines to leave it out


def tell(look: Look) -> Wall | None:
    """By WordPress's own class, Blogger's status message, or a title or heading that says nothing else."""
    if "error404" in look.body_class or _blogger(look):
        return _WALL
    if not any(_says(said) for said in _named(look)):
        return None
    return _WALL if look.poor(_FEW_UNSEARCHED if look.noindex else _FEW) else None


def _named(look: Look) -> Iterator[str]:
    yield look.title
    yield from look.headings[:3]


def _says(heading: str) -> bool:
    return any(SAID.fullmatch(part.strip(_EDGES)) for part in (heading, *_PARTS.split(heading)) if part)


def _blogger(look: Look) -> bool:
    """Blogger's template for an address without a post: a status message where the post would be, in any language.

    Label and search pages have such a message too; they have posts, or an address under /search.
    """
    if "/search" in look.page.url or b"status-msg" not in look.raw:
        return False
    message = post = False
    for element in look.page.root.iter():
        if element.get("class"):
            classes = tokens(element)
            message = message or bool(classes & {"status-msg-body", "status-msg-wrap"})
            post = post or bool(classes & {"post-body", "hentry", "post-outer"})
    return message and not post and look.poor(_FEW)
