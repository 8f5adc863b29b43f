"""Settling alerts: who may, with what words, and only once."""

import pytest
from tests.services.cases.stage import at, envelope, submitted

from tongban.core.access.rights import NotAllowed
from tongban.records.cases.models import Alert, Case
from tongban.services.cases.deadlines import fire_rungs
from tongban.services.cases.intake import accept_case
from tongban.services.desk.operations import (
    AlertUnknown,
    AnswerNeeded,
    settle_alerts,
)


def raised() -> tuple[int, ...]:
    number = submitted("2023-09-01").number
    accept_case(envelope("clerk1", "2023-09-01"), number=number)
    fire_rungs(at("2023-10-30"))
    return tuple(Alert.objects.order_by("pk").values_list("pk", flat=True))


def test_a_supervisor_settles_all_with_one_answer():
    ids = raised()
    settle_alerts(envelope("supervisor"), alert_ids=ids, words=" 已约谈 ")
    assert set(Alert.objects.values_list("answer", flat=True)) == {"已约谈"}


def test_the_first_answer_stands():
    ids = raised()
    settle_alerts(envelope("supervisor"), alert_ids=ids, words="第一次")
    settle_alerts(envelope("supervisor"), alert_ids=ids, words="第二次")
    assert set(Alert.objects.values_list("answer", flat=True)) == {"第一次"}


@pytest.mark.parametrize("login", ["clerk1", "reviewer1", "finance1"])
def test_nobody_but_a_supervisor_settles(login):
    with pytest.raises(NotAllowed):
        settle_alerts(envelope(login), alert_ids=raised(), words="好")


def test_an_answer_has_words():
    with pytest.raises(AnswerNeeded):
        settle_alerts(envelope("supervisor"), alert_ids=raised(), words=" ")


def test_one_unknown_alert_settles_none():
    ids = raised()
    with pytest.raises(AlertUnknown):
        settle_alerts(envelope("supervisor"), alert_ids=(*ids, 10**9), words="好")
    assert not Alert.objects.exclude(settled_at=None).exists()


def test_nothing_chosen_is_unknown():
    with pytest.raises(AlertUnknown):
        settle_alerts(envelope("supervisor"), alert_ids=(), words="好")
    assert not Case.objects.exists()
