"""The background of ratings: reminders and samples, safe to run twice."""

import pytest
from tests.services.cases.stage import at
from tests.services.ratings.saying import (
    closed_case,
    complained,
    corrected,
    rated_by_code,
)

from tongban.jobs import ratings as jobs
from tongban.records.ratings.models import CorrectionEvent, RatingSample, VoiceEvent


@pytest.mark.clause("CN39-十二")
def test_what_has_come_due_is_reminded_of_once(monkeypatch: pytest.MonkeyPatch):
    corrected()
    complained()
    monkeypatch.setattr(jobs, "now", lambda: at("2023-10-23"))
    jobs.follow_up(timestamp=0)
    jobs.follow_up(timestamp=300)
    assert CorrectionEvent.objects.filter(deed="rung").count() == 4
    assert VoiceEvent.objects.filter(move="rung").count() == 3


def test_the_night_draws_last_months_sample_once(monkeypatch: pytest.MonkeyPatch):
    rated_by_code(closed_case())
    monkeypatch.setattr(jobs, "now", lambda: at("2023-10-23"))
    jobs.sample_ratings(timestamp=0)
    jobs.sample_ratings(timestamp=0)
    assert RatingSample.objects.count() == 1
