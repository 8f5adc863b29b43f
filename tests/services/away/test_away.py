"""Treatment away: filed, changed, locked, filed late, in an emergency, at home."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from tests.services.away.stage import (
    BEIJING,
    ELSEWHERE,
    HANGZHOU,
    LOGIN,
    LONG,
    TRIP,
    filed,
    info,
    rows,
    treated,
)
from tests.services.cases.stage import actor, at, envelope
from tests.services.hsa.care import (
    METFORMIN,
    admitted,
    charge_stay,
    discharged,
    line,
    send,
    stage,
    stay_bill,
)
from tests.services.hsa.stage import HOSPITAL, as_owner, party_of

from tongban.core.away.filings import (
    AlreadyFiled,
    EndedWhy,
    Evidence,
    Locked,
    NotAway,
    TooFarBack,
)
from tongban.core.benefits.vocabulary import Place
from tongban.core.items.catalogue import Channel
from tongban.records.away.models import AsIfFiled, AwayFiling
from tongban.records.cases.models import Case
from tongban.records.enrolment.models import Cover
from tongban.records.notices.models import Message
from tongban.records.settlement.models import Visit
from tongban.services.access.scope import scoped
from tongban.services.away.covers import follow_covers
from tongban.services.away.proving import (
    NotResidence,
    ProofMissing,
    Proving,
    prove_residence,
)
from tongban.services.cases.effects import undo
from tongban.services.cases.revoking import revoke_case


@pytest.fixture
def person() -> str:
    return stage(LOGIN)


def cancelled(number: str, day: str) -> None:
    with as_owner(), scoped(actor(LOGIN)):
        revoke_case(
            envelope(LOGIN, day, channel=Channel.ONLINE), number=number, words="取消"
        )


def place_of_last_visit() -> str:
    with as_owner():
        found = Visit.objects.order_by("-pk").first()
        assert found is not None
        return found.place


@pytest.mark.clause("SD28-13")
@pytest.mark.clause("SD20-4")
def test_a_trip_is_in_force_at_once_without_any_paper(person):
    receipt = filed(TRIP, "2023-10-01", place=BEIJING)
    assert (receipt.state, receipt.outcome) == ("closed", "granted")
    (row,) = rows()
    assert row.in_force == DateRange(date(2023, 10, 1), None)
    assert row.proof == ""


@pytest.mark.clause("SD20-5")
def test_without_cost_the_place_changes_any_day(person):
    filed(LONG, "2023-09-15")
    filed(LONG, "2023-09-18", place=BEIJING)
    first, second = rows()
    assert (first.place, first.in_force.upper) == (HANGZHOU, date(2023, 9, 18))
    assert first.ended_why == EndedWhy.CHANGED.value
    assert (second.place, second.in_force.upper) == (BEIJING, None)


@pytest.mark.clause("SD20-5")
def test_cost_locks_the_residence_for_six_months(person):
    receipt = filed(LONG, "2024-04-10")
    assert treated(person, "2024-06-02").code == 0
    with pytest.raises(Locked) as refused:
        filed(LONG, "2024-10-09", place=BEIJING)
    assert refused.value.data["free_from"] == "2024-10-10"
    with pytest.raises(Locked):
        cancelled(receipt.number, "2024-10-09")
    assert [row.in_force.upper for row in rows()] == [None]
    filed(LONG, "2024-10-10", place=BEIJING)
    assert [row.place for row in rows()] == [HANGZHOU, BEIJING]


@pytest.mark.clause("SD20-5")
def test_what_is_cancelled_held_until_that_day(person):
    receipt = filed(LONG, "2024-04-10")
    cancelled(receipt.number, "2024-05-01")
    (row,) = rows()
    assert row.in_force == DateRange(date(2024, 4, 10), date(2024, 5, 1))
    assert row.ended_why == EndedWhy.CANCELLED.value


@pytest.mark.clause("SD20-6")
def test_residence_is_filed_at_most_five_days_late(person):
    with pytest.raises(TooFarBack) as refused:
        filed(LONG, "2023-10-12", start="2023-10-06")
    assert refused.value.data["earliest"] == "2023-10-07"
    assert rows() == []
    filed(LONG, "2023-10-12", start="2023-10-07")
    assert rows()[0].in_force.lower == date(2023, 10, 7)


@pytest.mark.clause("SD20-6")
def test_what_is_filed_before_discharge_is_settled_directly(person):
    moment, home = at("2023-09-20"), at("2023-09-28")
    visit = admitted(person, moment=moment, code=ELSEWHERE)
    charge_stay(
        person,
        visit,
        [line(METFORMIN, "9000.00", moment=moment)],
        code=ELSEWHERE,
        moment=moment,
    )
    discharged(person, visit, moment=home, code=ELSEWHERE)
    bill = stay_bill(person, visit, "9000.00")
    refused = send("2304", bill, code=ELSEWHERE, moment=home)
    assert refused.code != 0
    assert "补办" in refused.words
    filed(TRIP, "2023-09-26", start="2023-09-20")
    assert send("2304", bill, code=ELSEWHERE, moment=home).code == 0
    assert place_of_last_visit() == Place.TEMPORARY.value


@pytest.mark.clause("SD20-5")
def test_the_filed_residence_is_settled_without_a_first_share(person):
    filed(LONG, "2023-09-01")
    info(treated(person, "2023-09-22"))
    assert place_of_last_visit() == Place.FILED.value


@pytest.mark.clause("SD20-7")
def test_an_emergency_counts_as_filed_and_no_filing_is_invented(person):
    refused = treated(person, "2023-10-01")
    assert refused.code != 0
    assert treated(person, "2023-10-01", med_type="13").code == 0
    assert rows() == []
    with as_owner():
        note = AsIfFiled.objects.get()
    assert (note.said_by, note.clause) == ("institution", "SD20 7")
    assert note.place == HANGZHOU
    assert place_of_last_visit() == Place.TEMPORARY.value


@pytest.mark.clause("SD20-8")
def test_at_home_a_pledge_has_the_temporary_rate_until_it_is_proved(person):
    receipt = filed(LONG, "2024-03-01")
    info(treated(person, "2024-05-10", code=HOSPITAL))
    assert place_of_last_visit() == Place.TEMPORARY.value
    prove(receipt.number, "2024-05-20")
    info(treated(person, "2024-05-20", code=HOSPITAL))
    assert place_of_last_visit() == Place.HOME.value
    info(treated(person, "2024-05-19", code=HOSPITAL))
    assert place_of_last_visit() == Place.TEMPORARY.value


def prove(number: str, day: str) -> None:
    with as_owner():
        row = AwayFiling.objects.get(case__number=number)
        row.proof, row.proved_on = (
            Evidence.RESIDENCE_PERMIT.value,
            date.fromisoformat(day),
        )
        row.save()


def test_a_proof_is_a_file_of_a_residence(person):
    residence, trip = (
        filed(LONG, "2024-03-01"),
        filed(TRIP, "2024-03-01", place=BEIJING),
    )
    proving = Proving(Evidence.WORK, "00000000-0000-0000-0000-000000000000")
    with as_owner(), scoped(actor(LOGIN)):
        sent = envelope(LOGIN, "2024-05-20")
        with pytest.raises(ProofMissing):
            prove_residence(sent, number=residence.number, proving=proving)
        with pytest.raises(NotResidence):
            prove_residence(sent, number=trip.number, proving=proving)


def test_the_same_place_and_a_place_at_home_are_not_filed(person):
    filed(LONG, "2024-03-01")
    with pytest.raises(AlreadyFiled):
        filed(TRIP, "2024-04-01")
    with pytest.raises(NotAway):
        filed(TRIP, "2024-04-01", place="370702")


@pytest.mark.clause("SD20-5")
def test_a_filing_ends_with_the_cover_and_holds_again_with_it(person):
    filed(LONG, "2023-09-15")
    with as_owner():
        assert follow_covers(at("2026-09-18")) == 0
        cover = Cover.objects.get(person_id=party_of(LOGIN))
        cover.in_force = DateRange(cover.in_force.lower, date(2026, 10, 1))
        cover.state = "ended"
        cover.save()
        assert follow_covers(at("2026-10-01")) == 1
        assert AwayFiling.objects.get().in_force.upper == date(2026, 10, 1)
        assert "2026年10月1日" in Message.objects.get(template="away.ended").text
        cover.in_force, cover.state = DateRange(cover.in_force.lower, None), "in_force"
        cover.save()
        assert follow_covers(at("2026-10-02")) == 1
        assert rows()[0].in_force.upper is None


def test_what_the_agency_takes_back_lets_the_former_place_hold_again(person):
    filed(LONG, "2023-09-15")
    second = filed(LONG, "2023-09-18", place=BEIJING)
    with as_owner():
        undo(Case.objects.get(number=second.number), at=at("2023-09-20"))
    (row,) = rows()
    assert (row.place, row.in_force.upper) == (HANGZHOU, None)
