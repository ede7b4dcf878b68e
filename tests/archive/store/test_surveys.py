"""A Survey's life."""

from __future__ import annotations

from datetime import timedelta

import pytest

from archive.errors import UnknownSurvey
from archive.model import SurveyState
from archive.store.catalogue import Catalogue
from tests.archive.made_up import NOON, a_source
from tests.conftest import MovableClock

URL = "https://quay.example/"
OTHER = "https://other.example/"


def test_from_request_to_a_source(catalogue: Catalogue, clock: MovableClock) -> None:
    wished = {"name": "Quay", "every": timedelta(hours=12), "related": 0}
    survey = catalogue.surveys.request(URL, name="Quay", every=timedelta(hours=12), related=0)
    assert {name: getattr(survey, name) for name in wished} == wished
    assert (survey.url, survey.state, survey.requested_at) == (URL, SurveyState.QUEUED, NOON)
    assert catalogue.surveys.next_queued() == survey
    assert catalogue.surveys.start(survey.id).starts == 1
    clock.move(timedelta(seconds=5))
    source = a_source(catalogue)
    done = catalogue.surveys.end(survey.id, source_id=source.id)
    assert (done.state, done.source_id, done.error) == (SurveyState.DONE, source.id, None)
    assert done.ended_at == NOON + timedelta(seconds=5)
    assert catalogue.surveys.next_queued() is None


def test_one_that_is_cut_off_is_taken_up_again(catalogue: Catalogue) -> None:
    survey = catalogue.surveys.request(URL)
    catalogue.surveys.start(survey.id)
    again = catalogue.surveys.next_queued()
    assert again is not None
    assert (again.id, again.starts) == (survey.id, 1)


def test_what_ended_stays_as_it_ended(catalogue: Catalogue) -> None:
    survey = catalogue.surveys.request(URL)
    failed = catalogue.surveys.end(survey.id, error="There is no host called quay.")
    assert failed.state is SurveyState.FAILED
    assert catalogue.surveys.end(survey.id, error="another reason") == failed
    assert catalogue.surveys.start(survey.id) == failed


def test_an_address_waits_once_with_the_latest_wishes(catalogue: Catalogue) -> None:
    first = catalogue.surveys.request(URL, name="Quay", related=3)
    again = catalogue.surveys.request(URL, name="Quays")
    assert (again.id, again.name, again.related) == (first.id, "Quays", None)
    catalogue.surveys.end(first.id, error="no")
    assert catalogue.surveys.request(URL).id != first.id


def test_the_longest_waiting_is_next(catalogue: Catalogue) -> None:
    first, second = catalogue.surveys.request(URL), catalogue.surveys.request(OTHER)
    assert catalogue.surveys.next_queued() == first
    catalogue.surveys.end(first.id, error="no")
    assert catalogue.surveys.next_queued() == second


def test_lately_is_what_waits_and_what_ended_since(catalogue: Catalogue, clock: MovableClock) -> None:
    old = catalogue.surveys.request(OTHER)
    catalogue.surveys.end(old.id, error="no")
    waiting = catalogue.surveys.request("https://third.example/")
    clock.move(timedelta(days=1))
    failed = catalogue.surveys.end(catalogue.surveys.request(URL).id, error="no")
    assert catalogue.surveys.recent(clock()) == [failed, waiting]
    again = catalogue.surveys.request(URL)
    assert catalogue.surveys.recent(clock()) == [again, waiting], "a new try takes the failure's place"


def test_misuse(catalogue: Catalogue) -> None:
    survey = catalogue.surveys.request(URL)
    with pytest.raises(ValueError, match="a Source or with an error"):
        catalogue.surveys.end(survey.id)
    with pytest.raises(ValueError, match="a Source or with an error"):
        catalogue.surveys.end(survey.id, source_id=1, error="no")
    with pytest.raises(UnknownSurvey):
        catalogue.surveys.get(99)
    with pytest.raises(UnknownSurvey):
        catalogue.surveys.start(99)
