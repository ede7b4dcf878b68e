"""“Not found”, sent as if it were the article: a soft 404.

Bar-Yossef et al. (2004) tell soft 404s by asking each host for an address that can't exist and comparing. A crawler
that comes again need not ask: it knows what stood at the address before. So the page's own words are judged here, and
what shows only beside other captures (the home page in the article's place, one page under many addresses) is
judged where these are known (``archive.crawl.answers.substitution``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.discover.markup import tokens
from archive.discover.walls.glance import Glance
from archive.discover.walls.missing_words import SAID
from archive.discover.walls.wall import Wall
from archive.model import WallKind

_WALL = Wall(WallKind.MISSING, "the page says that it was not found")
_PARTS = re.compile(r"\s*(?:[|–—·•»«‹›]|\s[-~/]|: |: |- )\s*")
_EDGES = " \t.!?…,;:'\"“”()[]-–—。!?،¡¿"
_FEW = 900
"""Characters of running text from which on a page that is named so is an article about such pages …"""
_FEW_IN_A_POST = 300  # … or in the element that themes keep a post in
_FEW_UNSEARCHED = 1_500  # where the page asks search engines to leave it out


def tell(glance: Glance) -> Wall | None:
    """By WordPress's own class, Blogger's status message, or a title or heading that says nothing else."""
    if "error404" in glance.body_class or _blogger(glance):
        return _WALL
    if not any(_says(said) for said in _named(glance)):
        return None
    few = _FEW_IN_A_POST if glance.named_body else _FEW
    return _WALL if glance.poor(_FEW_UNSEARCHED if glance.noindex else few) else None


def _named(glance: Glance) -> Iterator[str]:
    yield glance.title
    yield from glance.headings[:3]


def _says(heading: str) -> bool:
    return any(SAID.fullmatch(part.strip(_EDGES)) for part in (heading, *_PARTS.split(heading)) if part)


def _blogger(glance: Glance) -> bool:
    """Blogger's template for an address without a post: a status message where the post would be, in any language.

    Label and search pages have such a message too; they have posts, or an address under /search.
    """
    if "/search" in glance.page.url or b"status-msg" not in glance.raw:
        return False
    message = post = False
    for element in glance.page.root.iter():
        if element.get("class"):
            classes = tokens(element)
            message = message or bool(classes & {"status-msg-body", "status-msg-wrap"})
            post = post or bool(classes & {"post-body", "hentry", "post-outer"})
    return message and not post and glance.poor(_FEW)
