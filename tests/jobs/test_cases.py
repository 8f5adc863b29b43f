"""The background: safe to run twice, and loud about what it finds."""

import logging
from datetime import date

import pytest
from tests.services.cases.stage import at, envelope, submitted
from tests.services.cases.test_drafts import started

from tongban.jobs import cases as jobs
from tongban.records.cases.models import Case, CaseEvent, Draft
from tongban.services.cases.intake import accept_case


@pytest.fixture
def _in_october(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "now", lambda: at("2023-10-20"))


def accepted() -> str:
    number = submitted("2023-09-11").number
    accept_case(envelope("clerk1", "2023-09-11"), number=number)
    return number


@pytest.mark.clause("CN39-十二")
@pytest.mark.usefixtures("_in_october")
def test_the_sweep_fires_what_is_due_and_nothing_twice():
    accepted()
    jobs.sweep(timestamp=0)
    jobs.sweep(timestamp=300)
    assert CaseEvent.objects.filter(kind="rung_fired").count() == 4


@pytest.mark.usefixtures("_in_october")
def test_the_night_throws_away_drafts_whose_days_are_over():
    started()
    jobs.tidy(timestamp=0)
    assert not Draft.objects.exists()


@pytest.mark.clause("PT25-4")
@pytest.mark.usefixtures("_in_october")
def test_the_night_names_a_case_that_was_changed_by_hand(
    caplog: pytest.LogCaptureFixture,
):
    number = accepted()
    Case.objects.filter(number=number).update(due_on=date(2023, 12, 31))
    with caplog.at_level(logging.ERROR):
        jobs.verify(timestamp=0)
    assert number in caplog.text
    assert "赵" not in caplog.text


@pytest.mark.usefixtures("_in_october")
def test_a_quiet_night_says_nothing_is_wrong(caplog: pytest.LogCaptureFixture):
    accepted()
    with caplog.at_level(logging.ERROR):
        jobs.verify(timestamp=0)
    assert caplog.text == ""
