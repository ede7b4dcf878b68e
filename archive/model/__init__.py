"""The archive's nouns: frozen, slotted dataclasses. Times are aware and UTC; sizes are bytes.

Words: HTTP terms from RFC 9110; URI-R, Memento from RFC 7089; record, revisit, payload from WARC 1.1
(ISO 28500:2017); SURT and CDXJ as pywb uses them.
"""

from __future__ import annotations

from archive.model.article import Change, Facts, Link, Look, Page
from archive.model.capture import HTML, Capture, Locator, Memento
from archive.model.crawl import Crawl, Progress, Tally
from archive.model.exchange import Exchange, Target
from archive.model.source import NO_POLICY, Expected, Lastmods, Policy, Source, Survey
from archive.model.takedown import Reach, Takedown
from archive.model.words import (
    CrawlState,
    Finding,
    LinkKind,
    PageKind,
    PageStatus,
    RecordType,
    SourceKind,
    SurveyState,
    TargetState,
    Trigger,
    WallKind,
)

__all__ = [
    "HTML",
    "NO_POLICY",
    "Capture",
    "Change",
    "Crawl",
    "CrawlState",
    "Exchange",
    "Expected",
    "Facts",
    "Finding",
    "Lastmods",
    "Link",
    "LinkKind",
    "Locator",
    "Look",
    "Memento",
    "Page",
    "PageKind",
    "PageStatus",
    "Policy",
    "Progress",
    "Reach",
    "RecordType",
    "Source",
    "SourceKind",
    "Survey",
    "SurveyState",
    "Takedown",
    "Tally",
    "Target",
    "TargetState",
    "Trigger",
    "WallKind",
]
