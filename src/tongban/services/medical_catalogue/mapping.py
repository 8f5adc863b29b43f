"""Own codes of institutions: told, taken back, asked for (目录对照)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from tongban.core.refusals import Refusal
from tongban.records.hsa_mapping.models import InstitutionMapping, MappingWithdrawal
from tongban.services.medical_catalogue.queries import codes_known

_SAME: Final = (
    "own_code",
    "own_name",
    "list_type",
    "code",
    "begins",
    "ends",
    "details",
)


class MappingFaulty(Refusal):
    """Rows cannot be kept as they are; each is named."""

    code = "medical_catalogue.mapping_faulty"

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(
            f"{len(faults)} faults.", count=len(faults), words="；".join(faults)
        )


class MappingUnknown(Refusal):
    """The institution told no such mapping, or has taken it back."""

    code = "medical_catalogue.mapping_unknown"

    def __init__(self, own_code: str, code: str) -> None:
        super().__init__("No such mapping.", own_code=own_code, code=code)


@dataclass(frozen=True, slots=True)
class NewMapping:
    """One own code as an institution tells it, in force from the first to the last day.

    ``details`` by the names of the interface's fields, empty ones left out.
    """

    own_code: str
    own_name: str
    list_type: str
    code: str
    begins: date
    ends: date
    details: Mapping[str, str] = field(default_factory=dict)


def national_codes(
    institution_id: int, own_codes: Collection[str], day: date
) -> Mapping[str, str]:
    """Return the national code of each own code on a day; unknown ones are left out.

    Of several told for one day the last counts. One query, however many codes.
    """
    rows = (
        standing(institution_id)
        .filter(own_code__in=own_codes, begins__lte=day, ends__gte=day)
        .order_by("pk")
        .values_list("own_code", "code")
    )
    return dict(rows)


@transaction.atomic
def keep_mappings(
    institution_id: int,
    said: Sequence[NewMapping],
    *,
    region: str,
    at: datetime,
    operator: str = "",
) -> int:
    """Keep mappings, all or none, and return how many are new.

    What stands already is not written again; what is wrong is refused row by row.
    """
    _check(said, region)
    known = {
        tuple(str(getattr(row, name)) for name in _SAME)
        for row in standing(institution_id).filter(
            own_code__in={one.own_code for one in said}
        )
    }
    new = [one for one in said if _sign(one) not in known]
    InstitutionMapping.objects.bulk_create(
        InstitutionMapping(
            institution_id=institution_id,
            own_code=one.own_code,
            own_name=one.own_name,
            list_type=one.list_type,
            code=one.code,
            begins=one.begins,
            ends=one.ends,
            details=dict(one.details),
            at=at,
            operator=operator,
        )
        for one in new
    )
    return len(new)


@transaction.atomic
def withdraw_mapping(
    institution_id: int,
    own_code: str,
    code: str,
    *,
    at: datetime,
    operator: str = "",
) -> int:
    """Take back every mapping of an own code to a national one; return how many."""
    rows = list(standing(institution_id).filter(own_code=own_code, code=code))
    if not rows:
        raise MappingUnknown(own_code, code)
    MappingWithdrawal.objects.bulk_create(
        MappingWithdrawal(
            mapping=row, institution_id=institution_id, at=at, operator=operator
        )
        for row in rows
    )
    return len(rows)


def standing(institution_id: int) -> QuerySet[InstitutionMapping]:
    """Select the mappings of an institution that were not taken back."""
    return InstitutionMapping.objects.filter(
        institution_id=institution_id, withdrawal=None
    )


@dataclass(frozen=True, slots=True)
class MappingsAsked:
    """What of an institution's mappings is asked for; what is empty asks nothing."""

    own_code: str = ""
    own_name: str = ""
    list_type: str = ""
    code: str = ""
    on: date | None = None
    begins: date | None = None
    since: date | None = None
    stands: bool | None = None


def mappings_asked(
    institution_id: int, asked: MappingsAsked
) -> QuerySet[InstitutionMapping]:
    """Select an institution's mappings with their withdrawals, oldest first."""
    wanted = Q(institution_id=institution_id)
    said = {
        "own_code": asked.own_code,
        "own_name__icontains": asked.own_name,
        "list_type": asked.list_type,
        "code": asked.code,
        "begins__gte": asked.begins,
        "begins__lte": asked.on,
        "ends__gte": asked.on,
    }
    wanted &= Q(**{name: value for name, value in said.items() if value})
    if asked.since:
        changed = Q(at__date__gte=asked.since)
        wanted &= changed | Q(withdrawal__at__date__gte=asked.since)
    if asked.stands is not None:
        wanted &= Q(withdrawal__isnull=asked.stands)
    rows = InstitutionMapping.objects.filter(wanted)
    return rows.select_related("withdrawal").order_by("pk")


def _check(said: Sequence[NewMapping], region: str) -> None:
    known = codes_known({one.code for one in said}, region=region)
    faults = list(_faults(said, known))
    if faults:
        raise MappingFaulty(faults)


def _faults(said: Sequence[NewMapping], known: Collection[str]) -> Iterable[str]:
    seen: dict[tuple[str, date], int] = {}
    for number, one in enumerate(said, start=1):
        if one.ends < one.begins:
            yield f"第{number}行结束日期早于开始日期，请核对"
        if one.code not in known:
            yield f"第{number}行医疗目录编码{one.code}不在目录里，请核对"
        first = seen.setdefault((one.own_code, one.begins), number)
        if first != number:
            yield f"第{number}行与第{first}行是同一个本院编码和开始日期，请只留一行"


def _sign(one: NewMapping) -> tuple[str, ...]:
    return tuple(
        str(dict(one.details) if name == "details" else getattr(one, name))
        for name in _SAME
    )
