"""The Tallies of a Crawl: what each list stated and named against what the archive holds of it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.backrun import list_name
from archive.crawl.stock.chain import Chain
from archive.crawl.stock.listings import Listings
from archive.model import LinkKind, Tally


@dataclass(frozen=True, slots=True)
class Broken:
    """A page of a list that could not be had, and why."""

    url: str
    kind: LinkKind
    reason: str


def tallies(
    listings: Listings,
    home: str,
    *,
    fates: Mapping[str, str],
    broken: Sequence[Broken] = (),
    held: Collection[str] = (),
) -> list[Tally]:
    """One Tally for all lists together (posts only), then one for each list; none when there is no list.

    ``fates``: why the archive has nothing of what was named, by key. ``held``: the keys of the Source's live posts in the
    archive: they count as named where reading a list stopped at what was known.
    """
    chains = listings.chains
    if not chains and not broken:
        return []
    of_lists = [_of_list(group, fates, broken, held) for group in _groups(chains, broken)]
    return [_of_all(listings, home, fates, of_lists, held), *of_lists]


def around(
    home: str, linked: Mapping[LinkKind, tuple[int, int]], left_out: Mapping[LinkKind, int]
) -> list[Tally]:
    """One Tally for each kind of link that leads around a Source. ``linked``: how many addresses are linked to, and of how
    many there is an article; ``left_out``: how many the budget left to later crawls."""
    found = []
    for kind in LinkKind:
        named, held = linked.get(kind, (0, 0))
        left = left_out.get(kind, 0)
        if named or left:
            named = max(named, held + left)
            vain = named - held - left
            reasons = [f"{_n(left)} left to later crawls"] if left else []
            reasons += [f"{_n(vain)} no article, out of reach or not to be had"] if vain else []
            found.append(Tally(home, kind, None, named, held, not left, ", ".join(reasons) or None))
    return found


@dataclass(frozen=True, slots=True)
class _Group:
    """The pages of one list: a feed is one chain; all sitemaps are one list, and so are all archive pages."""

    url: str
    kind: LinkKind
    chains: tuple[Chain, ...]


def _groups(chains: Sequence[Chain], broken: Sequence[Broken]) -> list[_Group]:
    feeds = [_Group(chain.url, chain.kind, (chain,)) for chain in chains if chain.kind is LinkKind.FEED]
    lost = {one.url: one for one in broken if one.kind is LinkKind.FEED and not _is_page_of(one, chains)}
    feeds += [_Group(url, LinkKind.FEED, ()) for url in lost]
    for kind in (LinkKind.SITEMAP, LinkKind.ARCHIVE):
        these = tuple(chain for chain in chains if chain.kind is kind)
        urls = [chain.url for chain in these] + [one.url for one in broken if one.kind is kind]
        if urls:
            feeds.append(_Group(urls[0], kind, these))
    return feeds


def _is_page_of(one: Broken, chains: Iterable[Chain]) -> bool:
    return any(one.url in chain.expected for chain in chains)


def _of_list(
    group: _Group, fates: Mapping[str, str], broken: Sequence[Broken], held: Collection[str]
) -> Tally:
    named = {key for chain in group.chains for key in chain.named}
    stated = group.chains[0].total if group.kind is LinkKind.FEED and group.chains else None
    lost = [key for key in named if key in fates]
    reasons = _counted(fates[key] for key in lost)
    troubles = _troubles(group, broken)
    count, unnamed = len(named), sum(chain.unnamed for chain in group.chains)
    if any(chain.known for chain in group.chains) and stated is not None:
        count = min(stated, len(named | set(held)))
        unnamed = max(0, min(unnamed, stated - count))
    if unnamed:
        reasons.append(f"{_n(unnamed)} named on none of its pages")
    explained = [] if stated is None else _explained(group.chains)
    return Tally(
        url=group.url,
        kind=group.kind,
        stated=stated,
        named=count,
        held=count - len(lost),
        complete=not reasons and not troubles,
        reason=", ".join([*reasons, *troubles, *explained]) or None,
    )


def _troubles(group: _Group, broken: Sequence[Broken]) -> list[str]:
    """What of the list itself could not be had."""
    if group.kind is LinkKind.FEED:
        expected = {url for chain in group.chains for url in chain.expected} | {group.url}
        mine = [one for one in broken if one.url in expected]
    else:
        mine = [one for one in broken if one.kind is group.kind]
    whole = not group.chains
    noun = {LinkKind.FEED: "page", LinkKind.SITEMAP: "part", LinkKind.ARCHIVE: "page"}[group.kind]
    counts = Counter(one.reason for one in mine)
    return [
        f"it {reason}"
        if whole and count == 1
        else f"{_n(count)} {noun}{'s' if count > 1 else ''} of it {reason}"
        for reason, count in counts.most_common()
    ]


def _explained(chains: Iterable[Chain]) -> list[str]:
    told = []
    for chain in chains:
        if chain.elsewhere:
            told.append(f"{_n(chain.elsewhere)} lead to other sites")
        if chain.nameless:
            told.append(f"{_n(chain.nameless)} without an address")
    return told


def _of_all(
    listings: Listings, home: str, fates: Mapping[str, str], of_lists: Sequence[Tally], held: Collection[str]
) -> Tally:
    named = listings.posts
    lost = [key for key in named if key in fates]
    reasons = _counted(fates[key] for key in lost)
    stating = listings.stating()
    stated = stating.total if stating is not None else None
    count = len(named | set(held))
    if unnamed := listings.unnamed(held):
        reasons.append(f"{_n(unnamed)} named by no list")
    unproven = bool(unnamed) or not named or (stated is None and not listings.exhausted)
    troubles = dict.fromkeys(_trouble(tally) for tally in of_lists if unproven and not tally.complete)
    explained = _explained([stating]) if stating is not None and stated is not None and count < stated else []
    return Tally(
        url=home,
        kind=LinkKind.SEED,
        stated=stated,
        named=count,
        held=count - len(lost),
        complete=not reasons,
        reason="; ".join([*([", ".join([*reasons, *explained])] if reasons or explained else []), *troubles])
        or None,
    )


def _trouble(tally: Tally) -> str:
    """What is wrong with one list, as a clause: “the REST API answered 403”."""
    reason = tally.reason or "is not complete"
    name = list_name(tally)
    return f"{name} {reason[3:]}" if reason.startswith("it ") else f"{name}: {reason}"


def _counted(reasons: Iterable[str]) -> list[str]:
    """The most frequent first."""
    counts = sorted(Counter(reasons).items(), key=lambda each: (-each[1], each[0]))
    return [f"{_n(count)} {reason}" for reason, count in counts]


def _n(count: int) -> str:
    return f"{count:,}"
