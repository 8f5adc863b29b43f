"""Emergencies that counted as filed (视同已备案): noted beside the visit, no filing."""

from datetime import datetime
from typing import Final

from tongban.core.away.rates import CLAUSES, Ground
from tongban.records.away.models import AsIfFiled
from tongban.records.settlement.models import Visit
from tongban.services.ledger.operations import area_of

BY_INSTITUTION: Final = "institution"
BY_CLERK: Final = "clerk"


def note_emergency(visit: Visit, *, care_region: str, at: datetime) -> None:
    """Note once that a visit counts as filed, on whose word and by which clause."""
    note = AsIfFiled(
        visit=visit,
        person_id=visit.person_id,
        home=area_of(visit.region),
        place=care_region,
        on=visit.began_at.date(),
        said_by=BY_CLERK if visit.case_id is not None else BY_INSTITUTION,
        clause=CLAUSES[Ground.EMERGENCY],
        noted_at=at,
    )
    AsIfFiled.objects.bulk_create([note], ignore_conflicts=True)
