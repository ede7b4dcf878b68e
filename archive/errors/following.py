"""What was typed of Sources, Crawls and Surveys can't be done."""

from __future__ import annotations

from archive.errors.base import SHOWN, BackfileError


class BadUrl(BackfileError):
    """What was given is not a URL that can be archived."""

    def __init__(self, url: str, reason: str = "it needs http:// or https:// and a host") -> None:
        self.url = url
        self.reason = reason
        shown = url if len(url) <= SHOWN else f"{url[:SHOWN]}…"
        super().__init__(
            f"“{shown}” is not a web address: {reason}. Example: https://example.com/a-post.html"
        )


class UnknownSource(BackfileError):
    """No Source answers to the given name, number or URL."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        super().__init__(
            f"No source is called “{wanted}”. `backfile sources` lists them; `backfile add URL` adds one."
        )


class UnclearSource(BackfileError):
    """More than one Source has the given name."""

    def __init__(self, wanted: str, numbers: tuple[int, ...]) -> None:
        self.wanted = wanted
        self.numbers = numbers
        named = ", ".join(map(str, numbers[:10])) + (" …" if len(numbers) > 10 else "")
        super().__init__(
            f"{len(numbers)} sources are called “{wanted}”. Say which one by its number ({named}) or its address."
        )


class SourceExists(BackfileError):
    """The URL belongs to a Source that is followed already."""

    def __init__(self, url: str, name: str) -> None:
        self.url = url
        self.name = name
        super().__init__(f"{url} is followed already, as “{name}”. `backfile crawl` fetches what is new.")


class BadSchedule(BackfileError):
    """What was typed is no schedule in cron's five fields."""

    def __init__(self, cron: str, reason: str) -> None:
        self.cron = cron
        self.reason = reason
        super().__init__(
            f"“{cron}” is no schedule: {reason}. Write minute, hour, day of the month, month and day of the week; "
            "“30 2 * * *” is every night at half past two."
        )


class UnknownZone(BackfileError):
    """No time zone has that name."""

    def __init__(self, zone: str, alike: tuple[str, ...] = ()) -> None:
        self.zone = zone
        self.alike = alike
        meant = (
            f"Did you mean {' or '.join(alike)}?"
            if alike
            else "Examples: Europe/Berlin, America/New_York, UTC."
        )
        super().__init__(f"There is no time zone “{zone}”. {meant}")


class BadPolicy(BackfileError):
    """What was set for a Source's crawls can't be so."""

    def __init__(self, name: str, value: str, reason: str) -> None:
        self.name = name
        self.value = value
        self.reason = reason
        hidden = name in ("headers", "cookies")
        said = name.replace("_", " ") if hidden or not value else f"{name.replace('_', ' ')} “{value[:80]}”"
        super().__init__(f"The {said} can't be set: {reason}.")


class UnknownCrawl(BackfileError):
    """No crawl has that number."""

    def __init__(self, wanted: int) -> None:
        self.wanted = wanted
        super().__init__(f"There is no crawl number {wanted}.")


class UnknownSurvey(BackfileError):
    """No survey has that number."""

    def __init__(self, wanted: int) -> None:
        self.wanted = wanted
        super().__init__(f"There is no survey number {wanted}.")


class NothingToFollow(BackfileError):
    """The URL answered, but there is nothing in it that can be followed. ``step`` says what to do next; None: keep the
    page alone."""

    def __init__(self, url: str, reason: str, step: str | None = None) -> None:
        self.url = url
        self.reason = reason
        self.step = step
        onward = step or f"To keep one page as it is now, use `backfile archive {url}`"
        super().__init__(f"Cannot follow {url}: {reason}. {onward}.")


class SurveyGivenUp(BackfileError):
    """Whoever looked at the URL was cut off, again and again."""

    def __init__(self, url: str, times: int) -> None:
        self.url = url
        self.times = times
        super().__init__(
            f"Looking at {url} was cut off {times} times, so it is not tried again by itself. The log says what "
            "happened; then add it once more."
        )
