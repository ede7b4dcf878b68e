"""What goes into a column comes out of it the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from archive.model import Facts, TargetState
from archive.store.columns import Duration, FactsText, Labels, Prose, UtcTime, Word
from archive.store.tables import metadata

DIALECT = sqlite.dialect()
zones = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
times = st.datetimes(datetime(1900, 1, 1), datetime(2900, 1, 1), timezones=zones)  # noqa: DTZ001 - bounds of a strategy
words = st.text(st.characters(exclude_characters="\0", codec="utf-8"))


@given(times)
def test_times_come_back_exact_and_in_utc(time: datetime) -> None:
    kept = UtcTime().process_bind_param(time, DIALECT)
    back = UtcTime().process_result_value(kept, DIALECT)
    assert back == time
    assert back.tzinfo is UTC


@given(times, times)
def test_kept_times_sort_as_times_do(one: datetime, other: datetime) -> None:
    kept = [UtcTime().process_bind_param(each, DIALECT) for each in (one, other)]
    assert None not in kept
    assert (kept[0] < kept[1]) is (one < other)  # type: ignore[operator]  # None was ruled out


def test_a_naive_time_is_refused() -> None:
    naive = datetime(2026, 3, 1)  # noqa: DTZ001 - what is tested
    with pytest.raises(ValueError, match="aware times only"):
        UtcTime().process_bind_param(naive, DIALECT)
    with pytest.raises(ValueError, match="aware times only"):
        FactsText().process_bind_param(Facts(published=naive), DIALECT)


@given(st.timedeltas(timedelta(0), timedelta(days=36500)))
def test_durations_come_back_exact(length: timedelta) -> None:
    kept = Duration().process_bind_param(length, DIALECT)
    assert Duration().process_result_value(kept, DIALECT) == length


@given(
    st.builds(
        Facts,
        title=st.none() | words.filter(bool),
        author=st.none() | words.filter(bool),
        published=st.none() | times,
        updated=st.none() | times,
        labels=st.lists(words, max_size=4).map(tuple),
        platform_id=st.none() | words.filter(bool),
    )
)
def test_facts_come_back_whole(facts: Facts) -> None:
    kept = FactsText().process_bind_param(facts, DIALECT)
    assert FactsText().process_result_value(kept, DIALECT) == facts
    labels = Labels().process_bind_param(facts.labels, DIALECT)
    assert Labels().process_result_value(labels, DIALECT) == facts.labels


@given(st.text(), st.text())
def test_any_text_can_be_kept(text: str, label: str) -> None:
    kept = Prose().process_bind_param(text, DIALECT)
    assert kept is not None
    kept.encode("utf-8")
    assert len(kept) == len(text)
    labels = Labels().process_bind_param((text, label), DIALECT)
    labels.encode("utf-8")
    facts = FactsText().process_bind_param(Facts(title=text, labels=(label,)), DIALECT)
    assert facts is not None
    facts.encode("utf-8")


def test_words_are_kept_as_their_text() -> None:
    column = Word(TargetState)
    assert column.process_bind_param(TargetState.QUEUED, DIALECT) == "queued"
    assert column.process_result_value("queued", DIALECT) is TargetState.QUEUED
    with pytest.raises(ValueError, match="asleep"):
        column.process_bind_param("asleep", DIALECT)


def test_the_tables_can_be_made_in_postgresql_too() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
    for table in metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=dialect))
        for index in table.indexes:
            assert "CREATE" in str(CreateIndex(index).compile(dialect=dialect))
    captures = str(CreateTable(metadata.tables["captures"]).compile(dialect=dialect))
    assert 'surt TEXT COLLATE "C" NOT NULL' in captures, "keys sort by bytes there too"
    assert "id BIGSERIAL" in captures
