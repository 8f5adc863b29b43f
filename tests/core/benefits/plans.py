"""A small plan whose figures are easy to count by head."""

from datetime import date
from typing import Final

from tongban.core.access.parties import Scheme
from tongban.core.benefits.claim import Bill, BillLine, Claimant
from tongban.core.benefits.terms import (
    AccountUse,
    Away,
    Band,
    Basis,
    Ceiling,
    Counts,
    Deductible,
    DeductibleRow,
    Exemption,
    Layer,
    Measured,
    Per,
    Plan,
    RateRow,
)
from tongban.core.benefits.vocabulary import CareKind, Fund, Group, Level, Withheld
from tongban.core.days import Period

DAY: Final = date(2024, 12, 2)
SURE: Final = Basis("示例文件", "第一条", "A", verified=True)
GUESS: Final = Basis("占位", "", "?", verified=False)
EVERYBODY: Final = frozenset(Group)
EVERYWHERE: Final = frozenset(Level)
WITHHELD: Final = dict.fromkeys(Withheld, SURE)


def rates(*bands: Band, levels: frozenset[Level] = EVERYWHERE) -> RateRow:
    return RateRow(EVERYBODY, levels, bands, SURE)


def deductible(
    *fen: int, per: Per = Per.STAY, exemptions: tuple[Exemption, ...] = ()
) -> Deductible:
    row = DeductibleRow(EVERYWHERE, fen)
    return Deductible(per, (row,), 2_000, exemptions, SURE)


def layer(code: str = "pool", **more: object) -> Layer:
    said: dict[str, object] = {
        "name": "统筹",
        "fund": Fund.EMPLOYEE_POOL,
        "counts": Counts.BASE,
        "measured": Measured.SCOPE,
        "measured_basis": SURE,
        "rates": (rates(Band(None, 8_000)),),
        **more,
    }
    return Layer(code=code, **said)  # type: ignore[arg-type]


def ceiling(fen: int) -> tuple[Ceiling, ...]:
    return (Ceiling(EVERYBODY, fen, SURE),)


def plan(*layers: Layer, account: AccountUse = AccountUse.IN_SCOPE) -> Plan:
    return Plan(
        version="示例",
        scheme=Scheme.EMPLOYEE,
        kind=CareKind.INPATIENT,
        disease="",
        in_force=Period(date(2024, 1, 1), None),
        layers=layers,
        away=Away(1_000, Level.TERTIARY, SURE),
        account=account,
        account_basis=SURE,
    )


def bill(*amounts: int, **more: object) -> Bill:
    lines = tuple(BillLine(at, fen, 0) for at, fen in enumerate(amounts, 1))
    said: dict[str, object] = {"lines": lines, **more}
    return Bill(CareKind.INPATIENT, Level.SECONDARY, DAY, **said)  # type: ignore[arg-type]


def standing(**more: object) -> Claimant:
    return Claimant(Scheme.EMPLOYEE, Group.ACTIVE, **more)  # type: ignore[arg-type]
