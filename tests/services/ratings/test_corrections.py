"""From a bad rating to its end: another hand, a call, a second person."""

from datetime import date

import pytest
from tests.services.cases.stage import actor, at, envelope
from tests.services.ratings.saying import corrected, login_of, served

from tongban.core.access.rights import NotAllowed
from tongban.core.ratings.corrections import (
    CallMissing,
    Deed,
    EvidenceMissing,
    NotNow,
    PersonConcerned,
    ReopenedBefore,
    ReopenTooLate,
    SecondPersonNeeded,
)
from tongban.records.accounts.models import Account
from tongban.records.audit.models import AccessLook
from tongban.records.ratings.models import Correction, CorrectionEvent
from tongban.services.access.scope import scoped
from tongban.services.cases.engine import StaleVersion
from tongban.services.cases.envelope import Envelope
from tongban.services.ratings.cards import correction_card
from tongban.services.ratings.corrections import (
    CorrectionUnknown,
    NotAWorker,
    NotYourWork,
    assign,
    claim,
    contact,
    fire_correction_rungs,
    reopen,
    review,
    start,
)
from tongban.services.ratings.lists import corrections_of

REACHED = "已向本人道歉，退回多收的证明"
FIXED = "取消该证明，已培训窗口人员"


def owner_of(correction: Correction, day: str = "2023-09-26") -> Envelope:
    return envelope(login_of(correction.owner_id), day)


def fixed(correction: Correction, day: str = "2023-09-27") -> None:
    """Called, put right, and approved by the supervisor."""
    sent = {"correction_id": correction.pk}
    contact(owner_of(correction), reached=True, words=REACHED, **sent)
    start(owner_of(correction, day), **sent)
    claim(owner_of(correction, day), deed=Deed.CLAIM_FIXED, words=FIXED, **sent)
    review(envelope("supervisor", day), approved=True, words="属实", **sent)
    correction.refresh_from_db()


@pytest.mark.clause("SD20-三(三)", "CN39-十二")
def test_a_bad_rating_opens_a_correction_in_another_hand_with_its_limits():
    correction = corrected()
    assert correction.state == "to_fix"
    assert correction.contact_due_on == date(2023, 9, 26)
    assert correction.due_on == date(2023, 10, 20)
    assert login_of(correction.owner_id) not in ("clerk1", "supervisor")


def test_the_one_with_less_open_work_takes_the_next():
    first = corrected()
    second = corrected(login="zhangguilan")
    assert first.owner_id != second.owner_id


@pytest.mark.clause("SD20-三(三)")
def test_nothing_is_reported_fixed_before_the_person_was_called():
    correction = corrected()
    sent = owner_of(correction)
    with pytest.raises(CallMissing):
        claim(sent, correction_id=correction.pk, deed=Deed.CLAIM_FIXED, words=FIXED)
    fixed(correction)
    assert (correction.state, correction.ended_on) == ("fixed", date(2023, 9, 27))
    assert CorrectionEvent.objects.filter(deed="contacted").count() == 1


def test_calls_in_vain_count_when_there_were_enough():
    correction = corrected()
    for turn in range(3):
        correction.refresh_from_db()
        assert correction.contacted_on is None, turn
        contact(
            owner_of(correction),
            correction_id=correction.pk,
            reached=False,
            words="电话无人接听",
        )
    correction.refresh_from_db()
    assert correction.contacted_on == date(2023, 9, 26)


@pytest.mark.clause("SD20-三(三)")
def test_who_is_complained_about_has_no_part_and_sees_nothing():
    correction = corrected()
    clerk = envelope("clerk1", "2023-09-26")
    with pytest.raises(PersonConcerned):
        start(clerk, correction_id=correction.pk)
    with pytest.raises(CorrectionUnknown):
        correction_card(clerk, correction.pk)
    with scoped(clerk.actor):
        assert not Correction.objects.exists()
        assert not CorrectionEvent.objects.exists()
    found = corrections_of(clerk.actor, shelf="open", page=1, today=clerk.today)
    assert found.total == 0
    with scoped(actor("supervisor")):
        assert Correction.objects.count() == 1


