"""Both sides, the person and the employer may apply: it stays one transfer."""

import pytest
from tests.covers import registered
from tests.services.cases.stage import actor, at, envelope
from tests.services.transfers.stage import (
    application,
    applied,
    case_of,
    exchanged,
    moved_city,
    party,
    side,
)

from tongban.core.items.catalogue import Audience, Channel
from tongban.core.transfers.checks import CheckFailed
from tongban.core.transfers.stages import Side, Stage
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case
from tongban.records.enrolment.models import Cover
from tongban.records.transfers.models import Transfer
from tongban.services.access.scope import scoped
from tongban.services.cases.envelope import Receipt
from tongban.services.cases.intake import submit_case
from tongban.services.exchange.delivering import deliver


def by_employer(login: str = "hr-machinery") -> Receipt:
    new = application("transfer-out")
    account = Account.objects.get(login_name=login)
    assert account.party_id is not None
    form = {
        **new.form,
        "employer_name": "潍坊示例机械有限公司",
        "employer_credit_code": "91370700MA00000000",
    }
    asked = type(new)(
        item=new.item,
        audience=Audience.EMPLOYER,
        party_id=account.party_id,
        form=form,
        situations=("by-employer", "self"),
        papers=("identity",),
        region="370705",
    )
    with scoped(actor(login)):
        return submit_case(envelope(login, "2023-09-25", channel=Channel.ONLINE), asked)


def insured_by(login: str = "hr-machinery") -> None:
    unit = Account.objects.get(login_name=login).party
    assert unit is not None
    Cover.objects.filter(person_id=party().pk, region="370705").update(
        employer=registered(unit)
    )


@pytest.mark.clause("SD20-3")
def test_the_person_who_applies_at_the_other_end_too_joins():
    moved_city()
    first = applied("transfer-in")
    exchanged()
    second = applied("transfer-out", day="2023-09-25")
    assert second.joined
    assert second.number == case_of(Side.OUT).number != first.number
    assert Transfer.objects.filter(person=party()).count() == 2
    assert side(Side.IN).number == side(Side.OUT).number


@pytest.mark.clause("SD20-3")
def test_the_employer_joins_and_may_follow_it():
    moved_city()
    insured_by()
    applied("transfer-in")
    exchanged()
    receipt = by_employer()
    assert receipt.joined
    assert receipt.number == case_of(Side.OUT).number
    with scoped(actor("hr-machinery")):
        followed = Transfer.objects.get()
        assert followed.side == Side.OUT.value
        assert not Case.objects.filter(number=receipt.number).exists()


def test_an_employer_that_never_insured_somebody_joins_nothing():
    moved_city()
    applied("transfer-in")
    exchanged()
    with pytest.raises(CheckFailed):
        by_employer()
    assert side(Side.OUT).employer_id is None


def test_two_applications_that_cross_on_the_way_become_one():
    moved_city()
    applied("transfer-in")
    applied("transfer-out", day="2023-09-23")
    numbers = {side(Side.IN).number, side(Side.OUT).number}
    assert len(numbers) == 2
    early = side(Side.IN).number
    deliver(at("2023-09-22", 11))  # both requests travel before either is read
    exchanged()
    assert side(Side.IN).number == side(Side.OUT).number == early
    assert side(Side.IN).stage == side(Side.OUT).stage == Stage.AGREED.value
    assert Case.objects.filter(party=party()).count() == 2


def test_the_second_form_of_the_same_person_at_the_same_end_joins():
    moved_city()
    first, second = applied("transfer-in"), applied("transfer-in")
    assert second.joined
    assert second.number == first.number
