"""What shows only beside what was there before: another page in a known article's place. Pure.

No made-up address is asked for (Bar-Yossef et al. 2004): whoever has the article's own history sees the same without a
request. A home page in its place gives itself away by where it redirects to, by its canonical link, or by its bytes;
one page that stands under many addresses shows at the second of them, and is then taken back from the first. What a
probe would tell beyond that, the first of them at once, is worth no request to every host for every changed article.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import replace

from archive import uri
from archive.crawl.answers.answer import Answer
from archive.crawl.answers.verdict import Outcome, walled
from archive.discover import walls
from archive.discover.articles import is_home
from archive.discover.discovery import Discovery
from archive.discover.walls import Wall
from archive.model import Capture, Look, Page, WallKind

_SAME = Wall(WallKind.MISSING, "the site shows the same page under the addresses of several articles")
_HOME = Wall(WallKind.MISSING, "the site shows its home page in its place")


def beside(answer: Answer, known: Page) -> Answer:
    """The Answer as it is to be taken by one who knows the article at its address: a redirect to a home page, or the
    home page itself, is no news of the article but its end."""
    wall = _instead(answer, known) if known.captures > 0 and not is_home(known.url) else None
    return answer if wall is None else _walled(answer, wall)


def among(
    answer: Answer, known: Page, same: Iterable[Capture], changed: AbstractSet[str]
) -> tuple[Answer, list[Capture]]:
    """The Answer as it is to be taken by one who knows what other addresses of the site show, and the Captures that were
    taken for articles when they showed the same.

    ``same`` are the Captures with its payload; ``changed`` names the Pages among them that came to show it, and were
    never seen to show what this one did: an article may just have two addresses.
    """
    url = answer.target.url
    held = list(same)
    if any(one.page_id == known.id and one.wall is None for one in held) or is_home(url):
        return answer, []
    here = [one for one in held if uri.site(one.url) == uri.site(url) and one.page_id != known.id]
    if any(is_home(one.url) for one in here):
        return _walled(answer, _HOME), []
    moved = [one for one in here if one.page_id in changed]
    again = any(one.page_id == known.id for one in held)
    return (_walled(answer, _SAME), moved) if moved or again else (answer, [])


def _instead(answer: Answer, known: Page) -> Wall | None:
    verdict, url = answer.verdict, answer.target.url
    if verdict.outcome is Outcome.REDIRECT and verdict.location is not None:
        moved = uri.page_surt(verdict.location) != known.surt
        return walls.leads_home(url, verdict.location) if moved else None
    shown, title = answer.discovery.homeward, known.facts.title
    if verdict.outcome is not Outcome.OK or shown is None or not title:
        return None
    return _HOME if walls.folded(title) not in shown else None


def _walled(answer: Answer, wall: Wall) -> Answer:
    found = Discovery(facts=answer.discovery.facts, wall=wall)
    return replace(answer, verdict=walled(wall, answer.verdict.location), discovery=found, look=Look())
