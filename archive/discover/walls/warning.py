"""A warning of the content, to be confirmed before anything is shown."""

from __future__ import annotations

import re

from archive.discover.walls.glance import Glance
from archive.discover.walls.wall import Wall
from archive.model import WallKind

_BLOGGER = Wall(WallKind.WARNING, "the blog warns of its content and asks for consent first")
_WALL = Wall(WallKind.WARNING, "the site asks visitors to confirm their age first")
_FEW = 400
_SHORT = 1_500
_GATES = ("blogger.com/blogin.g", "blogger.com/interstitial", "blogger.com/age-verification")
_TITLE = re.compile(
    r"(?:sensitive )?content warning|age (?:verification|check|gate|restricted)(?: required)?|adults only"
    r"|are you (?:over|at least) (?:18|21)(?: years old)?\??|you must be (?:18|21).*|altersprüfung"
    r"|altersverifikation|"
    r"vérification de l'âge|verificación de edad|verificação de idade|verifica dell'età|подтвердите возраст"
    r"|вам (?:уже )?есть 18( лет)?\?|年龄(?:确认|验证)|年齢確認|성인 인증|leeftijdscontrole"
)


def tell(glance: Glance) -> Wall | None:
    """By Blogger's frame over the page, its address, or a title or heading that asks for an age."""
    if any(gate in glance.page.url.lower() for gate in _GATES):
        return _BLOGGER
    if b"blogin.g" in glance.raw and any(
        gate in source for source in glance.links("iframe", "src") for gate in _GATES
    ):
        return _BLOGGER
    said = any(_TITLE.fullmatch(part.strip(" .!")) for part in (glance.title, *glance.headings[:2]) if part)
    return _WALL if said and len(glance.text) < _SHORT and glance.bare(_FEW) else None
