"""The Surveys: addresses that somebody wants to follow, to be looked at by the worker."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, insert, or_, select, update

from archive.errors import UnknownSurvey
from archive.model import Survey, SurveyState
from archive.ports import Clock
from archive.store.database import Database
from archive.store.tables import surveys


class Surveys:
    """The table of Surveys; a request for one is a row in it, and stays queued until its end is committed."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def request(
        self,
        url: str,
        *,
        name: str | None = None,
        every: timedelta | None = None,
        related: int | None = None,
    ) -> Survey:
        """A queued Survey. When that URL is queued already it is returned instead, with what is wished now."""
        wishes = {"name": name, "every": every, "related": related}
        with self._database.write() as connection:
            waiting = self._list(_QUEUED.where(surveys.c.url == url).limit(1))
            if waiting:
                number = waiting[0].id
                connection.execute(update(surveys).where(surveys.c.id == number).values(wishes))
            else:
                row = {"url": url, "state": SurveyState.QUEUED, "requested_at": self._clock(), "starts": 0}
                added = insert(surveys).values(row | wishes).returning(surveys.c.id)
                number = connection.execute(added).scalar_one()
            return self.get(number)

    def next_queued(self) -> Survey | None:
        """The Survey that has waited longest."""
        return next(iter(self._list(_QUEUED.limit(1))), None)

    def start(self, survey_id: int) -> Survey:
        """Count that a process takes it up. What has ended is returned as it is. UnknownSurvey."""
        return self._update(survey_id, {"starts": surveys.c.starts + 1})

    def end(self, survey_id: int, *, source_id: int | None = None, error: str | None = None) -> Survey:
        """Done, when it led to a Source; else failed, for the reason in ``error``. What has ended stays as it
        ended. UnknownSurvey."""
        if (source_id is None) == (error is None):
            raise ValueError("a survey ends with a Source or with an error")
        state = SurveyState.FAILED if source_id is None else SurveyState.DONE
        ended = {"state": state, "source_id": source_id, "error": error, "ended_at": self._clock()}
        return self._update(survey_id, ended)

    def get(self, survey_id: int) -> Survey:
        """By number. UnknownSurvey."""
        found = self._list(select(surveys).where(surveys.c.id == survey_id))
        if not found:
            raise UnknownSurvey(survey_id)
        return found[0]

    def recent(self, since: datetime) -> list[Survey]:
        """The latest one of each URL, if it is queued or has ended at ``since`` or later; the newest first."""
        lately = or_(surveys.c.state == SurveyState.QUEUED, surveys.c.ended_at >= since)
        latest: dict[str, Survey] = {}
        for survey in self._list(select(surveys).where(lately).order_by(surveys.c.id.desc())):
            latest.setdefault(survey.url, survey)
        return list(latest.values())

    def _update(self, survey_id: int, values: dict[str, Any]) -> Survey:
        with self._database.write() as connection:
            queued = (surveys.c.id == survey_id) & (surveys.c.state == SurveyState.QUEUED)
            connection.execute(update(surveys).where(queued).values(values))
            return self.get(survey_id)

    def _list(self, query: Select[Any]) -> list[Survey]:
        with self._database.read() as connection:
            return [_survey(row) for row in connection.execute(query)]


_QUEUED = select(surveys).where(surveys.c.state == SurveyState.QUEUED).order_by(surveys.c.id)


def _survey(row: Row[Any]) -> Survey:
    return Survey(**row._mapping)
