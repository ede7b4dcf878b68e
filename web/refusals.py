"""What waitress answers by itself, before the application is asked: malformed and oversized requests."""

from __future__ import annotations

from waitress.channel import HTTPChannel
from waitress.task import ErrorTask
from werkzeug.datastructures import Headers

from web import headers


class GuardedRefusal(ErrorTask):  # type: ignore[misc]  # waitress has no types
    """Waitress' own answer with the headers that every answer carries."""

    def execute(self) -> None:
        """Send it."""
        guarding = Headers()
        headers.protect(guarding)
        self.response_headers.extend(guarding.to_wsgi_list())
        super().execute()


class GuardedChannel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """A connection whose refusals are guarded."""

    error_task_class = GuardedRefusal
