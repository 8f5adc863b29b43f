"""Instant items: filings at night, the counter in one go, and who may join."""

from datetime import date

import pytest
from tests.services.cases.stage import (
    Application,
    envelope,
    filing_form,
    submitted,
)

from tongban.core.items.catalogue import Audience, Channel
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case, CaseEvent
from tongban.records.notices.models import Message
from tongban.records.register.models import RegisterEntry
from tongban.services.cases.content import NewCase
from tongban.services.cases.guard import MandateMissing, NotYours
from tongban.services.cases.intake import (
    NotInstant,
    accept_case,
    finish_at_once,
    refuse_case,
    submit_case,
    withdraw_case,
)
from tongban.services.cases.mandates import (
    HelperUnknown,
    MandateDaysWrong,
    NewMandate,
    give_mandate,
    revoke_mandate,
)
from tongban.services.parties.queries import party_card

pytestmark = pytest.mark.usefixtures("insured_people")


def party_of(login: str) -> int:
    party = Account.objects.get(login_name=login).party_id
    assert party is not None
    return party


def filing(login: str = "wangjianguo", **changes) -> NewCase:
    return NewCase(
        item="long-term-residence-filing",
        audience=Audience.EMPLOYEE,
        party_id=party_of(login),
        form=filing_form(**changes),
    )


@pytest.mark.clause("SD28-12", "SD20-4", "CN39-七")
def test_a_filing_at_night_on_a_holiday_is_in_force_at_once():
    sent = envelope("wangjianguo", "2023-10-01", hour=2, channel=Channel.ONLINE)
    receipt = submit_case(sent, filing())
    assert (receipt.state, receipt.outcome, receipt.due_on) == (
        "closed",
        "granted",
        "2023-10-01",
    )
    entry = RegisterEntry.objects.get()
    assert entry.in_force.lower == date(2023, 10, 1)
    assert entry.fields["place"] == "110105"
    evidence = CaseEvent.objects.get(kind="evaluated").data["checks"]
    assert all(check["met"] for check in evidence)
    assert Message.objects.filter(template="case.closed.granted").count() == 1


def test_a_finished_filing_may_be_followed_by_another():
    for day, place in (("2023-10-01", "110105"), ("2023-10-09", "330100")):
        again = filing(start_on=day, place=place)
        receipt = submit_case(envelope("wangjianguo", day), again)
        assert not receipt.joined


def test_a_second_application_for_the_same_thing_joins_the_first():
    first = submitted()
    second = submit_case(
        envelope("zhaolei", channel=Channel.ONLINE), Application().new()
    )
    assert (second.number, second.joined) == (first.number, True)
    assert Case.objects.count() == 1
    assert CaseEvent.objects.filter(kind="duplicate_joined").count() == 1


def test_another_bill_is_another_case():
    submitted()
    other = Application(form={**Application().form, "admitted_on": "2023-08-22"})
    assert not submit_case(envelope("zhaolei"), other.new()).joined


@pytest.mark.clause("SD28-6", "CN39-五")
def test_a_clerk_finishes_an_instant_item_in_one_go():
    new = NewCase(
        item="resident-change",
        audience=Audience.RESIDENT,
        party_id=party_of("zhangguilan"),
        form={
            "insured_name": "张桂兰",
            "insured_id_number": "990001195103080006",
            "contact_phone": "10012345678",
            "changes": [{"field": "phone", "new_value": "10012345670"}],
            "changed_on": "2023-09-11",
            "reason": "更换号码",
        },
        situations=("other-information", "self"),
    )
    receipt = submit_case(envelope("clerk1"), new)
    assert receipt.state == "open"
    done = finish_at_once(envelope("clerk1"), number=receipt.number)
    assert (done.state, done.outcome) == ("closed", "granted")
    assert party_card(party_of("zhangguilan")).phone == "10012345670"


def test_a_timed_item_is_not_finished_at_once():
    with pytest.raises(NotInstant):
        finish_at_once(envelope("clerk1"), number=submitted().number)


@pytest.mark.clause("SD20-20", "SD28-2")
def test_a_helper_needs_a_mandate_and_the_person_is_told():
    with pytest.raises(MandateMissing):
        submit_case(envelope("limin"), filing())
    mandate = NewMandate(
        principal_id=party_of("wangjianguo"),
        helper_login="limin",
        items=("long-term-residence-filing",),
        covers_pledges=False,
        from_on=date(2023, 9, 11),
        until_on=date(2023, 12, 31),
    )
    first = give_mandate(envelope("wangjianguo"), mandate)
    assert give_mandate(envelope("wangjianguo"), mandate) == first
    receipt = submit_case(envelope("limin"), filing())
    helped = Message.objects.get(template="case.helped")
    assert helped.party_id == party_of("wangjianguo")
    assert "李敏" in helped.text
    revoke_mandate(envelope("wangjianguo"), mandate_id=first)
    with pytest.raises(MandateMissing):
        submit_case(envelope("limin", "2023-09-12"), filing(start_on="2023-10-02"))
    assert Case.objects.get().number == receipt.number


def test_a_village_helper_needs_a_mandate_too():
    with pytest.raises(MandateMissing):
        submit_case(envelope("village-helper"), filing())


@pytest.mark.parametrize(
    ("case", "changes", "refusal"),
    [
        ("nobody of that name", {"helper_login": "nobody"}, HelperUnknown),
        ("oneself", {"helper_login": "wangjianguo"}, HelperUnknown),
        ("before today", {"from_on": date(2023, 9, 10)}, MandateDaysWrong),
        ("a day too long", {"until_on": date(2024, 9, 10)}, MandateDaysWrong),
        ("ending before it begins", {"until_on": date(2023, 9, 10)}, MandateDaysWrong),
    ],
)
def test_a_mandate_that_cannot_hold_is_refused(case, changes, refusal):
    values = {
        "principal_id": party_of("wangjianguo"),
        "helper_login": "limin",
        "items": (),
        "covers_pledges": False,
        "from_on": date(2023, 9, 11),
        "until_on": date(2024, 9, 9),
        **changes,
    }
    with pytest.raises(refusal):
        give_mandate(envelope("wangjianguo"), NewMandate(**values))


def test_nobody_gives_or_withdraws_for_another():
    mandate = NewMandate(
        party_of("wangjianguo"),
        "limin",
        (),
        False,
        date(2023, 9, 11),
        date(2023, 9, 12),
    )
    with pytest.raises(NotYours):
        give_mandate(envelope("zhaolei"), mandate)
    number = submitted().number
    with pytest.raises(NotYours):
        withdraw_case(envelope("wangjianguo"), number=number, words="")
    assert withdraw_case(envelope("zhaolei"), number=number, words="").outcome


@pytest.mark.clause("CN39-九")
def test_a_refusal_tells_reason_clause_and_remedy():
    number = submitted().number
    refuse_case(envelope("clerk1"), number=number, reason="already-settled", words="")
    told = Message.objects.get(template="case.not_accepted.refused")
    assert "同一费用已经结算" in told.text
    assert "可申请复核" in told.text


@pytest.mark.parametrize(
    ("received", "hour", "accepted_from"),
    [("2023-09-11", 17, "2023-09-11"), ("2023-09-11", 18, "2023-09-12")],
)
def test_what_comes_after_hours_at_a_counter_counts_from_the_next_day(
    received, hour, accepted_from
):
    number = submitted(received).number
    accept_case(envelope("clerk1", received, hour=hour), number=number)
    assert Case.objects.get().started_on == date.fromisoformat(accepted_from)
