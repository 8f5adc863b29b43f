"""Devices of a hall: a code once, a secret for one hall, and the second wall."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.services.queues.hall import OFFICE, at, consultation, party_of

from tongban.core.access.actor import Actor, ActorKind
from tongban.core.access.rights import NotAllowed
from tongban.records.parties.models import Party
from tongban.records.queues.models import HallDevice, QueueEvent, Ticket
from tongban.services.access.scope import enter_scope, leave_scope, scoped
from tongban.services.queues.devices import (
    devices_of,
    find_device,
    make_device,
    open_device,
    revoke_device,
)
from tongban.services.queues.queries import board
from tongban.services.queues.refusals import (
    DeviceCodeUnknown,
    DeviceLocked,
    DeviceUnknown,
    VisitorUnknown,
)
from tongban.services.queues.visitors import (
    identify_by_code,
    identify_by_number,
    personal_code,
)

TODAY = date(2023, 9, 11)
STRANGER = Actor(kind=ActorKind.CITIZEN, account_id=None, name="", party_ids=(-1,))


def made(kind: str = "kiosk", minute: int = 0):
    return make_device(at("supervisor", minute), office=OFFICE, kind=kind, name="一楼")


@pytest.fixture
def secret() -> str:
    return open_device(made().code, now=at("clerk1").now)[1]


def test_a_code_opens_one_device_once():
    new = made()
    spaced = f" {new.code[:4].lower()} {new.code[4:]} "
    device, secret = open_device(spaced, now=at("clerk1", 1).now)
    assert (device.office, device.kind) == (OFFICE, "kiosk")
    assert find_device(secret, kind="kiosk", office=OFFICE) == device
    with pytest.raises(DeviceCodeUnknown):
        open_device(new.code, now=at("clerk1", 2).now)


def test_a_code_is_over_after_thirty_minutes():
    new = made()
    with pytest.raises(DeviceCodeUnknown):
        open_device(new.code, now=new.until)
    open_device(new.code, now=new.until - timedelta(seconds=1))


def test_a_secret_opens_neither_another_hall_nor_another_kind(secret):
    assert find_device(secret, kind="kiosk", office="370705") is None
    assert find_device(secret, kind="screen", office=OFFICE) is None
    assert find_device("", kind="kiosk", office=OFFICE) is None


def test_neither_code_nor_secret_is_kept(secret):
    row = HallDevice.objects.get()
    assert secret not in (row.secret_digest, row.code_digest)
    assert row.code_digest == ""


def test_a_revoked_device_is_shut_out(secret):
    row = HallDevice.objects.get()
    revoke_device(at("supervisor"), device_id=row.pk)
    revoke_device(at("supervisor"), device_id=row.pk)
    assert find_device(secret, kind="kiosk", office=OFFICE) is None
    assert [one.revoked for one in devices_of(at("supervisor").actor, OFFICE)] == [True]


def test_only_managers_make_and_revoke_devices(secret):
    with pytest.raises(NotAllowed):
        make_device(at("clerk1"), office=OFFICE, kind="screen", name="大厅")
    with pytest.raises(NotAllowed):
        revoke_device(at("clerk1"), device_id=HallDevice.objects.get().pk)
    with pytest.raises(DeviceUnknown):
        revoke_device(at("supervisor"), device_id=999)


def identified(secret: str, name: str = "张桂兰", identifier: str = ""):
    own = Party.objects.get(pk=party_of("zhangguilan")).identifier
    return identify_by_number(
        secret, identifier=identifier or own, name=name, now=at("clerk1", 1).now
    )


def test_number_and_name_together_say_who_it_is(secret):
    visitor = identified(secret, name=" 张 桂兰")
    assert visitor.party_id == party_of("zhangguilan")
    assert visitor.account_id is not None
    assert visitor.masked_name == "张**"
    assert visitor.actor.party_ids == (visitor.party_id,)


@pytest.mark.parametrize(
    ("name", "identifier"), [("张桂花", ""), ("张桂兰", "990000190001010011")]
)
def test_a_wrong_name_and_a_wrong_number_are_told_alike(secret, name, identifier):
    with pytest.raises(VisitorUnknown):
        identified(secret, name=name, identifier=identifier)


def test_five_wrong_entries_lock_the_terminal_for_ten_minutes(secret):
    for _ in range(5):
        with pytest.raises(VisitorUnknown):
            identified(secret, name="不对")
    with pytest.raises(DeviceLocked) as refused:
        identified(secret)
    assert refused.value.data["minutes"] == 10
    row = HallDevice.objects.get()
    HallDevice.objects.update(locked_until=at("clerk1", 1).now)
    assert identified(secret).party_id
    assert row.wrong_tries == 0


def test_a_right_entry_forgets_the_wrong_ones(secret):
    for _ in range(4):
        with pytest.raises(VisitorUnknown):
            identified(secret, name="不对")
    identified(secret)
    assert HallDevice.objects.get().wrong_tries == 0


def coded(secret: str, minutes: int):
    own = Party.objects.get(pk=party_of("limin")).identifier
    code = personal_code(own, now=at("clerk1", 0).now)
    assert own not in code
    return identify_by_code(secret, code=code, now=at("clerk1", minutes).now)


def test_a_personal_code_serves_for_five_minutes(secret):
    assert coded(secret, 5).party_id == party_of("limin")
    with pytest.raises(VisitorUnknown):
        coded(secret, 6)


def test_a_made_up_code_counts_as_a_wrong_entry(secret):
    with pytest.raises(VisitorUnknown):
        identify_by_code(secret, code="nonsense", now=at("clerk1").now)
    assert HallDevice.objects.get().wrong_tries == 1


def test_a_code_of_somebody_gone_names_nobody(secret):
    code = personal_code("990000190001010011", now=at("clerk1").now)
    with pytest.raises(VisitorUnknown):
        identify_by_code(secret, code=code, now=at("clerk1").now)


def test_outside_its_hall_nobody_sees_a_queue():
    consultation()
    made()
    for actor in (None, STRANGER):
        enter_scope(actor)
        try:
            assert not Ticket.objects.exists()
            assert not QueueEvent.objects.exists()
            assert not HallDevice.objects.exists()
            assert board(OFFICE, today=TODAY).state.waiting == 1
            assert not Ticket.objects.exists()
        finally:
            leave_scope()


def test_one_office_does_not_see_the_queue_of_another():
    consultation()
    with scoped(at("kuiwen-clerk").actor):
        assert not Ticket.objects.exists()
    with scoped(at("supervisor").actor):
        assert Ticket.objects.count() == 1


def test_what_happened_is_only_added_to():
    consultation()
    with pytest.raises(DatabaseError), transaction.atomic():
        QueueEvent.objects.update(words="anders")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM queues_queueevent WHERE words = ''")
        assert cursor.fetchone() == (1,)
