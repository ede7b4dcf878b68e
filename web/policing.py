"""A Source's settings for its crawls, for the command line and the desk: what is known to try them on, and in words."""

from __future__ import annotations

from collections.abc import Iterator

from archive.crawl.bounds import scope
from archive.crawl.bounds.policy import secrets, shown
from archive.crawl.bounds.trial import Trial, trial
from archive.crawl.frontier.frontier import Frontier
from archive.model import LinkKind, Policy, Source, Target
from archive.store.catalogue import Catalogue
from web.wording import counted, number, readable

LABELS = {
    "delay": "Seconds between two requests to a host, at least",
    "concurrency": "Hosts at the same time",
    "max_bytes": "Largest answer",
    "max_crawl_bytes": "Bytes in one crawl",
    "max_targets": "Requests in one crawl",
    "daily_looks": "Second looks at known articles, a day",
    "depths": "Depth by kind of link",
    "budgets": "Budget by kind of link",
    "include": "Only these articles",
    "exclude": "None of these articles and lists",
}
"""What can be shown of a Policy, field by field."""

_TRIED = scope.ARTICLES | scope.AROUND | scope.LISTINGS
_CRAWLS = 3


def tried(catalogue: Catalogue, source: Source, policy: Policy) -> Trial:
    """A Policy's patterns on what is known of a Source: its pages, and what its latest crawls met."""
    return trial(policy, _known(catalogue, source))


def _known(catalogue: Catalogue, source: Source) -> Iterator[Target]:
    for page in catalogue.pages.of_source(source.id):
        yield Target(page.url, page.link_kind if page.link_kind in _TRIED else LinkKind.POST)
    frontier = Frontier(catalogue.database)
    for crawl in catalogue.crawls.recent(_CRAWLS, source.id):
        for entry in frontier.of_kinds(crawl.id, _TRIED):
            yield entry.target


def told(trial: Trial) -> Iterator[str]:
    """A Trial in sentences."""
    if not trial.patterns:
        return
    if trial.known == 0:
        yield "Nothing is known of this source yet to try the patterns on."
        return
    known = counted(trial.known, "known address", "known addresses")
    for one in trial.patterns:
        does = "leaves out" if one.excludes else "takes in"
        yield f"{one.pattern} {does} {number(one.count)} of {known}{_such_as(one.examples)}."
    rest = f"all {known} would" if trial.left == trial.known else f"{number(trial.left)} of {known} would"
    yield f"Together: {rest} be left out{_such_as(trial.examples)}."


def settings_lines(policy: Policy) -> Iterator[str]:
    """What was set, a line each; of headers and cookies the names only."""
    for name, label in LABELS.items():
        text = shown(policy, name)
        if text:
            yield f"{label}: {', '.join(text.splitlines())}"
    if names := secrets(policy):
        yield f"Sent to its own host: {', '.join(names)} (values are not shown)"


def _such_as(urls: tuple[str, ...]) -> str:
    return f" ({', '.join(readable(url, 70) for url in urls)})" if urls else ""
