"""What a till settled: the day's list with its sums, and each bill with its steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, QuerySet, Sum

from tongban.core.access.masking import mask_name
from tongban.core.access.parties import SCHEME_WORDS, Scheme
from tongban.core.enrolment.kinds import INSUTYPE
from tongban.core.hsa.values import CHINA, yuan_of
from tongban.core.settlement.visits import STAYS
from tongban.records.settlement.models import Settlement
from tongban.services.claims.queries import (
    SettledLine,
    SettledSlip,
    settled_line,
    whole_slip,
)
from tongban.services.hsa.people import person_number
from tongban.services.hsa.scope import open_person
from tongban.services.settlement.visits import number_of
from tongban.services.till.counter import Counter
from tongban.services.till.refusals import BillUnknown

PER_PAGE: Final = 20
EQUAL: Final = "0"  # stmt_rslt: 平
CLEARING_WORDS: Final = {"11": "门诊", "21": "住院", "41": "药店"}
_SUMS: Final = ("total_fen", "funds_fen", "account_fen", "family_fen", "cash_fen")


@dataclass(frozen=True, slots=True)
class BillLine:
    """One settlement in the day's list."""

    line: SettledLine
    at: datetime
    cash_fen: int


@dataclass(frozen=True, slots=True)
class Day:
    """A page of the day's settlements, newest first; sums of all, in fen."""

    on: date
    lines: tuple[BillLine, ...]
    count: int
    page: int
    pages: int
    total_fen: int
    funds_fen: int
    account_fen: int
    cash_fen: int


@dataclass(frozen=True, slots=True)
class Bill:
    """One settlement with the numbers the institution knows it by."""

    number: str
    visit: str
    person: str
    name: str
    slip: SettledSlip
    stays: bool

    @property
    def may_be_undone(self) -> bool:
        """Whether the till may give it back: stays have an office of their own."""
        line = self.slip.line
        return not (self.stays or line.undone or line.undoes)


@dataclass(frozen=True, slots=True)
class Compared:
    """What the platform says of the day's sums of one kind of bills (3201)."""

    scheme: str
    clearing: str
    count: int
    total_fen: int
    funds_fen: int
    equal: bool
    words: str


def day_at(counter: Counter, *, page: int = 1) -> Day:
    """Return what the counter's institution settled today."""
    with counter.serving():
        rows = _of_day(counter)
        count = rows.count()
        pages = max(1, -(-count // PER_PAGE))
        place = (min(max(page, 1), pages) - 1) * PER_PAGE
        sums = rows.aggregate(**{name: Sum(name, default=0) for name in _SUMS})
        chosen = rows.select_related("institution", "visit", "reversed_by")
        return Day(
            on=_today(counter),
            lines=tuple(
                BillLine(settled_line(row), row.at, row.cash_fen)
                for row in chosen.order_by("-pk")[place : place + PER_PAGE]
            ),
            count=count,
            page=place // PER_PAGE + 1,
            pages=pages,
            total_fen=sums["total_fen"],
            funds_fen=sums["funds_fen"],
            account_fen=sums["account_fen"] + sums["family_fen"],
            cash_fen=sums["cash_fen"],
        )


def bill_at(counter: Counter, settlement_id: int) -> Bill:
    """Return a settlement of the counter's institution; refuse others'."""
    with counter.serving(), transaction.atomic():
        row = (
            Settlement.objects.filter(
                institution_id=counter.institution.id, pk=settlement_id
            )
            .select_related("institution", "case", "visit", "reversed_by")
            .first()
        )
        if row is None:
            raise BillUnknown
        open_person(counter.institution, row.person_id)
        return Bill(
            number=number_of(row.pk),
            visit=number_of(row.visit_id),
            person=person_number(row.person_id),
            name=mask_name(row.person.name),
            slip=whole_slip(row),
            stays=row.kind in {kind.value for kind in STAYS},
        )


def compared_at(counter: Counter) -> tuple[Compared, ...]:
    """Compare the day's sums with the platform's, kind by kind (3201 对总账)."""
    with counter.serving():
        groups = list(
            _of_day(counter)
            .values("scheme", "clearing")
            .annotate(bills=Count("pk"), **{name: Sum(name) for name in _SUMS})
            .order_by("scheme", "clearing")
        )
    return tuple(_compared(counter, one) for one in groups)


def _compared(counter: Counter, group: Mapping[str, Any]) -> Compared:
    today = f"{_today(counter):%Y-%m-%d}"
    insutype = INSUTYPE[Scheme(group["scheme"])]
    account_fen = group["account_fen"] + group["family_fen"]
    said = {
        "insutype": insutype,
        "clr_type": group["clearing"],
        "setl_optins": counter.institution.region,
        "stmt_begndate": today,
        "stmt_enddate": today,
        "medfee_sumamt": yuan_of(group["total_fen"]),
        "fund_pay_sumamt": yuan_of(group["funds_fen"]),
        "acct_pay": yuan_of(account_fen),
        "fixmedins_setl_cnt": group["bills"],
    }
    told = counter.ask("3201", {"data": said}, part=f"{insutype} {group['clearing']}")
    found = told["stmtinfo"]
    return Compared(
        scheme=SCHEME_WORDS[Scheme(group["scheme"])],
        clearing=CLEARING_WORDS.get(group["clearing"], group["clearing"]),
        count=group["bills"],
        total_fen=group["total_fen"],
        funds_fen=group["funds_fen"],
        equal=str(found["stmt_rslt"]) == EQUAL,
        words=str(found["stmt_rslt_dscr"]),
    )


def _of_day(counter: Counter) -> QuerySet[Settlement]:
    begin = datetime.combine(_today(counter), time(), CHINA)
    return Settlement.objects.filter(
        institution_id=counter.institution.id,
        at__gte=begin,
        at__lt=begin + timedelta(days=1),
    )


def _today(counter: Counter) -> date:
    return counter.now.astimezone(CHINA).date()
