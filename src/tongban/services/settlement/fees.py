"""Fee lines: uploaded against the list in force, withdrawn while unsettled."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, TypeAlias

from django.db import transaction

from tongban.core.benefits.claim import BillLine
from tongban.core.benefits.rounding import WHOLE_BP, times
from tongban.core.benefits.splitting import LineSplit, split_line
from tongban.core.cases.view import CHINA
from tongban.core.medical_catalogue.terms import Grade, ListTerms
from tongban.core.settlement.lines import Charged, ReturnUnknown, check_line
from tongban.core.settlement.visits import VisitState, VisitVoid
from tongban.records.rows import new_row
from tongban.records.settlement.models import SOURCE_MAX, FeeLine, Visit
from tongban.services.medical_catalogue.queries import terms_of
from tongban.services.settlement.refusals import LineSettled, LineUnknown, SerialUsed
from tongban.services.settlement.rules import settlement_rules

ALL: Final = "0000"  # the batch or serial that means all unsettled lines
SERIALS_SHOWN: Final = 5
ListKey: TypeAlias = tuple[str, date]
_SAME: Final = ("code", "amount_fen", "quantity", "price", "returns", "batch")


@dataclass(frozen=True, slots=True)
class NewLine:
    """One line as an institution tells it; returns below zero.

    Price in millionths of a yuan, quantity in ten-thousandths. ``own_only`` says
    the person bears it whole, whatever the list says (自费).
    """

    serial: str
    code: str
    amount_fen: int
    price: int
    quantity: int
    at: datetime
    own_code: str = ""
    batch: str = ""
    returns: str = ""
    approved: str = ""
    doctor: str = ""
    department: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


def add_lines(
    visit: Visit, new: Sequence[NewLine], *, region: str
) -> tuple[FeeLine, ...]:
    """Keep lines, all or none; the same line again is the first one.

    ``region`` is where care is given: its list says what counts (就医地目录).
    """
    if visit.state == VisitState.VOID:
        raise VisitVoid
    rows = prepared_lines(visit, new, region=region)
    with transaction.atomic():
        known = {
            row.serial: row
            for row in FeeLine.objects.filter(
                visit=visit,
                serial__in=[one.serial for one in new],
                withdrawn_at=None,
            )
        }
        check_again(rows, known)
        FeeLine.objects.bulk_create(row for row in rows if row.serial not in known)
    return tuple(known.get(row.serial, row) for row in rows)


def prepared_lines(
    visit: Visit, new: Sequence[NewLine], *, region: str
) -> tuple[FeeLine, ...]:
    """Return the rows of lines with what the list says, not yet kept."""
    _check_returns(visit, new)
    return line_rows(visit, new, _listed(new, region))


def line_rows(
    visit: Visit, new: Sequence[NewLine], listed: Mapping[ListKey, ListTerms]
) -> tuple[FeeLine, ...]:
    """Return the rows of lines by what the list says of each code and day."""
    rules = settlement_rules()
    for one in new:
        check_line(
            one.serial,
            amount_fen=one.amount_fen,
            price=one.price,
            quantity=one.quantity,
            off_fen=rules.line_off_fen,
        )
    return tuple(_row(visit, one, listed.get(list_key(one))) for one in new)


def withdraw_batch(visit: Visit, batch: str, *, at: datetime) -> int:
    """Withdraw the unsettled lines of a batch, or of all; return how many."""
    lines = FeeLine.objects.filter(visit=visit, withdrawn_at=None)
    if batch != ALL:
        lines = lines.filter(batch=batch)
        if lines.filter(settlement__isnull=False).exists():
            raise LineSettled
    return lines.filter(settlement=None).update(withdrawn_at=at)


def withdraw_lines(visit: Visit, serials: Collection[str], *, at: datetime) -> None:
    """Withdraw lines by their serials, or all unsettled ones; all or none."""
    if ALL in serials:
        withdraw_batch(visit, ALL, at=at)
        return
    rows = FeeLine.objects.filter(visit=visit, serial__in=serials)
    known = {row.serial for row in rows}
    unknown = sorted(set(serials) - known)
    if unknown:
        raise LineUnknown("、".join(unknown[:SERIALS_SHOWN]))
    open_rows = rows.filter(withdrawn_at=None)
    if open_rows.filter(settlement__isnull=False).exists():
        raise LineSettled
    open_rows.update(withdrawn_at=at)


def charged_of(row: FeeLine) -> Charged:
    """Return a row as the engine nets it."""
    return Charged(
        serial=row.serial,
        amount_fen=row.amount_fen,
        quantity=row.quantity,
        own_share_bp=row.own_share_bp,
        price_max_fen=row.price_max_fen,
        returns=row.returns,
    )


def split_of(row: FeeLine) -> LineSplit:
    """Return what of one line counts; of a return below zero."""
    sign = -1 if row.amount_fen < 0 else 1
    most = row.price_max_fen
    line = BillLine(
        number=1,
        amount_fen=abs(row.amount_fen),
        own_share_bp=row.own_share_bp,
        allowed_fen=None if most is None else times(most, abs(row.quantity)),
    )
    split = split_line(line, frozenset())
    return LineSplit(
        number=1,
        outside_fen=sign * split.outside_fen,
        over_price_fen=sign * split.over_price_fen,
        first_own_fen=sign * split.first_own_fen,
        scope_fen=sign * split.scope_fen,
    )


def _check_returns(visit: Visit, new: Sequence[NewLine]) -> None:
    """Refuse lines below zero that name nothing, or nothing known, to take back."""
    here = {one.serial for one in new if not one.returns}
    asked = {one.returns for one in new if one.returns} - here
    rows = FeeLine.objects.filter(visit=visit, serial__in=asked, withdrawn_at=None)
    known = here | (set(rows.values_list("serial", flat=True)) if asked else set())
    for one in new:
        if (one.amount_fen < 0 and not one.returns) or (
            one.returns and one.returns not in known
        ):
            raise ReturnUnknown(one.serial)


def _listed(new: Sequence[NewLine], region: str) -> Mapping[ListKey, ListTerms]:
    """Return what the lists say of each code on the day it was charged."""
    by_day: dict[date, set[str]] = {}
    for one in new:
        code, day = list_key(one)
        by_day.setdefault(day, set()).add(code)
    return {
        (code, day): terms
        for day, codes in by_day.items()
        for code, terms in terms_of(sorted(codes), region=region, on=day).items()
    }


def list_key(one: NewLine) -> ListKey:
    """Return what is asked of the list: a code and the day it was charged."""
    return one.code, one.at.astimezone(CHINA).date()


def _row(visit: Visit, one: NewLine, terms: ListTerms | None) -> FeeLine:
    grade = Grade.C if terms is None else terms.grade
    share = WHOLE_BP if terms is None else terms.own_share_bp
    if terms is not None and _own_only(one.approved, limited=terms.limited):
        share = WHOLE_BP
    return new_row(
        FeeLine,
        {
            "serial": one.serial,
            "batch": one.batch,
            "returns": one.returns,
            "code": one.code,
            "own_code": one.own_code,
            "name": "" if terms is None else terms.name,
            "grade": grade.value,
            "charge_kind": "" if terms is None else terms.charge_kind,
            "source": "" if terms is None else terms.source[:SOURCE_MAX],
            "limited": terms is not None and terms.limited,
            "price": one.price,
            "quantity": one.quantity,
            "amount_fen": one.amount_fen,
            "own_share_bp": share,
            "price_max_fen": None if terms is None else terms.price_max_fen,
            "at": one.at,
            "doctor": one.doctor,
            "department": one.department,
            "details": dict(one.details),
        },
        {"visit": visit},
    )


def _own_only(approved: str, *, limited: bool) -> bool:
    """Say whether the person bears a line whole, by hosp_appr_flag (医院审批标志)."""
    if approved == "2":
        return True
    return limited and approved != "1"


def check_again(rows: Sequence[FeeLine], known: Mapping[str, FeeLine]) -> None:
    """Refuse a serial that means two lines."""
    other = [
        row.serial
        for row in rows
        if row.serial in known
        and any(
            getattr(row, name) != getattr(known[row.serial], name) for name in _SAME
        )
    ]
    times_said = Counter(row.serial for row in rows)
    twice = {serial for serial, count in times_said.items() if count > 1}
    wrong = sorted(twice.union(other))
    if wrong:
        raise SerialUsed("、".join(wrong[:SERIALS_SHOWN]))
