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

from archive.errors.accounts import UnknownUser, UserExists
from archive.errors.base import BackfileError
from archive.errors.catalogue import (
    BackupFailed,
    CatalogueBusy,
    CatalogueUnreadable,
    NothingToRecover,
    RestoreRefused,
    SchemaNewer,
    UpgradeRefused,
)
from archive.errors.disk import DiskFull, FolderInUse, NotWritable, RoomShort, WritingStopped
from archive.errors.exchange import (
    ExportRefused,
    ExportStopped,
    ExportTooLarge,
    ExportUnwritable,
    ImportRefused,
)
from archive.errors.fetching import (
    AddressRefused,
    BadResponse,
    ConnectionFailed,
    FetchError,
    HostNotFound,
    NotAskable,
    TooSlow,
)
from archive.errors.following import (
    BadPolicy,
    BadSchedule,
    BadUrl,
    NothingToFollow,
    SourceExists,
    SurveyGivenUp,
    UnclearSource,
    UnknownCrawl,
    UnknownSource,
    UnknownSurvey,
    UnknownZone,
)
from archive.errors.records import OriginalMissing, RecordDamaged, RecordError, StampRefused
from archive.errors.takedown import StillErasing, TakenDown, UnknownTakedown

__all__ = [
    "AddressRefused",
    "BackfileError",
    "BackupFailed",
    "BadPolicy",
    "BadResponse",
    "BadSchedule",
    "BadUrl",
    "CatalogueBusy",
    "CatalogueUnreadable",
    "ConnectionFailed",
    "DiskFull",
    "ExportRefused",
    "ExportStopped",
    "ExportTooLarge",
    "ExportUnwritable",
    "FetchError",
    "FolderInUse",
    "HostNotFound",
    "ImportRefused",
    "NotAskable",
    "NotWritable",
    "NothingToFollow",
    "NothingToRecover",
    "OriginalMissing",
    "RecordDamaged",
    "RecordError",
    "RestoreRefused",
    "RoomShort",
    "SchemaNewer",
    "SourceExists",
    "StampRefused",
    "StillErasing",
    "SurveyGivenUp",
    "TakenDown",
    "TooSlow",
    "UnclearSource",
    "UnknownCrawl",
    "UnknownSource",
    "UnknownSurvey",
    "UnknownTakedown",
    "UnknownUser",
    "UnknownZone",
    "UpgradeRefused",
    "UserExists",
    "WritingStopped",
]
