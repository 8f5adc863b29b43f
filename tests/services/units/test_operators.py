"""A unit says who acts for it; who is removed can do nothing from then on."""

import pytest
from tests.services.cases.stage import actor, envelope

from tongban.core.access.parties import Duty
from tongban.core.access.rights import NoDuty, NotOwnParty, check_duty
from tongban.records.accounts.models import Account
from tongban.records.units.models import OperatorChange
from tongban.services.staff.opening import LoginNameTaken
from tongban.services.units.dashboard import dashboard
from tongban.services.units.operators import (
    DutiesMissing,
    LastSigner,
    NewOperator,
    NotAUnit,
    OperatorUnknown,
    history_of,
    open_operator,
    operators_of,
    set_duties,
    unit_of,
)

HR = "hr-machinery"
BOTH = frozenset({Duty.APPLY, Duty.SUBMIT})


def pk(login: str) -> int:
    return Account.objects.get(login_name=login).pk


def opened(login: str = "hr-second", duties: frozenset[Duty] = BOTH) -> str:
    return open_operator(envelope(HR), NewOperator(login, "周慧", duties))


def test_somebody_new_can_sign_in_and_do_what_was_given():
    password = opened()

    account = Account.objects.get(login_name="hr-second")
    assert account.check_password(password)
    check_duty(actor("hr-second"), unit_of(actor(HR)), Duty.SUBMIT)
    with pytest.raises(NoDuty):
        check_duty(actor("hr-second"), unit_of(actor(HR)), Duty.SIGN)


def test_who_is_removed_acts_for_nobody_at_once():
    opened()
    set_duties(envelope(HR), account_id=pk("hr-second"), duties=frozenset())

    assert actor("hr-second").party_ids == ()
    with pytest.raises(NotOwnParty):
        check_duty(actor("hr-second"), unit_of(actor(HR)), Duty.APPLY)
    assert [one.login_name for one in operators_of(actor(HR))] == [HR]
    assert [one.duties for one in history_of(actor(HR))] == ["不再经办", "填报、提交"]


def test_the_last_who_signs_stays_and_only_signers_change_anything():
    with pytest.raises(LastSigner):
        set_duties(envelope(HR), account_id=pk(HR), duties=BOTH)
    opened()
    with pytest.raises(NoDuty):
        set_duties(envelope("hr-second"), account_id=pk(HR), duties=BOTH)

    opened("hr-third", frozenset({Duty.SIGN}))
    set_duties(envelope("hr-third"), account_id=pk(HR), duties=BOTH)

    held = {one.login_name: one.duties for one in operators_of(actor(HR))}
    assert Duty.SIGN not in held[HR]


def test_the_same_request_is_one_change_and_strangers_are_not_found():
    for _ in range(2):
        open_operator(envelope(HR, key="k-1"), NewOperator("hr-x", "周慧", BOTH))
    assert OperatorChange.objects.count() == 1
    with pytest.raises(OperatorUnknown):
        set_duties(envelope(HR), account_id=pk("hospital-city"), duties=BOTH)
    with pytest.raises(LoginNameTaken):
        opened("hr-x")
    with pytest.raises(DutiesMissing):
        opened("hr-y", frozenset())


def test_persons_have_no_operators():
    with pytest.raises(NotAUnit):
        operators_of(actor("zhaolei"))


@pytest.mark.parametrize(
    ("login", "item"),
    [
        (HR, "employer-registration"),
        ("school-primary", "resident-registration"),
        ("hospital-city", "hospital-settlement"),
        ("pharmacy-kuiwen", "pharmacy-settlement"),
    ],
)
def test_each_kind_of_unit_sees_its_own_items(login, item):
    found = dashboard(actor(login), envelope(login).today)

    assert item in [one.code for one in found.items]
    assert "inpatient-reimbursement" not in [one.code for one in found.items]
    assert found.open_count == 0
