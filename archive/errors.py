"""The exception tree of the archive. Every message is built from attributes and says what to do next.

BackfileError
├── StampRefused         a time-stamping authority's answer that proves nothing
├── BadUrl               what was typed is no http(s) URL
├── NotWritable          the data folder can't be written
├── FolderInUse          another process holds the role
├── DiskFull             no room left for the archive
├── RoomShort            less is free on the disk than shall stay free
├── WritingStopped       the disk did not confirm what was written
├── SchemaNewer          the catalogue was written by a newer Backfile
├── UpgradeRefused       no copy could be kept before the catalogue is upgraded
├── CatalogueBusy        another process kept the catalogue locked for too long
├── CatalogueUnreadable  the catalogue is damaged, or is no catalogue
├── BackupFailed         no whole backup could be made
├── RestoreRefused       a backup that can't be restored, or not there
├── NothingToRecover     there is no WARC file to make a catalogue from
├── UnknownSource        no Source answers to that name, number or URL
├── UnclearSource        more than one Source has that name
├── SourceExists         the Source is followed already
├── BadSchedule          what was typed is no schedule in cron's five fields
├── UnknownZone          no time zone has that name
├── BadPolicy            what was set for a Source's crawls can't be so
├── UnknownCrawl         no crawl has that number
├── UnknownTakedown      no takedown has that number, or is of that URL
├── StillErasing         a takedown can be lifted once its bytes are gone
├── TakenDown            what was asked for, or was to come in, was taken down
├── UnknownSurvey        no survey has that number
├── UnknownUser          no account has that name
├── UserExists           an account has that name already
├── FetchError           an exchange that could not be had
│   ├── NotAskable       a URL that no request can be made of
│   ├── HostNotFound
│   ├── AddressRefused   the address guard said no
│   ├── ConnectionFailed
│   ├── BadResponse      the server did not speak HTTP
│   └── TooSlow
├── SurveyGivenUp        whoever looked at the URL was cut off each time
├── NothingToFollow      the URL answered, but holds no blog, feed, sitemap or page
├── RecordError          a record can't be read back
│   ├── RecordDamaged
│   └── OriginalMissing  a revisit whose original is not in the archive
├── ImportRefused        a file that can't be taken, with the reason
├── ExportRefused        nothing to export, with the reason
├── ExportUnwritable     a package can't be written where it was asked for
├── ExportTooLarge       more than a package may hold that is made while somebody waits
└── ExportStopped        an export that was asked to stop
"""

from __future__ import annotations

from datetime import datetime

_SHOWN = 200  # characters of what was typed that an error repeats


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.0f} MB"


class BackfileError(Exception):
    """Something a person can act on: ``str(error)`` is one clear sentence or two, fit to be shown."""


class BadUrl(BackfileError):
    """What was given is not a URL that can be archived."""

    def __init__(self, url: str, reason: str = "it needs http:// or https:// and a host") -> None:
        self.url = url
        self.reason = reason
        shown = url if len(url) <= _SHOWN else f"{url[:_SHOWN]}…"
        super().__init__(
            f"“{shown}” is not a web address: {reason}. Example: https://example.com/a-post.html"
        )


class NotWritable(BackfileError):
    """The data folder, or something in it, can't be written."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            f"Cannot write to {path}: {reason}. Choose another folder with --data, or change its permissions."
        )


class FolderInUse(BackfileError):
    """Another process holds a role (archive, index, schedule) in this data folder."""

    def __init__(self, path: str, role: str, holder: str) -> None:
        self.path = path
        self.role = role
        self.holder = holder
        super().__init__(
            f"The data folder {path} is in use: {holder} is at work on its {role}. "
            "Wait until it has finished, or stop it, and try again."
        )


class DiskFull(BackfileError):
    """No room is left; crawling stops, reading goes on."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            f"The disk that holds {path} is full. Nothing was lost; free some room, and the next crawl goes on where "
            "this one stopped."
        )


class RoomShort(BackfileError):
    """Less is free on the disk than shall stay free: nothing new is taken in, reading goes on."""

    def __init__(self, path: str, free: int, least: int, wanted: int = 0) -> None:
        self.path = path
        self.free = free
        self.least = least
        self.wanted = wanted
        needed = f", this needs {_megabytes(wanted)}" if wanted else ""
        super().__init__(
            f"Only {_megabytes(free)} are free on the disk that holds {path}{needed}, and {_megabytes(least)} stay free "
            "(min_free). Make room: what is queued stays queued; the worker goes on by itself, and `backfile crawl` goes on "
            "where it stopped."
        )


class WritingStopped(BackfileError):
    """The disk did not confirm what was written, so nothing more is written until the next start."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            f"The disk that holds {path} did not confirm what was written to it ({reason}), so nothing more is written. "
            "What was reported as archived is safe. Check the disk, then start Backfile again: it repairs and goes on."
        )


class SchemaNewer(BackfileError):
    """The catalogue was written by a newer Backfile than this one."""

    def __init__(self, path: str, found: str, known: str) -> None:
        self.path = path
        self.found = found
        self.known = known
        super().__init__(
            f"The catalogue {path} was written by a newer Backfile (schema {found}; this one knows {known}). "
            "Upgrade Backfile, or restore an older backup."
        )


class UpgradeRefused(BackfileError):
    """The catalogue is of an older Backfile, and no copy of it could be kept before the upgrade."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            f"The catalogue {path} has to be upgraded, and a copy of it is kept first: {reason}. Make room and start "
            "again; nothing was changed, and the Backfile before this one still reads it."
        )


