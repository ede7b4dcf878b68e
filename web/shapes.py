"""The JSON shapes that commands and pages share, built from the archive's nouns."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from archive import backrun
from archive.crawl.report import Found, Reason, Report
from archive.model import Capture, Crawl, CrawlState, Finding, LinkKind, Source
from archive.timestamp import iso
from web.wording import counted


def every_text(every: timedelta) -> str:
    """``every 6 hours``."""
    seconds = int(every.total_seconds())
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= length and seconds % length == 0:
            number = seconds // length
            return f"every {unit}" if number == 1 else f"every {number} {unit}s"
    return f"every {seconds} seconds"


def snapshot_url(capture: Capture) -> str:
    """The path of a capture's replay."""
    return f"/web/{capture.timestamp}/{capture.url}"


def health(source: Source, last: Crawl | None) -> str:
    """How a Source fares, in a few words."""
    if source.paused:
        return "paused"
    if last is None:
        return "not crawled yet"
    if last.state is CrawlState.FAILED:
        return f"the last crawl failed: {last.error or 'no reason given'}"
    if last.state is CrawlState.PAUSED:
        return f"crawl {last.id} is paused"
    if last.state in (CrawlState.QUEUED, CrawlState.RUNNING):
        return f"crawl {last.id} is {last.state}"
    if last.progress.failed:
        return f"well, but {counted(last.progress.failed, 'address', 'addresses')} failed in the last crawl"
    return "well"


def source_shape(source: Source, last: Crawl | None, *, now: datetime) -> dict[str, Any]:
    """A Source as JSON."""
    return {
        "id": source.id,
        "name": source.name,
        "url": source.url,
        "kind": str(source.kind),
        "platform": source.platform,
        "feed_url": source.feed_url,
        "sitemap_url": source.sitemap_url,
        "every_seconds": int(source.every.total_seconds()),
        "adaptive": source.adaptive,
        "learnt_seconds": int(source.learnt.total_seconds()) if source.learnt is not None else None,
        "cron": source.cron,
        "zone": source.zone,
        "related": source.related,
        "paused": source.paused,
        "health": health(source, last),
        "next_due": iso(source.next_due) if source.next_due else None,
        "due": bool(source.next_due and source.next_due <= now and not source.paused),
        "last_crawl": crawl_shape(last, source) if last else None,
    }


def crawl_shape(crawl: Crawl, source: Source | None = None) -> dict[str, Any]:
    """A Crawl as JSON."""
    return {
        "id": crawl.id,
        "source": source.name if source else None,
        "source_id": crawl.source_id,
        "trigger": str(crawl.trigger),
        "state": str(crawl.state),
        "full": crawl.full,
        "requested_at": iso(crawl.requested_at),
        "started_at": iso(crawl.started_at) if crawl.started_at else None,
        "ended_at": iso(crawl.ended_at) if crawl.ended_at else None,
        "error": crawl.error,
        "rate": round(crawl.rate, 2) if crawl.rate is not None else None,
        "seconds_left": round(crawl.time_left.total_seconds()) if crawl.time_left is not None else None,
        **asdict(crawl.progress),
    }


def report_shape(crawl: Crawl, source: Source | None, report: Report) -> dict[str, Any]:
    """A Crawl with all that came of it, as JSON."""
    return {
        **crawl_shape(crawl, source),
        "blocked": report.counts[Finding.BLOCKED],
        "articles": {
            str(finding): [_found_shape(found) for found in articles]
            for finding, articles in report.articles.items()
        },
        "reasons": {
            "refused": [_reason_shape(reason) for reason in report.refused],
            "failed": [_reason_shape(reason) for reason in report.failed],
            "flawed": [_reason_shape(reason) for reason in report.flawed],
            "parts": [_reason_shape(reason) for reason in report.parts],
        },
        "back_run": backrun.sentence(report.tallies),
        "lists": [
            {
                "list": backrun.list_name(tally),
                "url": tally.url,
                "stated": tally.stated,
                "named": tally.named,
                "held": tally.held,
                "complete": tally.complete,
                "reason": tally.reason,
            }
            for tally in report.tallies
            if tally.kind is not LinkKind.SEED
        ],
    }


def _found_shape(found: Found) -> dict[str, Any]:
    return {
        "url": found.url,
        "title": found.title,
        "link_kind": str(found.kind),
        "via": found.via,
        "page_url": f"/page/{found.page_id}" if found.page_id else None,
    }


def _reason_shape(reason: Reason) -> dict[str, Any]:
    return {
        "reason": reason.text,
        "count": reason.count,
        "examples": [
            {"url": each.url, "link_kind": str(each.kind), "attempts": each.attempts, "via": each.via}
            for each in reason.examples
        ],
    }


def capture_shape(url: str, capture: Capture | None, error: str | None = None) -> dict[str, Any]:
    """A Capture (or why there is none) as JSON."""
    if capture is None:
        return {"url": url, "error": error or "not archived"}
    return {
        "url": url,
        "archived_url": capture.url,
        "timestamp": capture.timestamp,
        "captured_at": iso(capture.captured_at),
        "status": capture.status,
        "mime": capture.mime,
        "digest": capture.digest,
        "sha256": capture.sha256,
        "record_id": capture.record_id,
        "truncated": capture.truncated,
        "page_url": f"/page/{capture.page_id}" if capture.page_id else None,
        "snapshot_url": snapshot_url(capture),
        "error": error,
    }
