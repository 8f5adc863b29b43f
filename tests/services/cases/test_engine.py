"""Commands: once, in order, on the version seen; nothing kept of a refused one."""

from dataclasses import replace

import pytest
from tests.services.cases.stage import Application, envelope, submitted

from tongban.core.access.actor import Grant, Role
from tongban.core.access.rights import NotAllowed, SamePerson
from tongban.core.cases.decisions.handling import Decision
from tongban.records.cases.models import Case, CaseEvent, Command
from tongban.services.cases.content import FormFaulty
from tongban.services.cases.engine import CaseUnknown, RequestKeyReused, StaleVersion
from tongban.services.cases.envelope import RequestKeyMalformed
from tongban.services.cases.handling import review_case
from tongban.services.cases.intake import accept_case, submit_case, withdraw_case

YES = Decision(approved=True, amount_fen=8_000_00, words="", clause="")


def test_the_same_key_and_content_again_gets_the_first_answer():
    application = Application().new()
    first = submit_case(envelope("clerk1", key="once"), application)
    again = submit_case(envelope("clerk1", key="once"), application)
    assert (again.number, again.query_code) == (first.number, first.query_code)
    assert (first.repeated, again.repeated) == (False, True)
    assert CaseEvent.objects.filter(case__number=first.number).count() == 1


def test_the_same_key_with_other_content_is_refused():
    submit_case(envelope("clerk1", key="once"), Application().new())
    other = Application(situations=("illness", "emergency", "self")).new()
    with pytest.raises(RequestKeyReused):
        submit_case(envelope("clerk1", key="once"), other)


def test_two_senders_may_choose_the_same_key():
    number = submitted().number
    accept_case(envelope("clerk1", key="k"), number=number)
    receipt = review_case(envelope("reviewer1", key="k"), number=number, decision=YES)
    assert not receipt.repeated


@pytest.mark.parametrize("key", ["", "x" * 81, "a\nb"])
def test_a_key_that_cannot_be_kept_is_refused(key):
    sent = envelope("clerk1")
    with pytest.raises(RequestKeyMalformed):
        submit_case(
            type(sent)(sent.actor, sent.now, key, sent.channel), Application().new()
        )


def test_a_stale_version_is_refused_and_changes_nothing():
    receipt = submitted()
    accept_case(envelope("clerk1", version=receipt.version), number=receipt.number)
    with pytest.raises(StaleVersion) as refused:
        withdraw_case(
            envelope("zhaolei", version=receipt.version),
            number=receipt.number,
            words="",
        )
    assert refused.value.data == {"seen": 1, "stands": 2}
    assert CaseEvent.objects.filter(case__number=receipt.number).count() == 2


def test_a_refused_command_leaves_no_trace_and_its_key_free():
    sent = envelope("clerk1", key="again")
    with pytest.raises(FormFaulty) as refused:
        submit_case(sent, Application(form={"hospital_name": ""}).new())
    assert "没有填写" in str(refused.value.data["faults"])
    assert not Command.objects.filter(key="again").exists()
    assert not Case.objects.exists()
    assert submit_case(sent, Application().new()).number


def test_an_unknown_case_is_refused():
    with pytest.raises(CaseUnknown):
        accept_case(envelope("clerk1"), number="1")


@pytest.mark.clause("PT25-4")
def test_one_person_never_accepts_and_reviews_a_timed_case():
    number = submitted().number
    accept_case(envelope("clerk1"), number=number)
    with pytest.raises(NotAllowed):
        review_case(envelope("clerk1"), number=number, decision=YES)


def test_a_case_keeps_its_hands_apart_even_for_one_with_both_rights():
    sent = envelope("clerk1")
    both = replace(
        sent.actor,
        grants=(
            *sent.actor.grants,
            Grant(role=Role.REVIEWER, office_path=sent.actor.office_path),
        ),
    )
    number = submitted().number
    accept_case(replace(sent, actor=both), number=number)
    with pytest.raises(SamePerson):
        review_case(replace(sent, actor=both, key="r"), number=number, decision=YES)
