"""Both sides check first; what is not met is told and nothing is begun."""

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from tests.services.ledger.books import account_of
from tests.services.transfers.stage import (
    STOPPED,
    THERE,
    applied,
    case_of,
    exchanged,
    handled,
    moved_city,
    party,
    sent_by,
    side,
    worker,
    working,
)

from tongban.core.enrolment.kinds import CoverState, PersonKind
from tongban.core.transfers.checks import (
    AGAINST_WORDS,
    Against,
    CheckFailed,
    CheckPending,
)
from tongban.core.transfers.stages import Side, Stage
from tongban.records.cases.models import Case
from tongban.records.enrolment.models import Cover
from tongban.records.transfers.models import Transfer
from tongban.services.cases.effects import undo
from tongban.services.cases.intake import accept_case
from tongban.services.transfers.opening import NotAMove, NotUndone, WrongSide


def test_who_has_not_joined_is_told_before_anything_is_kept():
    moved_city()
    Cover.objects.filter(person_id=party().pk, region="370102").delete()
    with pytest.raises(CheckFailed) as refused:
        applied("transfer-in")
    assert AGAINST_WORDS[Against.NOT_JOINED] in str(refused.value.data["reasons"])
    assert not Transfer.objects.exists()


@pytest.mark.clause("SD28-10")
def test_who_has_not_stopped_is_not_accepted_and_told_why():
    moved_city()
    Cover.objects.filter(person_id=party().pk, region="370102").update(
        state=CoverState.DISPUTED.value
    )
    Cover.objects.filter(person_id=party().pk, region="370705").update(
        state=CoverState.IN_FORCE.value, in_force=DateRange(STOPPED, None)
    )
    with pytest.raises(CheckFailed, match="not met") as refused:
        applied("transfer-out")
    assert AGAINST_WORDS[Against.STILL_COVERED] in str(refused.value.data["reasons"])


def test_the_other_sides_reason_ends_the_case_with_a_notice():
    moved_city()
    Cover.objects.filter(person_id=party().pk, region="370705").update(
        kind=PersonKind.RETIRED.value
    )
    applied("transfer-in")
    exchanged()
    assert side(Side.IN).stage == Stage.REFUSED.value
    assert side(Side.IN).reasons == [Against.RETIRED.value]
    assert case_of(Side.IN).outcome == "refused"
    assert not Transfer.objects.filter(side=Side.OUT.value).exists()
    told = case_of(Side.IN).events.get(kind="not_accepted").data
    assert AGAINST_WORDS[Against.RETIRED] in told["words"]


def test_a_case_is_not_accepted_before_the_other_side_answered():
    moved_city()
    number = applied("transfer-in").number
    with working(worker(THERE, 990_001)) as who, pytest.raises(CheckPending):
        accept_case(sent_by(who), number=number)


def test_an_account_held_for_a_withdrawal_does_not_move():
    moved_city()
    number = applied("transfer-in").number
    account = account_of()
    account.held_for = Case.objects.get(number=number)
    account.save()
    exchanged()
    assert side(Side.IN).reasons == [Against.ACCOUNT_HELD.value]


def test_the_wrong_end_and_one_area_are_refused():
    moved_city()
    with pytest.raises(WrongSide):
        applied("transfer-in", from_region="370102", to_region="370705")
    with pytest.raises(NotAMove):
        applied("transfer-in", from_region="370102", to_region="370105")


def test_what_took_effect_is_not_taken_back():
    moved_city()
    applied()
    exchanged()
    handled(Side.OUT)
    with pytest.raises(NotUndone):
        undo(case_of(Side.OUT), at=case_of(Side.OUT).received_at)


def test_somebody_retired_here_in_the_meantime_is_checked_again():
    moved_city()
    applied()
    exchanged()
    Cover.objects.filter(person_id=party().pk, region="370705").update(
        kind=PersonKind.RETIRED.value
    )
    with pytest.raises(CheckFailed):
        handled(Side.OUT)
    assert side(Side.OUT).stage == Stage.AGREED.value
