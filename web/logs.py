"""Logging to stderr: lines for people, or one JSON object a line for programs (a newline can't forge one)."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime


class JsonLines(logging.Formatter):
    """One JSON object a line: ``time`` (UTC), ``level``, ``logger``, ``message`` and, of an error, ``error``."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class TextLines(logging.Formatter):
    """``12:00:01 message``, on one line whatever the message holds."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(message)s", "%H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        return super().formatMessage(record).replace("\r", "\\r").replace("\n", "\\n")


def configure(log_format: str) -> None:
    """Send this program's log to stderr. Other libraries are heard from WARNING up."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if log_format == "json" else TextLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for room in ("archive", "indexer", "web"):
        logging.getLogger(room).setLevel(logging.INFO)
    # Each tick would be a line; trafilatura reports every odd page as an error.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    for noisy in ("trafilatura", "htmldate", "charset_normalizer", "waitress.queue", "alembic"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)
