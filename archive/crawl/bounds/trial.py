"""Patterns tried against what is known, before they are saved. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from archive.crawl.bounds.pattern import Pattern
from archive.crawl.bounds.policy import left_out
from archive.model import Policy, Target

EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Tried:
    """What one pattern does: how many of the known URLs it leaves out (``excludes``) or takes in, and the first ones."""

    pattern: str
    excludes: bool
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What all patterns of a Policy do together: of ``known`` URLs, ``left`` would not be fetched."""

    known: int
    left: int
    examples: tuple[str, ...]
    patterns: tuple[Tried, ...]


def trial(policy: Policy, known: Iterable[Target]) -> Trial:
    """Try a Policy's patterns on Targets, each for what it is fetched as."""
    targets = list({target.url: target for target in known}.values())
    left = [target.url for target in targets if left_out(policy, target)]
    alone = Policy()
    patterns = [
        *(_tried(pattern, replace(alone, exclude=(pattern,)), targets) for pattern in policy.exclude),
        *(_tried(pattern, replace(alone, include=(pattern,)), targets) for pattern in policy.include),
    ]
    return Trial(len(targets), len(left), tuple(left[:EXAMPLES]), tuple(patterns))


def _tried(pattern: str, alone: Policy, targets: list[Target]) -> Tried:
    excludes = bool(alone.exclude)
    if excludes:
        hit = [target.url for target in targets if left_out(alone, target)]
    else:
        hit = [target.url for target in targets if Pattern(pattern).matches(target.url)]
    return Tried(pattern, excludes, len(hit), tuple(hit[:EXAMPLES]))
