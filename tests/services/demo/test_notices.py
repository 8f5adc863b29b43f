"""The demo's notices: sent on their days, with work left on every list."""

import pytest
from tests.services.cases.stage import actor, at

from tongban.records.notices.models import Delivery, Message, ServiceStep
from tongban.services.demo.cases import load_demo_cases
from tongban.services.demo.notices import load_demo_notices
from tongban.services.demo.operations import load_demo
from tongban.services.notices.lists import counts
from tongban.services.notices.proof import verify_messages

NOW = at("2026-11-22", 15)


@pytest.mark.django_db
def test_the_demo_is_told_day_by_day_and_leaves_work_for_staff(settings, tmp_path):
    settings.TONGBAN_DEMO = True
    settings.TONGBAN_MESSAGING = "local"
    settings.TONGBAN_HOME = tmp_path
    load_demo(NOW)
    load_demo_cases(NOW)
    told = load_demo_notices(NOW)
    assert told == Message.objects.count() > 100
    assert not Message.objects.filter(planned_at=None).exists()
    states = set(Delivery.objects.values_list("state", flat=True))
    assert {"delivered", "failed", "waiting"} <= states
    waiting = counts(actor("clerk1", NOW.date()))
    assert waiting.calls > 3
    assert waiting.replies == 1
    assert list(verify_messages()) == []
    before = ServiceStep.objects.count()
    assert load_demo_notices(NOW) == told
    assert ServiceStep.objects.count() == before
