"""Following all the blogs of a list: several services at once, each asked one thing after another."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from queue import SimpleQueue

from archive import uri
from archive.discover.recognise import Recognised
from archive.errors import BackfileError, SourceExists
from archive.exchange.opml import Outline
from archive.model import Source
from web.compose import Backfile
from web.following import follow, look_at

AT_ONCE = 8


class Outcome(StrEnum):
    """What came of a blog of the list, in a word for people."""

    ADDED = "added"
    ALREADY = "followed already"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Answered:
    """A blog of the list, what came of it, and the name of its Source or why there is none."""

    outline: Outline
    outcome: Outcome
    text: str


Looked = tuple[Outline, Recognised | BackfileError | None]


def follow_all(
    backfile: Backfile,
    outlines: Sequence[Outline],
    *,
    stop: threading.Event,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Answered]:
    """Follow each blog, as ``backfile add`` does, without a crawl: the new Sources are due at once.

    What is followed already is known without asking. Blogs of one service (``blogspot.com``) are looked at one after
    the other, ``min_delay`` apart. After ``stop`` no further one is looked at; done again, it goes on.
    """
    sources = backfile.catalogue.sources.all()
    services: dict[str, list[Outline]] = defaultdict(list)
    for outline in outlines:
        known = _known(outline, sources)
        if known is not None:
            yield Answered(outline, Outcome.ALREADY, known.name)
        else:
            services[_service(outline.url)].append(outline)
    looked: SimpleQueue[Looked] = SimpleQueue()

    def look(blogs: list[Outline]) -> None:
        for number, outline in enumerate(blogs):
            if number and not stop.is_set():
                sleep(backfile.settings.min_delay)
            looked.put((outline, None if stop.is_set() else _looked_at(backfile, outline, sleep)))

    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="look") as pool:
        for blogs in services.values():
            pool.submit(look, blogs)
        for _ in range(sum(map(len, services.values()))):
            outline, found = looked.get()
            if found is not None:
                yield _followed(backfile, outline, found)


def _looked_at(
    backfile: Backfile, outline: Outline, sleep: Callable[[float], None]
) -> Recognised | BackfileError:
    try:
        return look_at(backfile, outline.url, sleep=sleep)
    except BackfileError as error:
        return error
    except Exception as error:  # noqa: BLE001 -- one hostile blog must not end the list
        return BackfileError(f"Looking at {outline.url} failed ({type(error).__name__}).")


def _followed(backfile: Backfile, outline: Outline, found: Recognised | BackfileError) -> Answered:
    if isinstance(found, BackfileError):
        return Answered(outline, Outcome.REFUSED, str(found))
    try:
        return Answered(outline, Outcome.ADDED, follow(backfile, found).name)
    except SourceExists as exists:
        return Answered(outline, Outcome.ALREADY, exists.name)


def _known(outline: Outline, sources: Sequence[Source]) -> Source | None:
    keys = {uri.surt(url) for url in (outline.url, outline.home) if url}
    return next(
        (
            source
            for source in sources
            if keys & {uri.surt(url) for url in (source.url, source.feed_url) if url}
        ),
        None,
    )


def _service(url: str) -> str:
    """The end of a host's name that blogs of one service share: they often share a machine too."""
    return ".".join(uri.host(url).split(".")[-2:])
