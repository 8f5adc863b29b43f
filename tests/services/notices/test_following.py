"""What follows when nothing arrives: 72 hours, the next way, staff, post."""

from datetime import timedelta

import pytest
from tests.services.notices.telling import (
    NOON,
    OLD,
    YOUNG,
    envelope,
    phone_of,
    rounds,
    steps,
    told,
    ways,
)

from tongban.core.access.rights import NotAllowed
from tongban.gateways.phones import PhoneMode
from tongban.records.notices.models import Delivery, Message
from tongban.services.notices.calls import (
    CallResultUnknown,
    ChangedMeanwhile,
    DeliveryUnknown,
    NotFailed,
    Outcome,
    TrackingMissing,
    note_outcome,
    send_again,
)
from tongban.services.notices.operations import mark_read
from tongban.services.notices.proof import verify_message
from tongban.services.notices.rounds import run_round

SECOND = timedelta(seconds=1)
DAYS = timedelta(hours=72)


def silent(drawer, login: str = YOUNG) -> Message:
    """A message whose phone gives no receipts."""
    drawer.set_mode(phone_of(login), PhoneMode.SILENT)
    message = told(login)
    run_round(NOON)
    return message


@pytest.mark.clause("SD20-18")
def test_the_second_way_opens_after_72_hours_and_not_a_second_before(drawer):
    message = silent(drawer)
    run_round(NOON + DAYS - SECOND)
    assert ways(message) == {"sms": "handed_over"}
    run_round(NOON + DAYS)
    assert ways(message) == {"sms": "failed", "voice": "handed_over"}
    assert steps(message)[-3:] == ["no_receipt", "planned", "handed_over"]


def test_after_both_machines_staff_call_and_then_a_letter_goes_out(drawer):
    message = silent(drawer)
    rounds(NOON, 72, 144)
    assert ways(message) == {"sms": "failed", "voice": "failed", "call": "waiting"}
    for hour in range(3):
        call(message, "no_answer", hour=10 + 3 * hour)
    assert ways(message)["call"] == "failed"
    assert ways(message)["post"] == "waiting"
    assert verify_message(message) == ()


def call(message: Message, result: str, *, hour: int = 10, way: str = "call"):
    delivery = Delivery.objects.get(message=message, way=way)
    sent = envelope("clerk1", "2023-09-18", hour=hour)
    note_outcome(sent, delivery_id=delivery.pk, outcome=Outcome(result))


def test_a_phone_that_is_off_goes_to_the_next_way_at_once(drawer):
    drawer.set_mode(phone_of(YOUNG), PhoneMode.FAILS)
    message = told()
    rounds(NOON)
    run_round(NOON + timedelta(minutes=1))
    assert ways(message)["sms"] == "failed"
    assert "voice" in ways(message)


def test_a_message_opened_in_the_portal_needs_no_second_way(drawer):
    message = silent(drawer)
    mark_read(
        party_ids=(message.party_id,), message_ids=[message.pk], now=NOON + SECOND
    )
    run_round(NOON + DAYS)
    assert ways(message) == {"sms": "failed"}
    assert "opened" in steps(message)


def test_an_open_call_is_waited_for_before_anything_is_posted(drawer):
    message = silent(drawer, OLD)
    run_round(NOON + DAYS)
    assert ways(message) == {"sms": "failed", "call": "waiting"}


def test_a_late_receipt_still_counts(drawer):
    message = silent(drawer)
    run_round(NOON + DAYS)
    drawer.set_mode(phone_of(YOUNG), PhoneMode.NORMAL)
    run_round(NOON + DAYS + timedelta(hours=1))
    assert ways(message)["sms"] == "delivered"


def test_a_call_that_reached_the_person_ends_it(drawer):
    message = silent(drawer, OLD)
    call(message, "reached")
    message.refresh_from_db()
    assert ways(message)["call"] == "delivered"
    assert message.delivered_at is not None
    call(message, "reached")  # pressed twice
    assert steps(message).count("called") == 1


def test_a_wrong_number_needs_no_second_call(drawer):
    message = silent(drawer, OLD)
    rounds(NOON + DAYS)
    call(message, "wrong_number")
    assert ways(message) == {"sms": "failed", "call": "failed", "post": "waiting"}


def test_what_is_posted_has_a_number_and_ends_when_signed_for(drawer):
    message = silent(drawer, OLD)
    rounds(NOON + DAYS)
    call(message, "wrong_number")
    post = Delivery.objects.get(message=message, way="post")
    sent = envelope("clerk1", "2023-09-18")
    with pytest.raises(TrackingMissing):
        note_outcome(sent, delivery_id=post.pk, outcome=Outcome("posted"))
    posted = Outcome("posted", tracking="EX0001")
    note_outcome(sent, delivery_id=post.pk, outcome=posted)
    call(message, "signed", way="post")
    post.refresh_from_db()
    assert (post.state, post.reference) == ("delivered", "EX0001")
    assert steps(message)[-2:] == ["posted", "delivered"]


def test_a_note_nobody_knows_and_one_on_an_old_page_are_refused(drawer):
    message = silent(drawer, OLD)
    delivery = Delivery.objects.get(message=message, way="call")
    with pytest.raises(CallResultUnknown):
        call(message, "slept")
    stale = envelope("clerk1", "2023-09-18", version=delivery.version + 1)
    with pytest.raises(ChangedMeanwhile):
        note_outcome(stale, delivery_id=delivery.pk, outcome=Outcome("reached"))
    with pytest.raises(DeliveryUnknown):
        call(message, "reached", way="sms")


def test_only_who_may_tell_people_notes_calls(drawer):
    message = silent(drawer, OLD)
    delivery = Delivery.objects.get(message=message, way="call")
    with pytest.raises(NotAllowed):
        note_outcome(
            envelope("finance1", "2023-09-18"),
            delivery_id=delivery.pk,
            outcome=Outcome("reached"),
        )


def test_what_failed_is_sent_again_once_under_a_new_key(drawer):
    message = silent(drawer)
    run_round(NOON + DAYS)
    drawer.set_mode(phone_of(YOUNG), PhoneMode.NORMAL)
    failed = Delivery.objects.get(message=message, way="sms")
    sent = envelope("clerk1", "2023-09-14", hour=13)
    send_again(sent, delivery_id=failed.pk)
    send_again(sent, delivery_id=failed.pk)
    both = Delivery.objects.filter(message=message, way="sms").order_by("turn")
    assert [row.turn for row in both] == [1, 2]
    assert both[0].key != both[1].key
    assert "sent_again" in steps(message)
    with pytest.raises(NotFailed):
        send_again(sent, delivery_id=both[1].pk)