class CatalogueBusy(BackfileError):
    """Another process kept the catalogue locked for longer than we wait."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            f"The catalogue {path} is locked by another process. Try again in a moment; "
            "if it lasts, find the program that keeps it open and stop it."
        )


class CatalogueUnreadable(BackfileError):
    """The catalogue's file is damaged, or is not a catalogue."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            f"The catalogue {path} can't be read: {reason}. The WARC files hold everything without it: restore a "
            "backup, or move that file away and run `backfile recover`."
        )


class BackupFailed(BackfileError):
    """No whole backup could be made; the ones before it are untouched."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            f"No backup was made in {path}: {reason}. What is in there from before is untouched."
        )


class RestoreRefused(BackfileError):
    """A backup that can't be restored, or not there; nothing was overwritten."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"Cannot restore {path}: {reason}.")


class NothingToRecover(BackfileError):
    """There is no WARC file that a catalogue could be made from."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            f"There are no WARC files in {path}, so no catalogue can be made from them. "
            "Choose another folder with --data, or restore a backup: `backfile restore DIR`."
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


class UnknownTakedown(BackfileError):
    """No Takedown that holds answers to what was typed."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        super().__init__(
            f"There is no takedown “{wanted[:_SHOWN]}”. `backfile takedown --list` lists them with their numbers."
        )


class StillErasing(BackfileError):
    """A Takedown was to be lifted whose bytes are not gone yet."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(
            f"Takedown {number} is still erasing what it hides. Lift it once `backfile takedown --list` says it is done."
        )


class TakenDown(BackfileError):
    """It may not be shown, nor come in. The sentence names no address: its words may be what was wrong with it."""

    def __init__(self, at: datetime, reason: str | None = None) -> None:
        self.at = at
        self.reason = reason
        why = f" Reason: {reason.rstrip('.')}." if reason else " No reason was given."
        super().__init__(f"This was taken down on {at.day} {at:%B %Y}.{why} It is not shown, nor kept again.")

    @property
    def clause(self) -> str:
        """The same as a clause, for reports."""
        return f"it was taken down on {self.at.day} {self.at:%B %Y}" + (
            f": {self.reason}" if self.reason else ""
        )


class UnknownSurvey(BackfileError):
    """No survey has that number."""

    def __init__(self, wanted: int) -> None:
        self.wanted = wanted
        super().__init__(f"There is no survey number {wanted}.")


class UnknownUser(BackfileError):
    """No account has that name."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"There is no user called “{name}”. `backfile user list` lists them.")


class UserExists(BackfileError):
    """An account has that name already."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"There is a user called “{name}” already. Choose another name, or `backfile user passwd {name}`."
        )


class FetchError(BackfileError):
    """An exchange that could not be had. ``retry`` tells whether a later try may do better."""

    retry = True

    def __init__(self, url: str, reason: str) -> None:
        self.url = url
        self.reason = reason
        super().__init__(f"Could not fetch {url}: {reason}.")


class NotAskable(FetchError):
    """A URL that no request can be made of."""

    retry = False


class HostNotFound(FetchError):
    """The name has no address."""

    def __init__(self, url: str, host: str) -> None:
        self.host = host
        super().__init__(url, f"there is no host called {host}; check the spelling and the network")


class AddressRefused(FetchError):
    """The address guard refused to connect."""

    retry = False

    def __init__(self, url: str, address: str) -> None:
        self.address = address
        super().__init__(
            url,
            f"its address {address} is not on the public internet; an admin can allow that network "
            "(BACKFILE_ALLOW_NETWORKS)",
        )


class ConnectionFailed(FetchError):
    """The connection was refused, reset or failed its TLS handshake."""


class BadResponse(FetchError):
    """What came back is not HTTP, or breaks it beyond use."""


class TooSlow(FetchError):
    """No answer within the time allowed."""


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


class RecordError(BackfileError):
    """A record can't be read back."""


class RecordDamaged(RecordError):
    """The bytes at a Locator are not the record that was written there."""

    def __init__(self, filename: str, offset: int, reason: str) -> None:
        self.filename = filename
        self.offset = offset
        self.reason = reason
        super().__init__(
            f"The record at byte {offset} of {filename} is damaged: {reason}. "
            "`backfile verify` lists what is hit; a backup can bring it back."
        )


class OriginalMissing(RecordError):
    """A revisit whose original is not in the archive."""

    def __init__(self, url: str, digest: str) -> None:
        self.url = url
        self.digest = digest
        super().__init__(
            f"This capture of {url} says “same as before”, but the original ({digest}) is not in this archive. "
            "Import the WARC file that holds it."
        )


class ImportRefused(BackfileError):
    """A file that can't be taken, and why."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"Cannot import {path}: {reason}.")


class ExportRefused(BackfileError):
    """There is nothing that could be exported."""

    def __init__(self, what: str, reason: str) -> None:
        self.what = what
        self.reason = reason
        super().__init__(f"Cannot export {what}: {reason}. `backfile search` shows what a question finds.")


class ExportUnwritable(BackfileError):
    """A package can't be written where it was asked for."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"Cannot write a package to {path[:_SHOWN]}: {reason}. Choose another place for it.")


class ExportTooLarge(BackfileError):
    """More than fits into a package that is made while somebody waits."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(
            f"“{what[:_SHOWN]}” has too many captures, or too large ones, to be packed while you wait. Whoever keeps this "
            "archive can pack it with `backfile export`."
        )


class ExportStopped(BackfileError):
    """An export was asked to stop before it was whole."""

    def __init__(self) -> None:
        super().__init__("Stopped. Nothing was exported; the same command begins anew.")


class StampRefused(BackfileError):
    """What a time-stamping authority answered proves nothing of a file; ``reason`` is a clause."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"The time stamp can't be used: {reason}. Check `timestamp_authority` and `timestamp_ca`; it is tried again."
        )
