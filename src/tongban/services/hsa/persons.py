"""1101: who somebody is, how they are insured, and to which groups they belong."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Final

from tongban.core.access.parties import Scheme
from tongban.core.credentials.purposes import PROVIDER_PURPOSES, Purpose
from tongban.core.days import ONE_DAY
from tongban.core.enrolment.kinds import (
    GEND,
    INSUTYPE,
    PSN_INSU_STAS,
    PSN_TYPE,
    CoverState,
    Sex,
    full_years,
)
from tongban.core.hsa.rows import Row
from tongban.core.hsa.values import CHINA, yuan_of
from tongban.core.institutions.agreements import InstitutionKind
from tongban.records.credentials.models import CredentialUse
from tongban.records.enrolment.models import SpecialGroup
from tongban.records.parties.models import Party
from tongban.services.cases.routing import handling_office
from tongban.services.credentials.proving import prove_shown
from tongban.services.credentials.refusals import CodeUsed
from tongban.services.credentials.rules import credential_rules
from tongban.services.credentials.using import Reader, read_by
from tongban.services.enrolment.lines import CoverLine
from tongban.services.enrolment.queries import covers_of, person_line
from tongban.services.hsa.people import open_by_identifier, opened, person_number
from tongban.services.hsa.refusals import PersonNotFound, ValueUnknown
from tongban.services.hsa.registry import Call, transaction
from tongban.services.hsa.tables import interface
from tongban.services.ledger.queries import personal_account

NO: Final = "0"
ADMDVS_DIGITS: Final = 6
LAST_SECOND: Final = time(23, 59, 59)
_WAYS_KNOWN: Final = "01医保电子凭证、02居民身份证、03社会保障卡"
_ENDED: Final = frozenset({CoverState.INTERRUPTED, CoverState.ENDED})


class Certificate(StrEnum):
    """What somebody shows (就诊凭证类型, national table mdtrt_cert_type)."""

    CODE = "01"
    PAPER = "02"
    CARD = "03"


@transaction("1101")
def person(call: Call) -> Mapping[str, object]:
    """Tell who somebody is; a code shown is taken, a name given has to fit."""
    said = call.nodes.one("data")
    found = _found(call, said)
    name = said.text("psn_name")
    if name and name != found.name:
        raise PersonNotFound
    day = said.day("begntime") or call.day
    return {
        "baseinfo": _base(found, day),
        "insuinfo": _covers(found.pk, day),
        "idetinfo": _groups(found.pk, day),
    }


def _found(call: Call, said: Row) -> Party:
    number = said.text("mdtrt_cert_no")
    match said.text("mdtrt_cert_type"):
        case Certificate.CODE:
            return opened(call, _by_code(call, number))
        case Certificate.PAPER:
            return open_by_identifier(call, number)
        case Certificate.CARD:
            # The number of the card is the issuer's; the paper's names the person.
            return open_by_identifier(call, said.text("certno") or number)
        case other:
            raise ValueUnknown("mdtrt_cert_type", other, _WAYS_KNOWN)


def _by_code(call: Call, text: str) -> int:
    """Take a code shown here; one institution may read it again while it lives."""
    institution = call.institution
    pharmacy = institution.kind is InstitutionKind.PHARMACY
    purpose = Purpose.PHARMACY if pharmacy else Purpose.REGISTER
    reader = Reader(
        key=f"hsa {institution.code} {call.message}",
        place=institution.name,
        office_path=handling_office(region=institution.region, item="").path,
        purposes=PROVIDER_PURPOSES,
        provider_id=institution.party_id,
    )
    try:
        return read_by(reader, text, purpose=purpose, now=call.moment).party_id
    except CodeUsed:
        again = _read_here(call, text)
        if again is None:
            raise
        return again


def _read_here(call: Call, text: str) -> int | None:
    rules = credential_rules(call.day).code
    proved = prove_shown(text, now=int(call.moment.timestamp()), rules=rules)
    return (
        CredentialUse.objects.filter(
            provider_id=call.institution.party_id, mark=proved.mark
        )
        .values_list("party_id", flat=True)
        .first()
    )


def _base(party: Party, day: date) -> Mapping[str, object]:
    line = person_line(party.pk)
    born_on = party.born_on
    return {
        "psn_no": person_number(party.pk),
        "psn_cert_type": interface().paper_codes[party.id_kind],
        "certno": party.identifier,
        "psn_name": party.name,
        "gend": GEND[Sex.UNKNOWN if line is None else line.sex],
        "brdy": born_on,
        "age": None if born_on is None else Decimal(full_years(born_on, day)),
    }


def _covers(party_id: int, day: date) -> list[Mapping[str, object]]:
    """Return the cover of the day first, else the last of each scheme."""
    lines = [line for line in covers_of(party_id) if line.days.start <= day]
    held = [line for line in lines if line.state is not CoverState.DISPUTED]
    today = [line for line in held if day in line.days]
    shown = today or _last_of_each(held)
    employers = [line.employer_id for line in shown if line.employer_id is not None]
    rows = Party.objects.filter(pk__in=employers)
    names = {row.pk: row.name for row in rows}
    return [_cover(line, names.get(line.employer_id or 0, ""), day) for line in shown]


def _last_of_each(lines: Sequence[CoverLine]) -> list[CoverLine]:
    found: dict[Scheme, CoverLine] = {}
    for line in lines:
        found.setdefault(line.scheme, line)
    return list(found.values())


def _cover(line: CoverLine, employer: str, day: date) -> Mapping[str, object]:
    account = (
        personal_account(line.party_id) if line.scheme is Scheme.EMPLOYEE else None
    )
    over = line.days.end is not None and line.days.end <= day
    state = line.state
    if over and state is CoverState.IN_FORCE:
        state = CoverState.ENDED
    paused = line.days.end if state in _ENDED else None
    return {
        "balc": yuan_of(0 if account is None else account.balance_fen),
        "insutype": INSUTYPE[line.scheme],
        "psn_type": PSN_TYPE[line.kind],
        "psn_insu_stas": PSN_INSU_STAS[state],
        "psn_insu_date": line.days.start,
        "paus_insu_date": None if paused is None else paused - ONE_DAY,
        "cvlserv_flag": NO,
        "insuplc_admdvs": line.region[:ADMDVS_DIGITS],
        "emp_name": employer,
    }


def _groups(party_id: int, day: date) -> list[Mapping[str, object]]:
    codes = interface().identity_codes
    rows = SpecialGroup.objects.filter(
        person_id=party_id, void=False, in_force__contains=day, code__in=codes
    )
    return [
        {
            "psn_idet_type": codes[row.code],
            "begntime": row.in_force.lower,
            "endtime": _end_of(row),
        }
        for row in rows.order_by("in_force", "pk")
    ]


def _end_of(row: SpecialGroup) -> datetime | None:
    """Return the last second of the last day of a group, or nothing."""
    if row.in_force.upper is None:
        return None
    return datetime.combine(row.in_force.upper - ONE_DAY, LAST_SECOND, CHINA)
