"""The same year claim by claim: what the scalar engine says of it."""

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np

from tongban.analytics.codes import (
    GROUPS,
    KINDS,
    SCHEMES,
    SETTINGS,
    Codes,
)
from tongban.analytics.year import ClaimColumns, PersonColumns
from tongban.core.benefits.claim import Bill, BillLine, Claimant, Used
from tongban.core.benefits.quote import Quote
from tongban.core.benefits.splitting import split_bill
from tongban.core.benefits.terms import RegionBenefits
from tongban.core.benefits.waterfall import quote

FOLDER: Final = Path(__file__).parents[2] / "policy"


@dataclass
class Person:
    """Somebody with the bills of a year, in order."""

    who: Claimant
    bills: list[Bill] = field(default_factory=list)


def quotes(
    persons: list[Person], benefits: RegionBenefits, day: date
) -> list[list[Quote]]:
    """Settle every bill by the scalar engine, purses and balances carried on."""
    found = []
    for person in persons:
        who, used, own = person.who, Used(), []
        for bill in person.bills:
            plan = benefits.plan_for(who.scheme, bill.kind, day, bill.disease)
            said = quote(bill, who, used, plan, benefits.withheld)
            used = said.used
            who = replace(
                who,
                account_fen=who.account_fen - said.account_fen,
                family_fen=who.family_fen - said.family_fen,
            )
            own.append(said)
        found.append(own)
    return found


def mask(names: tuple[str, ...], chosen: frozenset[str]) -> int:
    return sum(1 << at for at, name in enumerate(names) if name in chosen)


def person_columns(persons: list[Person], codes: Codes) -> PersonColumns:
    """Say of the same persons in columns what the tables ask."""
    who = [person.who for person in persons]
    return PersonColumns(
        claims=small([len(person.bills) for person in persons]),
        scheme=small([SCHEMES.index(one.scheme) for one in who]),
        group=small([GROUPS.index(one.group) for one in who]),
        entitled=bits([mask(codes.entitlements, one.entitlements) for one in who]),
        straight_years=small([one.straight_years for one in who]),
        free_years=small([one.free_years for one in who]),
        account_fen=fen([one.account_fen for one in who]),
        family_fen=fen([one.family_fen for one in who]),
    )


def claim_columns(persons: list[Person], codes: Codes) -> ClaimColumns:
    """Say of the same bills in columns what the tables ask."""
    bills = [bill for person in persons for bill in person.bills]
    lists = frozenset(codes.specials)
    splits = [split_bill(bill.lines, lists) for bill in bills]
    settings = [
        SETTINGS.index((bill.level, bill.place, bill.chinese_medicine))
        for bill in bills
    ]
    return ClaimColumns(
        kind=small([KINDS.index(bill.kind) for bill in bills]),
        setting=small(settings),
        stay=small([bill.stay for bill in bills]),
        total_fen=fen([bill.total_fen for bill in bills]),
        first_own_fen=fen([split.first_own_fen for split in splits]),
        scope_fen=fen([split.scope_fen for split in splits]),
        disease=small([codes.diseases.index(bill.disease) for bill in bills]),
        order=small([bill.order for bill in bills]),
        reasons=bits([mask(codes.reasons, bill.reasons) for bill in bills]),
        withheld=small([bill.withheld is not None for bill in bills]),
        credit_fen=fen([bill.credit_fen for bill in bills]),
        special_fen={
            code: fen([split.special_fen(code) for split in splits])
            for code in codes.specials
        },
    )


def line(number: int, amount: int, share: int = 0, special: str = "") -> BillLine:
    return BillLine(number, amount, share, special=special)


def small(numbers: list[int]) -> np.ndarray:
    return np.array(numbers, np.uint8)


def bits(numbers: list[int]) -> np.ndarray:
    return np.array(numbers, np.uint16)


def fen(numbers: list[int]) -> np.ndarray:
    return np.array(numbers, np.int64)
