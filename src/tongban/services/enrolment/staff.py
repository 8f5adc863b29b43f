"""An employer's staff and its bill of a month, as the employer sees them."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from tongban.core.access.masking import mask_identifier, mask_name
from tongban.core.enrolment.employers import EMPLOYER_STATE_WORDS
from tongban.core.enrolment.kinds import PERSON_KIND_WORDS
from tongban.records.parties.models import Party
from tongban.services.enrolment.bills import month_sums
from tongban.services.enrolment.queries import (
    bill_of,
    count_staff,
    employer_line,
    staff_of,
)

STAFF_PER_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One insured member of staff; amounts of the month in fen, empty when none."""

    name: str
    identifier: str
    kind: str
    since: date
    base_fen: int
    unit_fen: int | None
    own_fen: int | None
    paid_on: date | None

    @property
    def masked_name(self) -> str:
        """The name as others than the employer see it."""
        return mask_name(self.name)


@dataclass(frozen=True, slots=True)
class StaffPage:
    """One page of an employer's staff on a day, with the sums of the month's bill."""

    state: str
    lines: tuple[StaffLine, ...]
    page: int
    pages: int
    total: int
    month: date
    due_fen: int
    paid_fen: int


def staff_page(employer_id: int, *, day: date, page: int) -> StaffPage | None:
    """Return who is insured by an employer on a day; nothing when it is unregistered.

    Identifiers are masked: the employer knows whom it employs.
    """
    employer = employer_line(employer_id)
    if employer is None:
        return None
    total = count_staff(employer_id, day)
    pages = max(1, -(-total // STAFF_PER_PAGE))
    place = min(max(page, 1), pages)
    first = (place - 1) * STAFF_PER_PAGE
    shown = staff_of(employer_id, day, start=first, count=STAFF_PER_PAGE)
    months = {
        line.party_id: line
        for line in bill_of(
            employer_id, day, people=tuple(line.party_id for line in shown)
        )
    }
    sums = next(iter(month_sums(employer_id, day, day)), None)
    people = Party.objects.in_bulk([line.party_id for line in shown])
    lines = []
    for line in shown:
        person, month = people.get(line.party_id), months.get(line.party_id)
        lines.append(
            StaffLine(
                name="" if person is None else person.name,
                identifier="" if person is None else mask_identifier(person.identifier),
                kind=PERSON_KIND_WORDS[line.kind],
                since=line.days.start,
                base_fen=line.base_fen,
                unit_fen=None if month is None else month.unit_fen,
                own_fen=None if month is None else month.own_fen,
                paid_on=None if month is None else month.paid_on,
            )
        )
    return StaffPage(
        state=EMPLOYER_STATE_WORDS[employer.state],
        lines=tuple(lines),
        page=place,
        pages=pages,
        total=total,
        month=day.replace(day=1),
        due_fen=0 if sums is None else sums.due_fen,
        paid_fen=0 if sums is None else sums.paid_fen,
    )
