"""The demo's register: whom which employer insures, months and years paid.

The people and employers are there already; nothing here is drawn by chance, so
the same cover stands on every machine. Rows go in by the thousand, without
history: a first load is no change.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Final

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tongban.core.access.parties import IdKind, PartyKind, Scheme
from tongban.core.cases.view import CHINA
from tongban.core.enrolment.contributions import MonthKind, month_shares
from tongban.core.enrolment.employers import EmployerKind, EmployerState
from tongban.core.enrolment.kinds import (
    ADULT_FROM,
    CoverState,
    PersonKind,
    full_years,
    resident_kind,
)
from tongban.core.enrolment.months import add_months, month_of, months_between
from tongban.core.enrolment.premiums import Tier, premium, year_days
from tongban.records.cases.models import Case
from tongban.records.enrolment.models import (
    ContributionMonth,
    Cover,
    Employer,
    InsuredPerson,
    PremiumYear,
)
from tongban.records.parties.models import Party
from tongban.services.enrolment.people import sex_told
from tongban.services.enrolment.terms import enrolment_terms

MONTHS_SHOWN: Final = 24
RETIRED_FROM: Final = 60
ROWS_PER_INSERT: Final = 2_000
SOURCE: Final = "demo"
LEAST_BASE_FEN: Final = 420_000
BASE_STEP_FEN: Final = 20_000
FLEXIBLE_OF_TEN: Final = 2
TEN: Final = 10
PUPIL_FROM: Final = 6
APPLYING: Final = ("employer-registration",)


@transaction.atomic
def load_demo_enrolment(now: datetime) -> None:
    """Insure the demo's people once; whoever is in the register already stays.

    Employers whose first registration is still being handled are left out.
    """
    today = now.astimezone(CHINA).date()
    employers = _employers(today)
    persons = Party.objects.filter(kind=PartyKind.PERSON.value, insured=None)
    parties = list(persons.order_by("pk"))
    InsuredPerson.objects.bulk_create(
        [_insured(party) for party in parties], batch_size=ROWS_PER_INSERT
    )
    covers = [row for party in parties for row in _covers(party, employers, today)]
    Cover.objects.bulk_create(covers, batch_size=ROWS_PER_INSERT)
    ContributionMonth.objects.bulk_create(
        [row for cover in covers for row in _months(cover, today)],
        batch_size=ROWS_PER_INSERT,
    )
    PremiumYear.objects.bulk_create(
        [row for cover in covers for row in _premiums(cover)],
        batch_size=ROWS_PER_INSERT,
    )


def _employers(today: date) -> list[Employer]:
    applying = Case.objects.filter(item__in=APPLYING, closed_at=None)
    parties = Party.objects.filter(kind=PartyKind.EMPLOYER.value, employer=None)
    new = [
        Employer(
            party=party,
            kind=EmployerKind.ENTERPRISE.value,
            state=EmployerState.REGISTERED.value,
            region=party.region,
            registered_on=_first_month(today),
        )
        for party in parties.exclude(pk__in=applying.values("party_id"))
    ]
    Employer.objects.bulk_create(new)
    found = Employer.objects.filter(state=EmployerState.REGISTERED.value)
    return list(found.order_by("pk"))


def _first_month(today: date) -> date:
    return add_months(month_of(today), 1 - MONTHS_SHOWN)


def _lot(party: Party) -> bytes:
    """Return bytes that are the party's own on every machine."""
    return hashlib.sha256(f"tongban cover {party.identifier}".encode()).digest()


def _insured(party: Party) -> InsuredPerson:
    is_card = party.id_kind == IdKind.RESIDENT_CARD
    person = InsuredPerson(
        party=party, nationality="cn", household_region=party.region, version=0
    )
    if is_card:
        person.sex = sex_told(party.identifier).value
    return person


