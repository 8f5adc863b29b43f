"""The outbox: planned once, sent at least once, applied once, in its hours."""

from datetime import timedelta

import pytest
from tests.services.cases.stage import at
from tests.services.notices.telling import (
    MONDAY,
    NOON,
    OLD,
    YOUNG,
    phone_of,
    received,
    rounds,
    steps,
    told,
    ways,
)

from tongban.gateways import messaging
from tongban.gateways.messaging_values import Accepted, Failed, Refused
from tongban.gateways.phones import Phones
from tongban.records.notices.models import Delivery, Message
from tongban.records.parties.models import Party
from tongban.services.notices import receiving
from tongban.services.notices.planning import plan_messages
from tongban.services.notices.proof import verify_message, verify_messages
from tongban.services.notices.rounds import run_round
from tongban.services.notices.sending import hand_over


@pytest.mark.clause("SD20-18")
def test_a_received_case_is_told_by_short_message_with_the_agencys_name(drawer):
    case = received()
    run_round(NOON)
    (message,) = drawer.messages(phone_of(YOUNG))
    assert message.text.startswith("【潍坊医保】您申请的“")
    assert case.number in message.text
    assert case.query_code in message.text
    run_round(NOON + timedelta(minutes=1))
    told_once = Message.objects.get(case=case)
    assert steps(told_once) == [
        "created",
        "planned",
        "planned",
        "handed_over",
        "delivered",
    ]
    assert told_once.delivered_at == NOON + timedelta(minutes=1)
    assert verify_message(told_once) == ()


def test_rounds_repeated_and_side_by_side_send_once(drawer):
    received()
    for _ in range(3):
        plan_messages(NOON)
        hand_over(NOON)
    assert len(drawer.messages(phone_of(YOUNG))) == 1
    assert Delivery.objects.count() == 1


class Killed(RuntimeError):
    """The worker died."""


def test_a_worker_killed_after_sending_leaves_one_message_on_the_phone(
    drawer, monkeypatch
):
    received()
    plan_messages(NOON)
    real = Phones.send

    def send_and_die(self, message):
        real(self, message)
        raise Killed

    monkeypatch.setattr(Phones, "send", send_and_die)
    with pytest.raises(Killed):
        hand_over(NOON)
    assert Delivery.objects.get().state == "waiting"
    monkeypatch.setattr(Phones, "send", real)
    assert len(drawer.messages(phone_of(YOUNG))) == 1
    later = NOON + timedelta(minutes=1)
    run_round(later)
    run_round(later)
    assert Delivery.objects.get().state == "delivered"
    assert len(drawer.messages(phone_of(YOUNG))) == 1


@pytest.mark.parametrize(
    ("hour", "minute", "sent"), [(20, 59, 1), (21, 0, 0), (7, 59, 0), (8, 0, 1)]
)
def test_nothing_goes_out_in_quiet_hours(drawer, hour, minute, sent):
    received()
    run_round(at("2023-09-12", hour, minute))
    assert len(drawer.messages(phone_of(YOUNG))) == sent


def test_what_was_planned_by_day_and_not_sent_waits_for_the_morning(drawer):
    received()
    plan_messages(at(MONDAY, 20, 59))
    assert hand_over(at(MONDAY, 21, 1)) == 0
    assert hand_over(at("2023-09-12", 8)) == 1
    assert len(drawer.messages(phone_of(YOUNG))) == 1


def test_money_that_came_back_is_told_at_night_too(drawer):
    message = told()
    Message.objects.filter(pk=message.pk).update(
        template="case.payment_failed",
        blanks={**message.blanks, "words": "账号有误"},
    )
    run_round(at(MONDAY, 23))
    (shown,) = drawer.messages(phone_of(YOUNG))
    assert "账号有误" in shown.text


class Weak:
    """A supplier that answers as it is told."""

    name = "weak"

    def __init__(self, *answers):
        self.answers = list(answers)
        self.sent = []

    def send(self, message):
        self.sent.append(message.key)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def collect(self):
        return ()

    def acknowledge(self, keys):
        pass


def use(monkeypatch, *suppliers):
    monkeypatch.setattr(messaging, "suppliers", lambda: suppliers)


def test_a_failing_supplier_is_tried_again_later_and_then_given_up(monkeypatch):
    message = told()
    weak = Weak(Failed("unreachable"))
    use(monkeypatch, weak)
    moments = [0, 0, 1, 5, 6, 36, 60, 156]  # minutes
    for minute in moments:
        plan_messages(NOON)
        hand_over(NOON + timedelta(minutes=minute))
    assert len(weak.sent) == 5
    assert len(set(weak.sent)) == 1  # one key, however often
    assert ways(message) == {"sms": "failed"}
    assert steps(message)[-1] == "failed"


def test_the_second_supplier_takes_what_the_first_cannot(monkeypatch):
    received()
    use(monkeypatch, Weak(Failed("unreachable")), Weak(Accepted("b-1")))
    run_round(NOON)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.reference) == ("handed_over", "b-1")


def test_a_number_refused_is_not_tried_again(monkeypatch):
    message = told()
    weak = Weak(Refused("blocked"))
    use(monkeypatch, weak)
    rounds(NOON)
    assert ways(message)["sms"] == "failed"


def test_without_a_supplier_business_goes_on_and_messages_wait(settings):
    settings.TONGBAN_MESSAGING = "none"
    message = told()
    run_round(NOON)
    assert ways(message) == {"sms": "waiting"}
    run_round(NOON + timedelta(hours=72))
    assert ways(message) == {"sms": "failed", "voice": "waiting"}


@pytest.mark.clause("PT25-9")
def test_somebody_of_60_or_more_is_called_by_staff_as_well(drawer):
    message = told(OLD)
    run_round(NOON)
    assert ways(message) == {"sms": "handed_over", "call": "waiting"}
    assert "您好，这里是医保服务中心" in Delivery.objects.get(way="call").text
    assert len(drawer.messages(phone_of(OLD))) == 1


def test_a_legal_notice_to_somebody_without_phone_is_posted():
    message = told()
    Party.objects.filter(pk=message.party_id).update(phone="", phone_index="")
    run_round(NOON)
    assert ways(message) == {"post": "waiting"}


def test_any_other_message_without_phone_stands_on_the_undelivered_list():
    case = received()
    Party.objects.filter(pk=case.party_id).update(phone="", phone_index="")
    run_round(NOON)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.reason) == ("failed", "no_phone")


def test_the_night_finds_words_that_were_changed():
    message = told()
    run_round(NOON)
    assert list(verify_messages()) == []
    Message.objects.filter(pk=message.pk).update(text="别的内容")
    (fault,) = verify_messages()
    assert fault.message_id == message.pk
    assert "words" in fault.what


def test_a_receipt_that_cannot_be_worked_on_holds_up_nobody(monkeypatch, caplog):
    received()
    received(OLD)
    run_round(NOON)
    bad = Delivery.objects.order_by("pk")[0]
    real = receiving.locked_messages

    def stumble(ids):
        if bad.message_id in ids:
            raise Killed
        return real(ids)

    monkeypatch.setattr(receiving, "locked_messages", stumble)
    run_round(NOON + timedelta(minutes=1))
    assert "Killed" in caplog.text
    states = Delivery.objects.filter(way="sms").order_by("pk")
    assert [row.state for row in states] == ["handed_over", "delivered"]
    monkeypatch.setattr(receiving, "locked_messages", real)
    run_round(NOON + timedelta(minutes=2))
    bad.refresh_from_db()
    assert bad.state == "delivered"
