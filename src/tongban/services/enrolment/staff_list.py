"""Everybody an employer insures on a day, as a certificate lists them."""

from dataclasses import dataclass
from datetime import date

from tongban.core.access.masking import mask_identifier
from tongban.core.enrolment.kinds import PERSON_KIND_WORDS
from tongban.records.parties.models import Party
from tongban.services.enrolment.queries import staff_of


@dataclass(frozen=True, slots=True)
class StaffName:
    """One insured member of staff; the number is masked."""

    name: str
    identifier: str
    kind: str
    since: date


def staff_names(employer_party_id: int, day: date) -> tuple[StaffName, ...]:
    """Return whom an employer insures on a day, in the order they joined."""
    staff = staff_of(employer_party_id, day)
    people = Party.objects.in_bulk([line.party_id for line in staff])
    return tuple(
        StaffName(
            name=people[line.party_id].name,
            identifier=mask_identifier(people[line.party_id].identifier),
            kind=PERSON_KIND_WORDS[line.kind],
            since=line.days.start,
        )
        for line in staff
    )
