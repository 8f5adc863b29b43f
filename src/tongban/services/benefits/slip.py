"""A bill counted out: who pays what, every line with its rule (待遇测算单)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from tongban.core.access.parties import Scheme
from tongban.core.benefits.claim import Bill, BillLine, Claimant, Used
from tongban.core.benefits.quote import Quote, Step
from tongban.core.benefits.rounding import WHOLE_BP
from tongban.core.benefits.vocabulary import (
    FUND_WORDS,
    PART_WORDS,
    CareKind,
    Group,
    Level,
    Part,
    Place,
)
from tongban.core.benefits.waterfall import quote
from tongban.services.benefits.terms import region_benefits

PERCENT_BP: Final = 100
SCHEMES: Final = {
    Group.ACTIVE: Scheme.EMPLOYEE,
    Group.RETIRED: Scheme.EMPLOYEE,
    Group.LOW: Scheme.RESIDENT,
    Group.HIGH: Scheme.RESIDENT,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A bill somebody wants counted; amounts in fen, no person is named."""

    region: str
    on: date
    kind: CareKind
    group: Group
    level: Level
    place: Place
    scope_fen: int
    outside_fen: int
    stay: int = 1
    chinese_medicine: bool = False


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One step in words: what, of how much, at which rate, how much, by which rule."""

    what: str
    base_fen: int
    rate: str
    amount_fen: int
    is_fund: bool
    source: str
    clause: str
    verified: bool


@dataclass(frozen=True, slots=True)
class FundShare:
    """What one fund pays."""

    name: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Slip:
    """The bill counted out; funds and own part add up to the total."""

    total_fen: int
    shares: tuple[FundShare, ...]
    funds_fen: int
    own_fen: int
    lines: tuple[SlipLine, ...]
    version: str
    verified: bool


def counted(asked: Asked) -> Slip:
    """Count a bill by the terms of its region and day; refuse when there are none."""
    scheme = SCHEMES[asked.group]
    benefits = region_benefits(asked.region, day=asked.on)
    plan = benefits.plan_for(scheme, asked.kind, asked.on)
    bill = Bill(
        kind=asked.kind,
        level=asked.level,
        on=asked.on,
        lines=(
            BillLine(1, asked.scope_fen, 0),
            BillLine(2, asked.outside_fen, WHOLE_BP),
        ),
        place=asked.place,
        stay=asked.stay,
        chinese_medicine=asked.chinese_medicine,
    )
    who = Claimant(scheme, asked.group)
    return slip_of(quote(bill, who, Used(), plan, benefits.withheld))


def slip_of(found: Quote) -> Slip:
    """Return a quote in words, ready for a page or a paper."""
    return Slip(
        total_fen=found.total_fen,
        shares=tuple(
            FundShare(FUND_WORDS[fund], fen) for fund, fen in found.shares.items()
        ),
        funds_fen=found.funds_fen,
        own_fen=found.own_fen,
        lines=tuple(slip_lines(found.steps)),
        version=found.version,
        verified=found.verified,
    )


def slip_lines(steps: Iterable[Step]) -> Iterator[SlipLine]:
    """Return steps in words; those that moved nothing are left out."""
    for step in steps:
        if step.amount_fen:
            basis = step.basis
            yield SlipLine(
                what=_what(step),
                base_fen=step.base_fen,
                rate="" if step.rate_bp is None else percent(step.rate_bp),
                amount_fen=step.amount_fen,
                is_fund=step.part is Part.PAID,
                source=basis.source if basis else "",
                clause=basis.clause if basis else "",
                verified=step.verified,
            )


def _what(step: Step) -> str:
    word = PART_WORDS[step.part]
    return f"{step.name}：{word}" if step.name else word


def percent(rate_bp: int) -> str:
    """Return basis points as per cent, without needless noughts.

    >>> percent(9250), percent(8000)
    ('92.5%', '80%')
    """
    whole, part = divmod(rate_bp, PERCENT_BP)
    return f"{whole}.{part:02d}".rstrip("0").rstrip(".") + "%"
