"""Blocks of related and popular posts as themes and plugins name them: by the build of a class or id, for there are
thousands of them."""

from __future__ import annotations

import re
from functools import lru_cache

_THINGS = r"(?:posts?|articles?|entry|entries|story|stories|contents?|reads?|readings?|items?|blogs?|news)"
# Of a label, or of a setting, and no block: WordPress names a post's labels in its classes.
_BEFORE = (
    r"(?!(?:category|categories|cat|tag|label|topic|has|no|with|show|is|enable|disable|hide)[-_])"
    r"(?:[a-z0-9]+[-_]+){0,3}?"
)
_AFTER = (
    r"(?:[-_]+(?:wrap|wrapper|list|box|block|section|container|widget|grid|area|inner|outer|feed|carousel|slider|thumbs?"
    r"|cards?|links?|row|main|module))?s?(?:[-_]*\d+)?"
)
_RELATED = re.compile(
    rf"{_BEFORE}(?:related|recommended|similar|relevant)[-_]*{_THINGS}{_AFTER}"
    rf"|{_BEFORE}{_THINGS}[-_]+(?:related|recommended){_AFTER}"
    r"|related|relatedposts|read-?next(?:-feed)?|read-?more-?(?:wrap|feed)|see-?also|up-?next|further-?reading"
    r"|you-?(?:may|might)(?:-?also)?-?(?:like|enjoy)|relpost-thumb-wrapper|(?:wp|zem)_rp(?:_wrap|_content)?|nrelate\w*|rp4wp\S*"
)
_POPULAR = re.compile(
    rf"{_BEFORE}(?:popular|trending|most[-_]?(?:read|viewed|popular|shared|commented))[-_]*{_THINGS}{_AFTER}"
    rf"|{_BEFORE}top[-_]*(?:posts?|articles?|stories){_AFTER}"
    r"|most-?(?:read|viewed|popular)|popular|trending|wpp-(?:list|post|item)s?|tptn_posts\w*"
)
_LONGEST = 60


@lru_cache(maxsize=8192)
def related(word: str) -> bool:
    """Whether a class or an id (in lower case) names a block of related posts."""
    return len(word) <= _LONGEST and _RELATED.fullmatch(word) is not None


@lru_cache(maxsize=8192)
def popular(word: str) -> bool:
    """Whether it names a block of popular posts."""
    return len(word) <= _LONGEST and _POPULAR.fullmatch(word) is not None
