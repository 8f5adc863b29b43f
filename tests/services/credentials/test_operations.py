"""A credential begins after a check, is reported lost at once, and is one at a time."""

from dataclasses import replace

import pytest
from tests.services.cases.stage import envelope
from tests.services.credentials.wallet import (
    activated,
    child_of,
    code_on_phone,
    party_of,
)

from tongban.core.access.rights import NotAllowed
from tongban.core.credentials.states import Assurance, Check, Move, MoveNotNow, State
from tongban.records.cases.models import Mandate
from tongban.records.credentials.models import Credential, CredentialEvent
from tongban.services.cases.engine import RequestKeyReused
from tongban.services.cases.guard import MandateMissing
from tongban.services.credentials.operations import activate, move
from tongban.services.credentials.phone_checks import send_phone_code
from tongban.services.credentials.queries import credential_of
from tongban.services.credentials.refusals import (
    AlreadyActive,
    CredentialChanged,
    CredentialUnknown,
    NotOwnPerson,
    OnlyPersons,
    PhoneCodeWrong,
)


def version_of(login: str) -> int:
    return (
        Credential.objects.exclude(state="revoked")
        .get(party_id=party_of(login))
        .version
    )


@pytest.mark.clause("PT25-19")
def test_online_a_credential_begins_with_the_code_on_the_phone():
    activated("zhaolei")
    row = Credential.objects.get()
    assert (row.party_id, row.state) == (party_of("zhaolei"), State.ACTIVE)
    assert row.check_kind == Check.PHONE
    assert row.assurance == Assurance.REAL_NAME
    assert row.number.isdigit()
    assert row.number not in str(row.party.identifier)


@pytest.mark.parametrize("code", ["", "000000x", "12345"])
def test_without_the_right_code_nothing_begins(code):
    sent = envelope("zhaolei")
    send_phone_code(sent, party_id=party_of("zhaolei"))
    with pytest.raises(PhoneCodeWrong):
        activate(sent, party_id=party_of("zhaolei"), phone_code=code)
    assert not Credential.objects.exists()


@pytest.mark.clause("PT25-19")
def test_at_a_window_the_clerk_has_seen_the_document():
    activate(envelope("clerk1"), party_id=party_of("zhaolei"))
    row = Credential.objects.get()
    assert (row.check_kind, row.assurance) == (Check.COUNTER, Assurance.SEEN)
    event = CredentialEvent.objects.get()
    assert event.office_path.endswith("/370705/") or event.office_path


def test_a_helper_needs_the_word_of_the_person():
    helper = envelope("village-helper")
    with pytest.raises(MandateMissing):
        activate(helper, party_id=party_of("zhaolei"))
    Mandate.objects.create(
        principal_id=party_of("zhaolei"),
        helper_id=helper.actor.account_id,
        items=[],
        from_on=helper.today,
        until_on=helper.today,
        given_at=helper.now,
        given_by_id=helper.actor.account_id,
    )
    activate(helper, party_id=party_of("zhaolei"))
    assert Credential.objects.get().check_kind == Check.HELPER


def test_a_guardian_activates_for_a_child_and_nobody_else_does():
    child = child_of("wangjianguo")
    activated("wangjianguo", party_id=child)
    assert Credential.objects.get().check_kind == Check.GUARDIAN
    with pytest.raises(NotOwnPerson):
        send_phone_code(envelope("limin"), party_id=child)
    with pytest.raises(NotOwnPerson):
        activate(envelope("limin"), party_id=child)


def test_strangers_units_and_other_roles_activate_nothing():
    with pytest.raises(NotOwnPerson):
        activate(envelope("limin"), party_id=party_of("zhaolei"))
    with pytest.raises(NotOwnPerson):
        activate(envelope("hr-machinery"), party_id=party_of("hr-machinery"))
    with pytest.raises(OnlyPersons):
        activate(envelope("clerk1"), party_id=party_of("hr-machinery"))
    with pytest.raises(NotAllowed):
        activate(envelope("finance1"), party_id=party_of("zhaolei"))


def test_the_same_request_again_changes_nothing_and_a_second_is_refused():
    sent = envelope("clerk1", key="once")
    first = activate(sent, party_id=party_of("zhaolei"))
    assert activate(sent, party_id=party_of("zhaolei")) == first
    with pytest.raises(RequestKeyReused):
        activate(sent, party_id=party_of("limin"))
    with pytest.raises(AlreadyActive):
        activate(envelope("clerk1"), party_id=party_of("zhaolei"))
    assert CredentialEvent.objects.count() == 1


def test_a_loss_is_reported_at_once_and_taken_back_with_a_check():
    activated("zhaolei")
    lost = envelope("zhaolei", version=1, key="lost")
    move(lost, Move.SUSPEND, party_id=party_of("zhaolei"), reason="手机丢了")
    move(lost, Move.SUSPEND, party_id=party_of("zhaolei"), reason="手机丢了")
    assert Credential.objects.get().state == State.SUSPENDED
    assert CredentialEvent.objects.filter(move="suspend").count() == 1

    back = envelope("zhaolei", version=2)
    with pytest.raises(PhoneCodeWrong):
        move(back, Move.RESUME, party_id=party_of("zhaolei"), phone_code="000000")
    send_phone_code(replace(back, now=back.now.replace(hour=11)), party_id=lost_id())
    move(
        replace(back, now=back.now.replace(hour=11)),
        Move.RESUME,
        party_id=party_of("zhaolei"),
        phone_code=code_on_phone("zhaolei"),
    )
    assert Credential.objects.get().state == State.ACTIVE
    words = [one.words for one in credential_of(back, lost_id()).events]
    assert words == ["恢复使用", "挂失", "激活"]


def lost_id() -> int:
    return party_of("zhaolei")


def test_who_saw_an_older_version_is_told():
    activated("zhaolei")
    for version in (None, 2):
        with pytest.raises(CredentialChanged):
            move(
                envelope("clerk1", version=version),
                Move.SUSPEND,
                party_id=party_of("zhaolei"),
            )


def test_a_revoked_credential_makes_room_for_a_new_one_with_another_number():
    activate(envelope("clerk1"), party_id=party_of("zhaolei"))
    old = Credential.objects.get().number
    move(envelope("clerk1", version=1), Move.REVOKE, party_id=party_of("zhaolei"))
    with pytest.raises(CredentialUnknown):
        move(envelope("clerk1", version=2), Move.RESUME, party_id=party_of("zhaolei"))
    activate(envelope("clerk1"), party_id=party_of("zhaolei"))
    assert Credential.objects.get(state="active").number != old


def test_what_the_table_does_not_have_is_refused_before_any_code_is_asked():
    activated("zhaolei")
    with pytest.raises(MoveNotNow):
        move(
            envelope("zhaolei", version=version_of("zhaolei")),
            Move.RESUME,
            party_id=party_of("zhaolei"),
        )


def test_a_number_already_drawn_is_drawn_again(monkeypatch):
    drawn = iter(["0000000001", "0000000001", "0000000002"])
    monkeypatch.setattr(
        "tongban.services.credentials.operations._drawn", lambda: next(drawn)
    )
    activate(envelope("clerk1"), party_id=party_of("zhaolei"))
    activate(envelope("clerk1"), party_id=party_of("limin"))
    numbers = Credential.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == ["0000000001", "0000000002"]
