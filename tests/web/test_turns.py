"""Dear questions take turns; plain ones are answered meanwhile."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice
from threading import Event

import pytest

from indexer.cost import DEAR, cost
from indexer.model import Query, Results
from tests.fakes.engine import FixedEngine
from tests.web.library import Library
from web.reading.turns import WAITING

LONG = " OR ".join(f"word{number}*" for number in range(20))


class SlowEngine(FixedEngine):
    """Answers dear questions when it is told to, and counts how many were answered at once."""

    def __init__(self) -> None:
        super().__init__(Results(query=Query(), total=0))
        self.begun, self.may_end = Event(), Event()
        self.at_once = self.most_at_once = 0

    def search(self, query: Query, /) -> Results:
        if cost(query.text) >= DEAR:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            self.begun.set()
            assert self.may_end.wait(20)
            self.at_once -= 1
        return super().search(query)


def test_dear_questions_wait_for_each_other_and_plain_ones_for_none(library: Library) -> None:
    engine = SlowEngine()
    app = library.answering(engine).application

    def asked(text: str, path: str = "/search") -> tuple[int, str | None]:
        response = app.test_client().get(path, query_string={"q": text})
        return response.status_code, response.headers.get("Retry-After")

    with ThreadPoolExecutor(1 + WAITING + 4) as readers:
        dear = [readers.submit(asked, LONG) for _ in range(1 + WAITING + 2)]
        assert engine.begun.wait(20)
        assert [asked("ferry"), asked("ferry", "/search.json")] == [(200, None)] * 2
        refused = [one.result() for one in islice(as_completed(dear, timeout=20), 2)]
        engine.may_end.set()
        answers = sorted(one.result(20) for one in dear)
    assert refused == [(503, "30")] * 2
    assert [status for status, _ in answers] == [200] * (1 + WAITING) + [503] * 2
    assert engine.most_at_once == 1
    assert asked(LONG) == (200, None), "every place was given back"


@pytest.mark.parametrize(
    "typed",
    [
        "gas",
        "what did the minister say about the price of gas in the winter of last year?",
        '"the price of gas" OR "price of oil" -coal author:quill year:2024',
        "pipel* pipline~",
        "天然气和石油价格在选举前上涨的原因是什么",
        "ارتفعت أسعار الغاز والنفط قبل الانتخابات",
    ],
)
def test_what_readers_ask_is_not_dear(typed: str) -> None:
    assert cost(typed) < DEAR


@pytest.mark.parametrize(
    "typed",
    [LONG, "the " * 100, '"a b" ' * 12, "ab* cd* ef* gh*", "石" * 300, "wa~2 " * 10, "a-b-c-d " * 30],
)
def test_what_costs_much_is_dear(typed: str) -> None:
    assert cost(typed) >= DEAR