@pytest.mark.clause("SD20-三(三)")
def test_invalid_needs_evidence_and_somebody_else_to_agree():
    correction = corrected()
    sent = {"correction_id": correction.pk}
    contact(owner_of(correction), reached=True, words=REACHED, **sent)
    with pytest.raises(EvidenceMissing):
        claim(owner_of(correction), deed=Deed.CLAIM_INVALID, words="假的", **sent)
    claim(
        owner_of(correction),
        deed=Deed.CLAIM_INVALID,
        words="监控显示评价人当天没有到过窗口",
        **sent,
    )
    with pytest.raises(NotAllowed):
        review(owner_of(correction), approved=True, words="", **sent)
    review(
        envelope("supervisor", "2023-09-27"), approved=False, words="证据不足", **sent
    )
    correction.refresh_from_db()
    assert correction.state == "fixing"


def test_a_supervisor_who_did_the_work_does_not_review_it():
    correction = corrected()
    supervisor = Account.objects.get(login_name="supervisor")
    sent = {"correction_id": correction.pk}
    assign(envelope("supervisor", "2023-09-26"), account_id=supervisor.pk, **sent)
    day = "2023-09-26"
    contact(envelope("supervisor", day), reached=True, words=REACHED, **sent)
    claim(envelope("supervisor", day), deed=Deed.CLAIM_FIXED, words=FIXED, **sent)
    with pytest.raises(SecondPersonNeeded):
        review(envelope("supervisor", day), approved=True, words="", **sent)


def test_it_is_given_to_nobody_concerned_or_from_elsewhere():
    correction = corrected()
    for login in ("clerk1", "kuiwen-clerk"):
        chosen = Account.objects.get(login_name=login).pk
        with pytest.raises(NotAWorker):
            assign(
                envelope("supervisor", "2023-09-26"),
                correction_id=correction.pk,
                account_id=chosen,
            )


def test_another_colleague_does_not_do_it_and_an_old_page_is_refused():
    correction = corrected()
    others = {"clerk2", "reviewer1", "reviewer2"} - {login_of(correction.owner_id)}
    with pytest.raises(NotYourWork):
        start(envelope(others.pop(), "2023-09-26"), correction_id=correction.pk)
    start(owner_of(correction), correction_id=correction.pk)
    sent = envelope(login_of(correction.owner_id), "2023-09-26", version=1)
    with pytest.raises(StaleVersion):
        contact(sent, correction_id=correction.pk, reached=True, words=REACHED)


@pytest.mark.clause("SD20-三(三)")
def test_the_person_reopens_once_with_reason_and_the_limits_begin_anew():
    correction = corrected()
    case = correction.rating.case
    assert case is not None
    before = correction.owner_id
    with served(case) as found, pytest.raises(NotNow):
        reopen(envelope("zhaolei", "2023-09-26"), found, words="还没有解决")
    fixed(correction)
    with served(case) as found:
        reopen(envelope("zhaolei", "2023-10-07"), found, words="证明还是在要")
    correction.refresh_from_db()
    assert (correction.state, correction.reopened) == ("to_fix", 1)
    assert correction.due_on == date(2023, 10, 26)
    assert correction.contacted_on is None
    assert correction.owner_id != before
    fixed(correction, "2023-10-09")
    with served(case) as found, pytest.raises(ReopenedBefore):
        reopen(envelope("zhaolei", "2023-10-10"), found, words="再次要求整改")


def test_reopening_has_its_days():
    correction = corrected()
    fixed(correction)
    case = correction.rating.case
    assert case is not None
    with served(case) as found, pytest.raises(ReopenTooLate):
        reopen(envelope("zhaolei", "2023-10-13"), found, words="证明还是在要")


@pytest.mark.clause("CN39-十二")
def test_the_ladder_reminds_once_of_each_day_and_late_is_late():
    correction = corrected()
    fire_correction_rungs(at("2023-09-26"))
    assert not CorrectionEvent.objects.filter(deed="rung").exists()
    fire_correction_rungs(at("2023-09-27"))
    fire_correction_rungs(at("2023-10-21"))
    fire_correction_rungs(at("2023-10-22"))
    fired = CorrectionEvent.objects.filter(deed="rung").order_by("seq")
    assert list(fired.values_list("detail", flat=True)) == [
        "contact",
        "warn",
        "due",
        "overdue",
    ]
    found = corrections_of(
        actor("supervisor"), shelf="late", page=1, today=date(2023, 10, 21)
    )
    assert [line.id for line in found.lines] == [correction.pk]


def test_the_card_shows_the_phone_and_writes_the_look_down():
    correction = corrected()
    card = correction_card(owner_of(correction), correction.pk)
    assert card.reach.phone
    assert card.may_work
    assert not card.may_review
    assert AccessLook.objects.filter(reason="差评回访").count() == 1
