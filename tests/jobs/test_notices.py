"""The background of notices: a round a minute, a proof a night, no names."""

import logging

import pytest
from tests.services.notices.telling import NOON, YOUNG, phone_of, received

from tongban.gateways.messaging import phones
from tongban.jobs import notices as jobs
from tongban.records.notices.models import Delivery, Message


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch, settings, tmp_path) -> None:
    monkeypatch.setattr(jobs, "now", lambda: NOON)
    settings.TONGBAN_MESSAGING = "local"
    settings.TONGBAN_HOME = tmp_path


@pytest.mark.clause("SD20-18")
def test_a_round_sends_once_however_often_it_runs():
    received()
    jobs.deliver(timestamp=0)
    jobs.deliver(timestamp=60)
    jobs.deliver_now()
    assert len(phones().messages(phone_of(YOUNG))) == 1
    assert Delivery.objects.get().state == "delivered"


def test_the_log_of_a_round_names_nobody(caplog: pytest.LogCaptureFixture):
    received()
    with caplog.at_level(logging.DEBUG):
        jobs.deliver(timestamp=0)
    assert "handed_over=1" in caplog.text
    assert "赵" not in caplog.text
    assert phone_of(YOUNG) not in caplog.text


def test_the_night_names_a_message_that_was_changed(caplog: pytest.LogCaptureFixture):
    case = received()
    jobs.deliver(timestamp=0)
    jobs.verify(timestamp=0)
    assert "verify notices 0: 0 faults" in caplog.text
    Message.objects.filter(case=case).update(text="别的")
    with caplog.at_level(logging.ERROR):
        jobs.verify(timestamp=0)
    assert f"message {Message.objects.get(case=case).pk}:" in caplog.text
    assert "别的" not in caplog.text
