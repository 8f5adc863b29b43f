"""Finding designated institutions; everybody may: they are published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from tongban.core.benefits.vocabulary import Level
from tongban.core.days import Period
from tongban.core.institutions.agreements import (
    AgreementState,
    InstitutionKind,
    fixmedins_type,
)
from tongban.records.institutions.models import Institution

FOUND_MAX: Final = 100


@dataclass(frozen=True, slots=True)
class InstitutionLine:
    """What rules and messages ask of an institution."""

    id: int
    code: str
    name: str
    credit_code: str
    kind: InstitutionKind
    level: Level | None
    grade: str
    region: str
    party_id: int | None
    state: AgreementState
    agreement: Period
    terms: Mapping[str, object]

    @property
    def type_code(self) -> str:
        """The code of the national table fixmedins_type."""
        return fixmedins_type(self.kind)


def institution_by_code(code: str) -> InstitutionLine | None:
    """Return the institution of a code, or nothing."""
    found = Institution.objects.filter(code=code).first()
    return None if found is None else line_of(found)


def institution_of_parties(party_ids: Iterable[int]) -> InstitutionLine | None:
    """Return the institution that one of some parties is, the first by code."""
    rows = Institution.objects.filter(party_id__in=list(party_ids)).order_by("code")
    found = rows.first()
    return None if found is None else line_of(found)


def find_institutions(
    *, type_code: str, code: str = "", name: str = ""
) -> tuple[InstitutionLine, ...]:
    """Return institutions of a type by code and part of the name, in code order.

    At most ``FOUND_MAX``: who asks for more narrows the name.
    """
    rows = Institution.objects.order_by("code")
    if code:
        rows = rows.filter(code=code)
    if name:
        rows = rows.filter(name__icontains=name)
    lines = (line_of(row) for row in rows.iterator())
    return tuple(line for line in lines if line.type_code == type_code)[:FOUND_MAX]


def line_of(row: Institution) -> InstitutionLine:
    """Return the line of a row."""
    return InstitutionLine(
        id=row.pk,
        code=row.code,
        name=row.name,
        credit_code=row.credit_code,
        kind=InstitutionKind(row.kind),
        level=Level(row.level) if row.level else None,
        grade=row.grade,
        region=row.region,
        party_id=row.party_id,
        state=AgreementState(row.state),
        agreement=Period(row.agreement.lower, row.agreement.upper),
        terms=row.terms,
    )
