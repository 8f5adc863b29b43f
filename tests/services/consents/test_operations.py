"""A yes is kept once and can be taken back; a report is answered in words, once."""

import pytest
from tests.services.cases.stage import envelope

from tongban.records.accounts.models import Account
from tongban.records.consents.models import Consent, WrongData
from tongban.services.cases.guard import MandateMissing
from tongban.services.consents.operations import (
    AnswerMissing,
    NothingRight,
    Report,
    agree,
    answer_report,
    report_wrong,
    withdraw,
)
from tongban.services.consents.queries import (
    agreed,
    consents_of,
    own_reports,
    reports_to_answer,
)

ITEM = "inpatient-reimbursement"


def party(login: str = "zhaolei") -> int:
    found = Account.objects.get(login_name=login).party_id
    assert found is not None
    return found


def wrong(right: str = "10012345679", key: str = "") -> None:
    report_wrong(
        envelope("zhaolei", key=key),
        Report(party(), ITEM, "联系电话", "10000000004", right, "换号了"),
    )


def test_a_yes_is_kept_once_until_it_is_taken_back():
    agree(envelope("zhaolei"), party_id=party(), item=ITEM)
    agree(envelope("zhaolei"), party_id=party(), item=ITEM)
    assert Consent.objects.count() == 1
    assert agreed(party(), ITEM)

    line = consents_of(envelope("zhaolei").actor)[0]
    withdraw(envelope("limin"), consent_id=line.id)
    assert agreed(party(), ITEM), "nobody takes back another's yes"
    withdraw(envelope("zhaolei"), consent_id=line.id)

    assert not agreed(party(), ITEM)
    agree(envelope("zhaolei"), party_id=party(), item=ITEM)
    assert Consent.objects.count() == 2


def test_nobody_agrees_for_a_stranger():
    with pytest.raises(MandateMissing):
        agree(envelope("limin"), party_id=party(), item=ITEM)


def test_a_report_is_answered_once_and_its_owner_sees_the_answer():
    wrong(key="k-1")
    wrong(key="k-1")
    assert WrongData.objects.count() == 1
    line = reports_to_answer(envelope("clerk1").actor)[0]
    assert (line.label, line.right, line.who) == ("联系电话", "10012345679", "赵*")

    with pytest.raises(AnswerMissing):
        answer_report(envelope("clerk1"), report_id=line.id, was_right=True, answer=" ")
    answer_report(
        envelope("clerk1"), report_id=line.id, was_right=True, answer="请办第6项变更"
    )
    answer_report(envelope("clerk2"), report_id=line.id, was_right=False, answer="x")

    told = own_reports(envelope("zhaolei").actor)[0]
    assert (told.state, told.answer) == ("已更正", "请办第6项变更")
    assert reports_to_answer(envelope("clerk1").actor) == ()
    assert len(reports_to_answer(envelope("clerk1").actor, answered=True)) == 1


def test_a_report_without_the_right_value_is_refused():
    with pytest.raises(NothingRight):
        wrong(right=" ")
