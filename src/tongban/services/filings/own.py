"""What stands for somebody, as they see it themselves: rights and filings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from tongban.core.days import ONE_DAY
from tongban.core.filings.kinds import FILING_KIND_WORDS, FilingKind
from tongban.records.filings.models import Filing
from tongban.records.settlement.models import DiseaseRight
from tongban.services.filings.queries import standing_filings

RIGHT_WORD: Final = "门诊慢特病资格"
_STILL: Final = Q(in_force__endswith__isnull=True)


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One right or filing: what it is, what about, who filed it, over which days."""

    what: str
    about: str
    filed_by: str
    first: date
    last: date | None
    case_number: str


def own_lines(party_id: int, *, day: date) -> tuple[OwnLine, ...]:
    """Return somebody's rights and filings that are not over on a day."""
    return (*_rights(party_id, day), *_filings(party_id, day))


def _rights(party_id: int, day: date) -> Iterator[OwnLine]:
    rows = DiseaseRight.objects.filter(
        _STILL | Q(in_force__endswith__gt=day), person_id=party_id, void=False
    )
    for row in rows.select_related("case", "institution").order_by("in_force", "pk"):
        yield OwnLine(
            what=RIGHT_WORD,
            about=row.name,
            filed_by="" if row.institution is None else row.institution.name,
            first=row.in_force.lower,
            last=_last(row.in_force.upper),
            case_number="" if row.case is None else row.case.number,
        )


def _filings(party_id: int, day: date) -> Iterator[OwnLine]:
    """Yield filings; those of chronic diseases show as the rights they became."""
    for kind in FilingKind:
        if kind is FilingKind.CHRONIC:
            continue
        rows = standing_filings(party_id, kind)
        for row in rows.filter(_STILL | Q(in_force__endswith__gt=day)):
            yield _line(row)


def _line(row: Filing) -> OwnLine:
    return OwnLine(
        what=FILING_KIND_WORDS[FilingKind(row.kind)],
        about=row.name,
        filed_by=row.institution.name,
        first=row.in_force.lower,
        last=_last(row.in_force.upper),
        case_number="" if row.case is None else row.case.number,
    )


def _last(end: date | None) -> date | None:
    return None if end is None else end - ONE_DAY
