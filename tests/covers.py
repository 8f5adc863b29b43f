"""Cover for the people of the demo, for tests of what only the insured may do.

A file that wants everybody insured says::

    pytestmark = pytest.mark.usefixtures("insured_people")
"""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from tongban.core.access.parties import PartyKind, Scheme
from tongban.core.enrolment.kinds import CoverState, PersonKind
from tongban.records.enrolment.models import Cover, Employer, InsuredPerson
from tongban.records.parties.models import Party

SINCE = date(2023, 1, 1)


@pytest.fixture
def insured_people(demo_region: None, db: None) -> None:
    """Insure every person of the demo where they live, since before any test plays."""
    insure_everybody()


def insure_everybody() -> None:
    """Insure every person on file where they live."""
    for person in Party.objects.filter(kind=PartyKind.PERSON.value):
        insure(person)


def insure(
    person: Party,
    *,
    since: date = SINCE,
    until: date | None = None,
    employer: Party | None = None,
) -> None:
    """Give somebody cover of their scheme in place of whatever they had."""
    employed = person.scheme == Scheme.EMPLOYEE.value
    InsuredPerson.objects.get_or_create(party=person, defaults={"sex": "male"})
    Cover.objects.filter(person_id=person.pk).delete()
    Cover.objects.create(
        person_id=person.pk,
        scheme=(Scheme.EMPLOYEE if employed else Scheme.RESIDENT).value,
        kind=(PersonKind.ACTIVE if employed else PersonKind.ADULT).value,
        employer=None if employer is None else registered(employer),
        region=person.region,
        in_force=DateRange(since, until),
        base_fen=500_000 if employed else 0,
        state=(CoverState.IN_FORCE if until is None else CoverState.ENDED).value,
    )


def registered(unit: Party) -> Employer:
    """Return an employer's registration, made when it has none."""
    found, _ = Employer.objects.get_or_create(
        party=unit,
        defaults={
            "kind": "enterprise",
            "state": "registered",
            "region": unit.region,
            "registered_on": SINCE,
        },
    )
    return found
