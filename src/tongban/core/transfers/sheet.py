"""The information table of a transfer (参保人员基本医疗保险信息表) and its digest.

No form of the table is published; the contents are what the measures name:
who, from where to where, every paid period, months paid and deemed, paid
resident years, the balance of the account, when cover stopped.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tongban.core.access.parties import Scheme
from tongban.core.enrolment.contributions import MonthKind
from tongban.core.enrolment.months import add_months, months_between
from tongban.core.json_values import (
    Json,
    JsonObject,
    canonical,
    known_day,
    objects_of,
    text_of,
    whole_of,
)
from tongban.core.refusals import Refusal


class SheetFaulty(Refusal):
    """An information table is not what its digest, or its own sums, say."""

    code = "transfers.sheet_faulty"

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} does not fit.", what=what)


@dataclass(frozen=True, slots=True)
class PaidMonth:
    """One month somebody paid, or that counts as paid; ``base_fen`` is monthly."""

    month: date
    kind: MonthKind
    base_fen: int = 0


@dataclass(frozen=True, slots=True)
class PaidPeriod:
    """Months in a row in one area, of one kind, on one base; both ends included."""

    region: str
    scheme: Scheme
    kind: MonthKind
    first_month: date
    last_month: date
    base_fen: int = 0

    @property
    def months(self) -> int:
        """How many months it holds."""
        return len(months_between(self.first_month, self.last_month))

    def as_json(self) -> JsonObject:
        """Return the period as it travels."""
        return {
            "region": self.region,
            "scheme": self.scheme.value,
            "kind": self.kind.value,
            "first_month": self.first_month.isoformat(),
            "last_month": self.last_month.isoformat(),
            "base_fen": self.base_fen,
        }


@dataclass(frozen=True, slots=True)
class Who:
    """The person of a table, as the area they leave has them on record."""

    name: str
    id_number: str
    sex: str

    def as_json(self) -> JsonObject:
        """Return the person as they travel."""
        return {"name": self.name, "id_number": self.id_number, "sex": self.sex}


@dataclass(frozen=True, slots=True)
class InformationSheet:
    """One information table; ``balance_fen`` is what the account moves, in fen."""

    number: str
    who: Who
    from_region: str
    to_region: str
    scheme: Scheme
    stopped_on: date
    made_on: date
    periods: tuple[PaidPeriod, ...]
    balance_fen: int

    @property
    def actual_months(self) -> int:
        """Months really paid as an employee."""
        return self._months(Scheme.EMPLOYEE, MonthKind.ACTUAL)

    @property
    def deemed_months(self) -> int:
        """Months that count as paid as an employee."""
        return self._months(Scheme.EMPLOYEE, MonthKind.DEEMED)

    @property
    def resident_months(self) -> int:
        """Months covered as a resident."""
        return self._months(Scheme.RESIDENT, MonthKind.ACTUAL)

    @property
    def last_month(self) -> date | None:
        """The last month anything was paid for."""
        return max((one.last_month for one in self.periods), default=None)

    def _months(self, scheme: Scheme, kind: MonthKind) -> int:
        return sum(
            one.months
            for one in self.periods
            if one.scheme is scheme and one.kind is kind
        )

    def as_json(self) -> JsonObject:
        """Return the table as it is sealed and sent, its sums included."""
        periods: list[Json] = [one.as_json() for one in self.periods]
        return {
            "number": self.number,
            "who": self.who.as_json(),
            "from_region": self.from_region,
            "to_region": self.to_region,
            "scheme": self.scheme.value,
            "stopped_on": self.stopped_on.isoformat(),
            "made_on": self.made_on.isoformat(),
            "periods": periods,
            "actual_months": self.actual_months,
            "deemed_months": self.deemed_months,
            "resident_months": self.resident_months,
            "balance_fen": self.balance_fen,
        }


def sheet_of(said: JsonObject) -> InformationSheet:
    """Return the table a message carries; refuse one whose own sums differ."""
    who = said.get("who")
    if not isinstance(who, Mapping):
        raise SheetFaulty("参保人")
    try:
        sheet = InformationSheet(
            number=text_of(said, "number"),
            who=Who(
                text_of(who, "name"), text_of(who, "id_number"), text_of(who, "sex")
            ),
            from_region=text_of(said, "from_region"),
            to_region=text_of(said, "to_region"),
            scheme=Scheme(text_of(said, "scheme")),
            stopped_on=known_day(said, "stopped_on"),
            made_on=known_day(said, "made_on"),
            periods=tuple(_period(one) for one in objects_of(said, "periods")),
            balance_fen=whole_of(said, "balance_fen"),
        )
    except (ValueError, KeyError, TypeError):
        raise SheetFaulty("格式") from None
    _check_sums(sheet, said)
    return sheet


def _period(said: JsonObject) -> PaidPeriod:
    return PaidPeriod(
        region=text_of(said, "region"),
        scheme=Scheme(text_of(said, "scheme")),
        kind=MonthKind(text_of(said, "kind")),
        first_month=known_day(said, "first_month"),
        last_month=known_day(said, "last_month"),
        base_fen=whole_of(said, "base_fen"),
    )


def _check_sums(sheet: InformationSheet, said: JsonObject) -> None:
    sums = {
        "实际缴费月数": (sheet.actual_months, "actual_months"),
        "视同缴费月数": (sheet.deemed_months, "deemed_months"),
        "居民参保月数": (sheet.resident_months, "resident_months"),
    }
    for what, (reckoned, name) in sums.items():
        if whole_of(said, name) != reckoned:
            raise SheetFaulty(what)
    if sheet.balance_fen < 0:
        raise SheetFaulty("个人账户余额")
    for one, following in zip(sheet.periods, sheet.periods[1:], strict=False):
        if following.first_month <= one.last_month or one.months == 0:
            raise SheetFaulty("缴费时段")


def digest_of(said: JsonObject) -> str:
    """Return the SHA-256 digest of a table's canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def runs_of(
    months: Iterable[PaidMonth], *, region: str, scheme: Scheme
) -> tuple[PaidPeriod, ...]:
    """Return months as periods: consecutive ones of one kind and base together."""
    found: list[PaidPeriod] = []
    for one in sorted(months, key=lambda paid: paid.month):
        last = found[-1] if found else None
        if last is not None and _goes_on(last, one):
            found[-1] = PaidPeriod(
                region, scheme, last.kind, last.first_month, one.month, last.base_fen
            )
        else:
            found.append(
                PaidPeriod(region, scheme, one.kind, one.month, one.month, one.base_fen)
            )
    return tuple(found)


def _goes_on(last: PaidPeriod, one: PaidMonth) -> bool:
    return (
        last.kind is one.kind
        and last.base_fen == one.base_fen
        and add_months(last.last_month, 1) == one.month
    )


def joined(periods: Iterable[PaidPeriod]) -> tuple[PaidPeriod, ...]:
    """Return periods by time, a month only once: the first that names it counts."""
    kept: list[PaidPeriod] = []
    taken: set[date] = set()
    for one in sorted(periods, key=lambda period: (period.first_month, period.region)):
        free = [
            month
            for month in months_between(one.first_month, one.last_month)
            if month not in taken
        ]
        taken.update(free)
        paid = (PaidMonth(month, one.kind, one.base_fen) for month in free)
        kept += runs_of(paid, region=one.region, scheme=one.scheme)
    return tuple(sorted(kept, key=lambda period: period.first_month))


def straight_months(periods: Sequence[PaidPeriod], *, until: date) -> int:
    """Return how many months in a row were paid up to and with a month."""
    months = {
        month
        for one in periods
        for month in months_between(one.first_month, one.last_month)
    }
    count, month = 0, until.replace(day=1)
    while month in months:
        count, month = count + 1, add_months(month, -1)
    return count
