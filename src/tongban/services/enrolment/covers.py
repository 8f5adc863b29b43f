"""Keeping cover and what follows from it: months due, premiums, waits, disputes."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from tongban.core.access.parties import Scheme
from tongban.core.days import Period
from tongban.core.enrolment.contributions import MonthKind, due_months, month_shares
from tongban.core.enrolment.cover import Change, Cover, Movement
from tongban.core.enrolment.kinds import CoverState, PersonKind
from tongban.core.enrolment.months import month_of
from tongban.records.enrolment import models as rows
from tongban.records.enrolment.models import ContributionMonth, InsuredPerson, Overlap
from tongban.records.parties.models import Party
from tongban.services.enrolment.terms import enrolment_terms
from tongban.services.enrolment.writing import (
    Occasion,
    Subject,
    changed,
    made,
    snapshot,
)


def history_of(person: InsuredPerson) -> tuple[Cover, ...]:
    """Return every cover of a person as values, void ones included."""
    return tuple(value_of(row) for row in person.covers.order_by("pk"))


def value_of(row: rows.Cover) -> Cover:
    """Return a row of cover as a value."""
    return Cover(
        kind=PersonKind(row.kind),
        region=row.region,
        days=Period(row.in_force.lower, row.in_force.upper),
        employer=row.employer_id,
        base_fen=row.base_fen,
        state=CoverState(row.state),
        key=row.pk,
    )


def keep_plan(
    person: InsuredPerson, plan: Movement, *, cause: Occasion
) -> list[rows.Cover]:
    """Write the changes of a plan, its dispute, and what is due; return the rows."""
    kept = [_keep(person, change, cause=cause) for change in plan.changes]
    for change, row in zip(plan.changes, kept, strict=True):
        held = change.before is not None and change.before.holds_days
        if row.state == CoverState.DISPUTED:
            _dispute(person, row, cause=cause)
        elif held:
            _drop_months(person, row, cause=cause)
    for row in kept:
        if row.state == CoverState.IN_FORCE:
            _add_months(person, row, cause=cause)
            _name_scheme(person, row, cause=cause)
    return kept


def _keep(person: InsuredPerson, change: Change, *, cause: Occasion) -> rows.Cover:
    subject = Subject(person_id=person.pk)
    after = change.after
    if change.before is None:
        row = rows.Cover(
            person=person,
            scheme=after.scheme.value,
            kind=after.kind.value,
            employer_id=after.employer,
            region=after.region,
            in_force=DateRange(after.days.start, after.days.end),
            base_fen=after.base_fen,
            state=after.state.value,
            case_id=cause.case_id,
            source=cause.source,
        )
        made(row, subject=subject, cause=cause)
        return row
    row = person.covers.get(pk=change.before.key)
    before = snapshot(row)
    row.in_force = DateRange(after.days.start, after.days.end)
    row.state = after.state.value
    changed(row, before, subject=subject, cause=cause)
    return row


def _dispute(person: InsuredPerson, row: rows.Cover, *, cause: Occasion) -> None:
    overlap = Overlap(cover=row, person=person, region=row.region, found_at=cause.at)
    made(overlap, subject=Subject(person_id=person.pk), cause=cause)


def _drop_months(person: InsuredPerson, row: rows.Cover, *, cause: Occasion) -> None:
    """Void months not paid that lie wholly after the end of a cover."""
    stays = row.state != CoverState.VOID
    last = month_of(row.in_force.upper) if stays else row.in_force.lower
    begun = stays and row.in_force.upper.day > 1
    after = Q(month__gt=last) if begun else Q(month__gte=month_of(last))
    unpaid = person.months.filter(
        after, scheme=row.scheme, void=False, paid_on=None, kind=MonthKind.ACTUAL.value
    )
    for month in unpaid:
        before = snapshot(month)
        month.void = True
        changed(month, before, subject=Subject(person_id=person.pk), cause=cause)


def _add_months(person: InsuredPerson, row: rows.Cover, *, cause: Occasion) -> None:
    """Make the months due for an employee's cover, up to the month of today."""
    kind = PersonKind(row.kind)
    if row.scheme != Scheme.EMPLOYEE or kind is PersonKind.RETIRED:
        return
    terms = enrolment_terms(row.region)
    most = terms.contribution_on(row.in_force.lower).arrears_months_max
    days = Period(row.in_force.lower, row.in_force.upper)
    due = due_months(days, through=cause.today, most=most)
    known = set(
        person.months.filter(scheme=row.scheme, void=False).values_list(
            "month", flat=True
        )
    )
    for month in due:
        if month not in known:
            new = due_month(person, row, month, cause=cause)
            made(new, subject=Subject(person_id=person.pk), cause=cause)


def due_month(
    person: InsuredPerson, row: rows.Cover, month: date, *, cause: Occasion
) -> ContributionMonth:
    """Return the row of one month due for a cover, not kept yet."""
    shares = month_shares(
        declared_fen=row.base_fen,
        kind=PersonKind(row.kind),
        terms=enrolment_terms(row.region).contribution_on(month),
    )
    return ContributionMonth(
        person=person,
        month=month,
        scheme=row.scheme,
        employer_id=row.employer_id,
        base_fen=shares.base_fen,
        unit_fen=shares.unit_fen,
        own_fen=shares.own_fen,
        kind=MonthKind.ACTUAL.value,
        case_id=cause.case_id,
    )


def _name_scheme(person: InsuredPerson, row: rows.Cover, *, cause: Occasion) -> None:
    """Let the party's own scheme follow its newest cover."""
    party = Party.objects.select_for_update().get(pk=person.pk)
    before = snapshot(party)
    party.scheme = row.scheme
    changed(party, before, subject=Subject(person_id=person.pk), cause=cause)


def covered_years(history: Iterable[Cover], *, through: int) -> tuple[int, ...]:
    """Return the calendar years in which a person had any cover."""
    years: set[int] = set()
    for cover in history:
        if cover.holds_days:
            end = cover.days.end
            last = (
                through if end is None else date.fromordinal(end.toordinal() - 1).year
            )
            years.update(range(cover.days.start.year, last + 1))
    return tuple(sorted(years))


def last_end(history: Sequence[Cover], scheme: Scheme) -> date | None:
    """Return the day the last cover of a scheme ended, if it has ended."""
    ends = [
        cover.days.end
        for cover in history
        if cover.scheme is scheme and cover.holds_days and cover.days.end is not None
    ]
    return max(ends, default=None)
