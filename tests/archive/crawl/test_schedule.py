"""Schedules in cron's five fields: right on the wall's clock, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.crawl.again.schedule import Schedule, time_zone
from archive.errors import BadSchedule, UnknownZone

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
# Changes at night, by half an hour, by two hours, at midnight, southern, during Ramadan, none, and off the whole hour.
ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Antarctica/Troll", "America/Havana", "Africa/Cairo",
    "Asia/Beirut", "Australia/Sydney", "Africa/Casablanca", "America/Nuuk", "Pacific/Chatham", "Asia/Kathmandu", "UTC",
)  # fmt: skip
FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)


def changes(zone: str) -> list[datetime]:
    """The moments from 2024 to 2030 at which a zone's clocks are changed, to the half hour before."""
    there = time_zone(zone)
    moments = [FIRST + timedelta(hours=each) for each in range(int((LAST - FIRST) / HOUR))]
    offsets = [moment.astimezone(there).utcoffset() for moment in moments]
    return [moments[at] for at in range(1, len(moments)) if offsets[at] != offsets[at - 1]]


CHANGES = {zone: changes(zone) for zone in ZONES}


def berlin(cron: str, month: int, day: int, hour: int, minute: int = 0) -> str:
    """When it is due next after a moment of 2026 in UTC, on Berlin's clocks."""
    moment = datetime(2026, month, day, hour, minute, tzinfo=UTC)
    found = Schedule.read(cron, "Europe/Berlin").after(moment)
    return f"{found.astimezone(time_zone('Europe/Berlin')):%Y-%m-%d %H:%M %Z}"


def test_a_time_that_a_spring_morning_lacks_is_due_once_right_after() -> None:
    assert berlin("30 2 * * *", 3, 28, 12) == "2026-03-29 03:00 CEST"
    assert berlin("30 2 * * *", 3, 29, 1, 0) == "2026-03-30 02:30 CEST"
    assert berlin("0,15,30 2 * * *", 3, 29, 0, 30) == "2026-03-29 03:00 CEST"


def test_a_time_that_an_autumn_night_has_twice_is_due_the_first_time_only() -> None:
    assert berlin("30 2 * * *", 10, 24, 12) == "2026-10-25 02:30 CEST"
    assert berlin("30 2 * * *", 10, 25, 0, 30) == "2026-10-26 02:30 CET"
    assert berlin("30 2 * * *", 10, 25, 1, 10) == "2026-10-26 02:30 CET"


def test_what_is_due_every_hour_goes_by_the_time_that_passes() -> None:
    for cron, step in (("30 * * * *", HOUR), ("*/20 * * * *", HOUR / 3)):
        for zone in ZONES:
            if zone in ("Asia/Kathmandu", "Pacific/Chatham", "Australia/Lord_Howe"):
                continue  # their clocks are not on the whole hour of UTC, or not always
            for moment in CHANGES[zone]:
                times = Schedule.read(cron, zone).times(moment - 4 * HOUR, 12)
                assert {
                    after.astimezone(UTC) - before.astimezone(UTC) for before, after in pairwise(times)
                } == {step}


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("cron", "wall"), [("30 2 * * *", "02:30"), ("0 0 * * *", "00:00"), ("59 23 * * *", "23:59")]
)
def test_once_a_day_stays_once_a_day(zone: str, cron: str, wall: str) -> None:
    schedule = Schedule.read(cron, zone)
    for change in CHANGES[zone]:
        moment = change - 3 * DAY
        times = schedule.times(moment, 6)
        assert all(later.astimezone(UTC) > earlier.astimezone(UTC) for earlier, later in pairwise(times))
        days = [(time if f"{time:%H:%M}" == wall else time - timedelta(minutes=1)).date() for time in times]
        assert days == [days[0] + number * DAY for number in range(6)], "each day, and none twice"
        off = [time for time in times if f"{time:%H:%M}" != wall]
        # Only where the clocks jump over it is it due at another time: at the very moment of the jump.
        assert all(_jumps(time) for time in off)
        assert len(off) <= 1


def _jumps(time: datetime) -> bool:
    before = (time.astimezone(UTC) - timedelta(minutes=1)).astimezone(time.tzinfo)
    offsets = time.utcoffset(), before.utcoffset()
    return offsets[0] is not None and offsets[1] is not None and offsets[0] > offsets[1]


CRONS = st.sampled_from(
    ["30 2 * * *", "15 1,2,3 * * *", "0 3 * * 0", "*/10 2 * * *", "5 */2 * * *", "0 0 1 * *", "* * * * *",
     "7 2-4 * * MON-FRI"]
)  # fmt: skip


@given(cron=CRONS, zone=st.sampled_from(ZONES), data=st.data())
def test_each_time_is_after_the_last_and_none_lies_between(cron: str, zone: str, data: st.DataObject) -> None:
    moment = data.draw(
        st.sampled_from(CHANGES[zone] or [FIRST]).flatmap(
            lambda at: st.integers(-400, 400).map(lambda minutes: at + timedelta(minutes=minutes))
        )
    )
    schedule = Schedule.read(cron, zone)
    due = schedule.after(moment)
    assert due > moment
    between = moment + (due - moment) * data.draw(st.floats(0, 0.999))
    assert schedule.after(between) == due, "the same, whenever it is asked in between"


@pytest.mark.parametrize(
    ("cron", "why"),
    [
        ("", "0 of the five fields"),
        ("30 2 * *", "4 of the five fields"),
        ("0 30 2 * * *", "6 of the five fields"),
        ("61 2 * * *", "its minute can’t be read"),
        ("30 24 * * *", "its hour can’t be read"),
        ("30 2 31 2 *", "its day-of-month can’t be read"),
        ("x 2 * * *", "its minute can’t be read"),
        ("30 2 * * FUNDAY", "its day-of-week can’t be read"),
        ("*/0 2 * * *", "its minute can’t be read"),
        ("1," * 90 + "1 2 * * *", "it is too long"),
    ],
)
def test_what_is_no_schedule_is_told_with_an_example(cron: str, why: str) -> None:
    with pytest.raises(BadSchedule) as refused:
        Schedule.read(cron, "UTC")
    assert why in str(refused.value)
    assert "“30 2 * * *” is every night at half past two" in str(refused.value)


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Berln", "Did you mean Europe/Berlin"),
        ("new york", "America/New_York"),
        ("Europe", "There is no time zone"),
        ("../etc/passwd", "There is no time zone"),
        ("", "Examples: Europe/Berlin"),
        ("\0", "There is no time zone"),
    ],
)
def test_an_unknown_zone_is_told_with_what_looks_like_it(zone: str, said: str) -> None:
    with pytest.raises(UnknownZone) as refused:
        Schedule.read("30 2 * * *", zone)
    assert said in str(refused.value)
