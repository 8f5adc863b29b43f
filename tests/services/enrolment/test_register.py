"""What the register keeps, whom it shows what, and what the database refuses."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from tests.services.cases.stage import actor, at, envelope
from tests.services.enrolment.people import (
    NEWCOMER,
    finished,
    flexible,
    hiring,
    party_of,
    registered_employer,
    submitted,
)

from tongban.core.access.parties import Scheme
from tongban.core.enrolment.kinds import CoverState, PersonKind
from tongban.records.cases.models import Case
from tongban.records.enrolment.models import (
    ContributionMonth,
    Cover,
    Employer,
    InsuredPerson,
    PersonEvent,
)
from tongban.records.parties.models import Party
from tongban.records.register.models import RegisterEntry
from tongban.services.access.scope import scoped
from tongban.services.cases import effects
from tongban.services.enrolment.billing import assess_month
from tongban.services.enrolment.operations import (
    MonthPayment,
    record_month_payments,
)
from tongban.services.enrolment.people import find_person
from tongban.services.enrolment.queries import (
    bill_of,
    cover_on,
    covers_of,
    months_of,
    staff_of,
    waiting_on,
    years_paid,
)
from tongban.services.enrolment.writing import ChangedSince, Occasion

DAY = "2026-01-06"
TODAY = date(2026, 1, 6)


def hired() -> Party:
    registered_employer()
    finished(submitted(hiring("hr-machinery", DAY), DAY), DAY)
    found = find_person(NEWCOMER)
    assert found is not None
    return found


def test_a_newcomer_is_registered_with_sex_cover_and_the_month_due():
    person = hired()
    employer = party_of("hr-machinery")
    assert InsuredPerson.objects.get(pk=person.pk).sex == "male"
    line = cover_on(person.pk, TODAY)
    assert line is not None
    assert (line.kind, line.employer_id) == (PersonKind.ACTIVE, employer.pk)
    assert cover_on(person.pk, date(2026, 1, 5)) is None
    assert [one.party_id for one in staff_of(employer.pk, TODAY)] == [person.pk]
    (month,) = months_of(person.pk, TODAY, TODAY)
    assert (month.unit_fen, month.own_fen, month.paid_on) == (30_000, 10_000, None)
    assert waiting_on(person.pk, TODAY) is None


def test_every_row_has_an_event_that_is_sealed_and_cannot_change():
    person = hired()
    events = PersonEvent.objects.filter(person_id=person.pk)
    assert {event.what for event in events} == {"person", "cover", "month"}
    case = Case.objects.get(item="employee-registration")
    assert {event.case_id for event in events} == {case.pk}
    with pytest.raises(DatabaseError), transaction.atomic():
        events.update(source="other")


def test_taking_a_case_back_leaves_no_cover_and_says_so_in_the_history():
    person = hired()
    case = Case.objects.get(item="employee-registration")
    effects.undo(case, at=at("2026-01-07"))
    assert covers_of(person.pk) == ()
    assert months_of(person.pk, TODAY, TODAY) == ()
    assert RegisterEntry.objects.get(case=case).reversed_at is not None
    made = PersonEvent.objects.filter(case=case, reverses=None).count()
    assert PersonEvent.objects.filter(case=case).count() == 2 * made
    effects.undo(case, at=at("2026-01-08"))
    assert PersonEvent.objects.filter(case=case).count() == 2 * made


def test_a_month_paid_since_keeps_the_case_from_being_taken_back():
    person = hired()
    case = Case.objects.get(item="employee-registration")
    payment = MonthPayment(person.pk, Scheme.EMPLOYEE, TODAY, paid_on=TODAY)
    cause = Occasion(at=at("2026-01-20"), source="tax")
    assert record_month_payments([payment], cause=cause) == 1
    assert record_month_payments([payment], cause=cause) == 0
    assert years_paid(person.pk).months == 1
    with pytest.raises(ChangedSince), transaction.atomic():
        effects.undo(case, at=at("2026-01-21"))
    assert cover_on(person.pk, TODAY) is not None


def test_a_bill_has_everybody_once_however_often_it_is_made():
    person = hired()
    employer = party_of("hr-machinery")
    cause = Occasion(at=at("2026-02-01"), source="bill")
    february = date(2026, 2, 1)
    assert assess_month(employer.pk, february, cause=cause) == 1
    assert assess_month(employer.pk, february, cause=cause) == 0
    assert [line.party_id for line in bill_of(employer.pk, february)] == [person.pk]
    assert assess_month(employer.pk, date(2025, 12, 1), cause=cause) == 0


@pytest.mark.clause("PT25-4")
def test_a_person_sees_their_own_an_employer_its_staff_and_strangers_nothing():
    person = hired()
    finished(submitted(flexible("wangjianguo", DAY), DAY), DAY)
    own = party_of("wangjianguo").pk
    with scoped(actor("wangjianguo")):
        assert set(Cover.objects.values_list("person_id", flat=True)) == {own}
        assert not Party.objects.filter(pk=person.pk).exists()
        assert not Employer.objects.exists()
    with scoped(actor("hr-machinery")):
        assert set(Cover.objects.values_list("person_id", flat=True)) == {person.pk}
        assert Party.objects.filter(pk=person.pk).exists()
        assert not Party.objects.filter(pk=own).exists()
        assert not InsuredPerson.objects.exists()
        assert not PersonEvent.objects.exists()
    with scoped(actor("limin")):
        assert not Cover.objects.exists()
        assert not ContributionMonth.objects.exists()
    with scoped(actor("clerk1")):
        assert Cover.objects.count() == 2


def test_only_staff_write_and_nobody_deletes():
    hired()
    finished(submitted(flexible("wangjianguo", DAY), DAY), DAY)
    own = Cover.objects.get(person_id=party_of("wangjianguo").pk)
    refused = pytest.raises(DatabaseError)
    with refused, transaction.atomic(), scoped(actor("wangjianguo")):
        Cover.objects.filter(pk=own.pk).update(base_fen=1)
    refused = pytest.raises(DatabaseError)
    with refused, transaction.atomic(), scoped(actor("clerk1")):
        Cover.objects.filter(pk=own.pk).delete()


@pytest.mark.parametrize(
    ("start", "end", "state", "refused"),
    [
        (date(2025, 12, 1), date(2026, 1, 6), CoverState.IN_FORCE, False),
        (date(2025, 12, 1), date(2026, 1, 7), CoverState.IN_FORCE, True),
        (date(2026, 3, 1), None, CoverState.ENDED, True),
        (date(2026, 3, 1), None, CoverState.VOID, False),
        (date(2026, 3, 1), None, CoverState.DISPUTED, False),
    ],
)
def test_the_database_lets_no_two_covers_hold_one_day(start, end, state, refused):
    person = hired()
    second = Cover(
        person_id=person.pk,
        scheme=Scheme.RESIDENT.value,
        kind=PersonKind.ADULT.value,
        region="370705",
        in_force=DateRange(start, end),
        state=state.value,
    )
    if not refused:
        second.save()
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_a_clerk_of_a_window_finishes_in_the_scope_of_the_window():
    registered_employer()
    number = submitted(hiring("hr-machinery", DAY), DAY)
    with scoped(envelope("clerk1", DAY).actor):
        finished(number, DAY)
    found = find_person(NEWCOMER)
    assert found is not None
    assert cover_on(found.pk, TODAY) is not None
