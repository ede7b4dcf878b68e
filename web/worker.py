"""The second process: APScheduler ticks, crawls, indexes. The schedule's truth is the Source's row; the
scheduler only ticks."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from types import FrameType
from typing import TYPE_CHECKING

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from archive.crawl.again import cadence
from archive.errors import BackfileError, DiskFull, FolderInUse, RoomShort, SurveyGivenUp
from archive.model import Crawl, Source, Survey, Trigger
from archive.store.locks import RoleLock
from archive.store.proof.audit import Audit
from archive.store.room import Ebb
from web.compose import Backfile, behind
from web.progress import counts, part
from web.supervisor import SUPERVISED
from web.visits import Visits
from web.wording import why_not

if TYPE_CHECKING:
    from indexer.report import SyncProgress

log = logging.getLogger(__name__)

TICK = 1.0  # seconds
TOLD_EVERY = 60.0  # seconds between two lines of the log on one indexing
AFTER_START = timedelta(minutes=5)  # when the first tidying comes: a start has other things to do
SOON_AFTER_START = timedelta(seconds=20)
AUDIT_EVERY = timedelta(minutes=1)
MOST_STARTS = 5  # of one survey: at an address at which processes die, no more of them shall


class _Stopping(Exception):
    """The worker was told to stop while a survey waited between two requests."""


class Worker:
    """Runs due and requested crawls; meanwhile it looks at addresses that shall be followed, and keeps the index up to
    the archive."""

    def __init__(self, backfile: Backfile) -> None:
        self._backfile = backfile
        self._stop = threading.Event()
        self._short: str | None = None  # what was told of it
        self._ebb: Ebb | None = None

    def run(self) -> None:
        """Work until ``stop`` or SIGTERM. Raises FolderInUse when another worker serves this folder."""
        jobs = (self.request_due, self.survey_next, self.crawl, self.index_changes)
        with RoleLock(self._backfile.settings.data, "schedule", "the worker"):
            scheduler = BackgroundScheduler(
                timezone="UTC",
                executors={"default": ThreadPoolExecutor(len(jobs) + 3)},
                job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            )
            for job in jobs:
                scheduler.add_job(self._with_room(job), "interval", seconds=TICK)
            scheduler.add_job(self._with_room(self.annotate), "interval", minutes=1)
            scheduler.add_job(
                self._with_room(self.tidy),
                "interval",
                hours=24,
                next_run_time=datetime.now(UTC) + AFTER_START,
            )
            scheduler.add_job(
                self._with_room(self.keep_manifests),
                "interval",
                minutes=10,
                next_run_time=datetime.now(UTC) + SOON_AFTER_START,
            )
            scheduler.add_job(self._with_room(self.audit), "interval", seconds=AUDIT_EVERY.total_seconds())
            scheduler.start()
            log.info("the worker is ready")
            try:
                self._stop.wait()
            finally:
                self._stop.set()
                scheduler.shutdown(wait=True)
                log.info("the worker has stopped")

    def stop(self) -> None:
        """Let the work in hand come to a clean stop."""
        self._stop.set()

    def request_due(self) -> None:
        """Queue a crawl for each Source whose time has come; a missed time is caught up once."""
        catalogue, now = self._backfile.catalogue, self._backfile.clock()
        for source in catalogue.sources.due(now):
            catalogue.crawls.request(source.id, Trigger.SCHEDULE)
        for source in catalogue.sources.planned_after(now + cadence.LONGEST_AFTER_FAILURES):
            if cadence.too_far(source, now):
                log.warning(
                    "%s was due at %s: the clock was wrong; it is planned anew", source.name, source.next_due
                )
                catalogue.sources.update(source.id, next_due=cadence.next_due(source, now))

    def survey_next(self) -> None:
        """Look at each address that was asked for, follow what is there, and ask for its first crawl."""
        surveys = self._backfile.catalogue.surveys
        while not self._stop.is_set() and (survey := surveys.next_queued()):
            try:
                source = self._follow(survey)
            except _Stopping:
                return  # it stays queued
            except BackfileError as error:
                log.info("survey %s of %s failed: %s", survey.id, survey.url, error)
                surveys.end(survey.id, error=why_not(error))
            else:
                log.info("survey %s of %s: %s is followed", survey.id, survey.url, source.name)

    def _follow(self, survey: Survey) -> Source:
        from web.following import follow, look_at  # discovery is read when there is something to discover

        catalogue = self._backfile.catalogue
        if catalogue.surveys.start(survey.id).starts > MOST_STARTS:
            raise SurveyGivenUp(survey.url, MOST_STARTS)
        found = look_at(self._backfile, survey.url, sleep=self._sleep)
        with catalogue.transaction():  # a Source whose first crawl is asked for, or nothing
            asked = catalogue.surveys.get(survey.id)  # again: it may have been asked for otherwise meanwhile
            source = follow(
                self._backfile, found, name=asked.name, visits=Visits(asked.every), related=asked.related
            )
            catalogue.crawls.request(source.id, Trigger.ADMIN)
            catalogue.surveys.end(survey.id, source_id=source.id)
        return source

    def _sleep(self, seconds: float) -> None:
        if self._stop.wait(seconds):
            raise _Stopping

    def crawl(self) -> None:
        """Run what is queued and what was cut off, all at once; what is asked for meanwhile joins. What was taken down is
        erased, with crawls or without."""
        crawls = self._backfile.catalogue.crawls
        takedowns = self._backfile.catalogue.takedowns
        if self._stop.is_set() or not (crawls.unfinished() or takedowns.unfinished()) or self._is_short():
            return
        try:
            with self._backfile.archiving("the worker") as archiving:

                def wanted() -> list[Crawl]:
                    archiving.erasure.run()  # between two looks, on the thread that writes
                    return crawls.unfinished()

                archiving.crawler.run_all(wanted, on_end=_tell, stop=self._stop)
        except FolderInUse:
            return  # a command is at work; the next tick tries again
        except RoomShort:
            self._is_short()
        except DiskFull as error:
            self._wait_for_room(error)
        except BackfileError:
            log.exception("the crawls stopped")

    def _is_short(self) -> bool:
        """Whether there is too little room to take anything in. Told once, and once more when there is room again."""
        if self._ebb is not None and self._ebb.is_over(self._backfile.free):
            self._ebb = None
        short = self._backfile.room.short() or (self._ebb.error if self._ebb is not None else None)
        if (short is None) != (self._short is None):
            if short is not None:
                log.warning("%s", short)
            else:
                log.info("there is room on the disk again: the work goes on")
        self._short = str(short) if short is not None else None
        return short is not None

    def _wait_for_room(self, error: DiskFull) -> None:
        """Begin nothing more until somebody has made room: what was under way is resumed then."""
        self._ebb = Ebb.of(error, self._backfile.free)
        self._is_short()

    def _with_room(self, job: Callable[[], None]) -> Callable[[], None]:
        """A job that rests while the disk is full, instead of failing every second."""

        def work() -> None:
            if self._ebb is not None and self._is_short():
                return
            try:
                job()
            except DiskFull as error:
                self._wait_for_room(error)

        return work

    def annotate(self) -> None:
        """Tell in the WARC files what has changed since, beside crawls and imports: the settings of a Source, say."""
        if self._stop.is_set() or self._is_short() or not self._backfile.catalogue.annotations.any_waiting():
            return
        with suppress(FolderInUse), self._backfile.archiving("the worker"):
            pass  # it is written when the role is given back

    def tidy(self) -> None:
        """Once a day, let go of what old crawls left behind."""
        dropped = self._backfile.catalogue.prune()
        if dropped:
            log.info("dropped %s entries of crawls of long ago; their reports stay", dropped)

    def keep_manifests(self) -> None:
        """Write the manifest of each day that is over, and have the newest one stamped."""
        for manifest in self._backfile.notary.write_due():
            log.info("the manifest of %s names %s captures", manifest.day, manifest.captures)
        try:
            stamping = self._backfile.stamping()
            stamped = stamping.stamp_latest() if stamping is not None else None
        except BackfileError as error:
            log.warning("the newest manifest has no time stamp: %s", error)
            return
        if stamped is not None:
            log.info("the manifest of %s was stamped at %s", stamped.day, stamped.stamped_at)

    def audit(self) -> None:
        """Read back a little of what was not read for longest."""
        try:
            found = Audit(self._backfile.settings.data, self._backfile.catalogue).step(AUDIT_EVERY)
        except BackfileError as error:
            log.error("the audit could not go on: %s", error)  # noqa: TRY400 -- its words say all
            return
        if found.faults:
            log.error("the audit found %s faults; `backfile verify --full` lists all", found.faults)

    def index_changes(self) -> None:
        """Bring the index up to the archive."""
        backfile = self._backfile
        if not behind(backfile) or self._is_short():
            return
        try:
            with backfile.indexing("the worker") as sync:
                report = sync.run(on_progress=self._indexed_so_far(), stop=self._stop)
        except FolderInUse:
            return
        except RoomShort:
            self._is_short()
            return
        except DiskFull as error:
            self._wait_for_room(error)
            return
        log.info("indexed %s, removed %s, failed %s", report.put, report.deleted, report.failed)

    def _indexed_so_far(self) -> Callable[[SyncProgress], None]:
        """Ends the indexing where the room ends; of one that takes long the log tells how far it is."""
        told = time.monotonic()

        def show(progress: SyncProgress) -> None:
            nonlocal told
            self._backfile.room.require()
            if time.monotonic() - told >= TOLD_EVERY:
                told = time.monotonic()
                log.info("indexing: %s", part(progress.done, progress.total))

        return show


def _tell(crawl: Crawl) -> None:
    log.info("crawl %s %s: %s", crawl.id, crawl.state, crawl.error or counts(crawl.progress))


def work(backfile: Backfile) -> None:
    """Run a Worker in this process until SIGTERM, SIGINT or, when supervised, until the web process is gone."""
    worker = Worker(backfile)

    def leave(_signal: int, _frame: FrameType | None) -> None:
        worker.stop()

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    if os.environ.get(SUPERVISED):
        threading.Thread(target=_follow_parent, args=(worker,), daemon=True).start()
    worker.run()


def _follow_parent(worker: Worker) -> None:
    """The web process holds the other end of stdin: at its end that process is gone."""
    # Not through sys.stdin's buffer: its lock, held by a thread that waits, stops Python from ending.
    while os.read(sys.stdin.fileno(), 4096):
        pass
    worker.stop()
