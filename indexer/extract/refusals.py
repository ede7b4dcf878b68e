"""Pages that say something else than their address promises: bot walls, consent walls, notices of removal."""

from __future__ import annotations

import re

from indexer.extract.markup import Markup

MAX_PAGE = 1_500
"""A page with more text than this is read whatever its title: an article about bot walls is an article."""

_TITLES = re.compile(
    r"^\W*(?:just a moment|attention required|one moment, please|please wait\W*$|access (?:to this page has been )?denied|"
    r"are you (?:a )?(?:human|robot)|robot check|bot verification|human verification|security check|ddos-guard|"
    r"pardon our interruption|before you continue|bevor (?:sie|du) (?:zu|mit)|avant d.accéder|captcha|vercel security|"
    r"(?:error )?40[134]\b|forbidden|(?:page |file )?not found|seite nicht gefunden|blog (?:has been|was) removed|"
    r"blog not found|content warning|sensitive content warning|request (?:rejected|blocked)|site (?:is )?blocked)",
    re.IGNORECASE,
)
_TEXTS = re.compile(
    r"checking (?:your browser|if the site connection is secure)|verify(?:ing)? (?:that )?you are (?:a )?human|"
    r"enable javascript and cookies to continue|you have been blocked|unusual traffic from your computer|"
    r"the blog at .{1,120} has been removed|blog you were looking for was not found|"
    r"may contain (?:sensitive content|content only suitable for adults)|i understand and i wish to continue|"
    r"your request has been blocked|ray id: ?[0-9a-f]{8}|this site is not available in your (?:country|region)|"
    r"we and our \d* ?partners (?:store|use)|we value your privacy",
    re.IGNORECASE,
)


def is_refusal(markup: Markup, text: str) -> bool:
    """Whether a short page is such a wall or notice rather than an article: by its title, or by what it says."""
    if len(text) > MAX_PAGE:
        return False
    if (
        _TITLES.match(markup.title)
        and not markup.itemprops.get("articleBody")
        and not markup.classes.get("post-body")
    ):
        return True
    return len(text) < MAX_PAGE / 2 and _TEXTS.search(text) is not None