def _covers(
    party: Party, employers: Sequence[Employer], today: date
) -> tuple[Cover, ...]:
    if party.scheme == Scheme.EMPLOYEE:
        return (_employee(party, employers, today),)
    if party.scheme == Scheme.RESIDENT:
        return _resident(party, today)
    return ()


def _employee(party: Party, employers: Sequence[Employer], today: date) -> Cover:
    lot, born_on = _lot(party), party.born_on
    is_retired = born_on is not None and full_years(born_on, today) >= RETIRED_FROM
    is_flexible = not employers or lot[0] % TEN < FLEXIBLE_OF_TEN
    kind, employer = PersonKind.ACTIVE, None
    if is_retired:
        kind = PersonKind.RETIRED
    elif is_flexible:
        kind = PersonKind.FLEXIBLE
    else:
        near = [one for one in employers if one.region == party.region] or employers
        employer = near[lot[1] % len(near)]
    return _cover(
        party,
        kind,
        DateRange(_first_month(today), None),
        employer=employer,
        base_fen=0 if is_retired else LEAST_BASE_FEN + lot[2] % TEN * BASE_STEP_FEN,
    )


def _resident(party: Party, today: date) -> tuple[Cover, ...]:
    """Cover the year before and this one, and whoever pays early the next."""
    born_on = party.born_on or today
    years = [today.year - 1, today.year]
    if _lot(party)[3] % 2:
        years.append(today.year + 1)
    known = enrolment_terms(party.region).premiums
    return tuple(
        _cover(
            party,
            _resident_kind(born_on, date(year, 1, 1)),
            DateRange(max(year_days(year).start, born_on), year_days(year).end),
        )
        for year in years
        if year in known and born_on.year <= year
    )


def _resident_kind(born_on: date, day: date) -> PersonKind:
    if PUPIL_FROM <= full_years(born_on, day) < ADULT_FROM:
        return PersonKind.PUPIL
    return resident_kind(born_on=born_on, day=max(born_on, day))


def _cover(
    party: Party,
    kind: PersonKind,
    days: DateRange,
    *,
    employer: Employer | None = None,
    base_fen: int = 0,
) -> Cover:
    return Cover(
        person_id=party.pk,
        scheme=party.scheme,
        kind=kind.value,
        employer=employer,
        region=party.region,
        in_force=days,
        base_fen=base_fen,
        state=CoverState.IN_FORCE.value,
        source=SOURCE,
    )


def _months(cover: Cover, today: date) -> list[ContributionMonth]:
    """Make the months of an employee; the month of today is due, not paid."""
    kind = PersonKind(cover.kind)
    if cover.scheme != Scheme.EMPLOYEE or kind is PersonKind.RETIRED:
        return []
    shares = month_shares(
        declared_fen=cover.base_fen,
        kind=kind,
        terms=enrolment_terms(cover.region).contribution_on(today),
    )
    due = months_between(cover.in_force.lower, today)
    paid_on = dict(pairwise(due))
    return [
        ContributionMonth(
            person_id=cover.person_id,
            month=month,
            scheme=cover.scheme,
            employer_id=cover.employer_id,
            base_fen=shares.base_fen,
            unit_fen=shares.unit_fen,
            own_fen=shares.own_fen,
            kind=MonthKind.ACTUAL.value,
            paid_on=paid_on.get(month),
        )
        for month in due
    ]


def _premiums(cover: Cover) -> list[PremiumYear]:
    if cover.scheme != Scheme.RESIDENT:
        return []
    year = cover.in_force.lower.year
    terms = enrolment_terms(cover.region).premium_of(year)
    due = premium(
        kind=PersonKind(cover.kind), chosen=Tier.LOW, identity="", terms=terms
    )
    return [
        PremiumYear(
            person_id=cover.person_id,
            year=year,
            paid_tier=due.paid_tier.value,
            tier=due.tier.value,
            own_fen=due.own_fen,
            aided_fen=due.aided_fen,
            subsidy_fen=due.subsidy_fen,
            paid_on=terms.collected.start,
        )
    ]
