"""Keeping designated institutions: entered, changed, never without its history."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tongban.core.benefits.vocabulary import Level
from tongban.core.days import Period
from tongban.core.institutions.agreements import AgreementState, InstitutionKind
from tongban.core.json_values import Json
from tongban.records.institutions.models import Institution, InstitutionEvent


@dataclass(frozen=True, slots=True)
class InstitutionTerms:
    """Everything an agreement says of an institution."""

    code: str
    name: str
    kind: InstitutionKind
    region: str
    agreement: Period
    level: Level | None = None
    grade: str = ""
    credit_code: str = ""
    party_id: int | None = None
    state: AgreementState = AgreementState.IN_FORCE
    terms: Mapping[str, Json] = field(default_factory=dict)


@transaction.atomic
def keep_institution(
    said: InstitutionTerms,
    *,
    at: datetime,
    key: str,
    account_id: int | None = None,
    words: str = "",
) -> int:
    """Enter an institution or change it; return its row id.

    The same ``key`` again changes nothing.
    """
    known = InstitutionEvent.objects.filter(key=key).first()
    if known is not None:
        return known.institution_id
    row = Institution.objects.select_for_update().filter(code=said.code).first()
    before = None if row is None else _snapshot(row)
    row = row or Institution(code=said.code, version=0)
    row.party_id = said.party_id
    row.name = said.name
    row.credit_code = said.credit_code
    row.kind = said.kind.value
    row.level = said.level.value if said.level else ""
    row.grade = said.grade
    row.region = said.region
    row.state = said.state.value
    row.agreement = DateRange(said.agreement.start, said.agreement.end)
    row.terms = dict(said.terms)
    row.version += 1
    row.save()
    InstitutionEvent.objects.create(
        institution=row,
        seq=row.version,
        at=at,
        account_id=account_id,
        before=before,
        after=_snapshot(row),
        words=words,
        key=key,
    )
    return row.pk


def _snapshot(row: Institution) -> dict[str, object]:
    end = row.agreement.upper
    return {
        "name": row.name,
        "credit_code": row.credit_code,
        "kind": row.kind,
        "level": row.level,
        "grade": row.grade,
        "region": row.region,
        "state": row.state,
        "from": row.agreement.lower.isoformat(),
        "until": None if end is None else end.isoformat(),
        "terms": row.terms,
    }
