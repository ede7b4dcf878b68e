"""Dear questions take turns, so that plain ones are answered meanwhile: of the web process' threads they never hold more
than a few, and of its CPU one thread's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Semaphore

from indexer.cost import DEAR, cost
from indexer.model import Query
from web.statuses import TooBusy

WAITING = 2
"""Dear questions that may wait while one is answered; who comes then is asked to come again."""

_places = BoundedSemaphore(1 + WAITING)
_turn = Semaphore(1)


@contextmanager
def in_turn(query: Query) -> Iterator[None]:
    """Wait for one's turn if the question is dear. Raises TooBusy when too many wait."""
    if cost(query.text) < DEAR:
        yield
        return
    if not _places.acquire(blocking=False):
        raise TooBusy("long searches")
    try:
        with _turn:
            yield
    finally:
        _places.release()
