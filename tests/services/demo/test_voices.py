"""The demo begins with something said in every place where people speak."""

from datetime import UTC, datetime

import pytest
from tests.services.cases.stage import actor

from tongban.records.ratings.models import Correction, Survey, Voice
from tongban.services.demo.cases import load_demo_cases
from tongban.services.demo.operations import load_demo
from tongban.services.demo.voices import load_demo_voices
from tongban.services.ratings.samples import sampled_month, samples_of

MONDAY = datetime(2023, 9, 11, 2, tzinfo=UTC)


@pytest.mark.django_db
def test_every_shelf_has_something_and_twice_is_once(settings):
    settings.TONGBAN_DEMO = True
    load_demo(MONDAY)
    load_demo_cases(MONDAY)

    assert load_demo_voices(MONDAY) == load_demo_voices(MONDAY) == 10

    assert {row.state for row in Correction.objects.all()} >= {
        "to_fix",
        "fixed_claimed",
    }
    assert {row.state for row in Voice.objects.all()} == {"open", "answered"}
    today = MONDAY.date()
    states = {
        ("draft" if row.state == "draft" else row.closes_on >= today)
        for row in Survey.objects.all()
    }
    assert states == {"draft", True, False}
    sheets = [row.sheets.count() for row in Survey.objects.exclude(state="draft")]
    assert min(sheets) == 3
    supervisor = actor("supervisor")
    assert samples_of(supervisor, sampled_month(supervisor, otherwise=today))
