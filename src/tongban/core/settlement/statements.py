"""Reconciling what an institution counted with what the platform did (对账)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tongban.core.money import yuan_text


class Outcome(StrEnum):
    """How the two sides compare (national table stmt_rslt)."""

    EQUAL = "0"
    OURS_MORE = "1"
    THEIRS_MORE = "2"
    DIFFERENT = "3"


OUTCOME_WORDS: Final[Mapping[Outcome, str]] = {
    Outcome.EQUAL: "平",
    Outcome.OURS_MORE: "中心多",
    Outcome.THEIRS_MORE: "医药机构多",
    Outcome.DIFFERENT: "数据不一致",
}


@dataclass(frozen=True, slots=True)
class Totals:
    """Number of settlements and sums in fen; account and cash where they are told."""

    count: int
    total_fen: int
    funds_fen: int
    account_fen: int | None = None
    cash_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One settlement as one side has it; a refund has amounts below zero."""

    settlement: str
    visit: str
    person: str
    total_fen: int
    funds_fen: int
    account_fen: int
    refund: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """One entry that one side lacks or has otherwise."""

    outcome: Outcome
    entry: Entry
    words: str


def compare_totals(theirs: Totals, ours: Totals) -> tuple[Outcome, str]:
    """Return how totals compare, and in words where they differ."""
    told = [
        f"{name}：机构{_shown(said)}，中心{_shown(counted)}"
        for name, said, counted in _pairs(theirs, ours)
        if said is not None and said != counted
    ]
    if theirs.count != ours.count:
        told.insert(0, f"笔数：机构{theirs.count}，中心{ours.count}")
    if not told:
        return Outcome.EQUAL, OUTCOME_WORDS[Outcome.EQUAL]
    if theirs.count == ours.count:
        return Outcome.DIFFERENT, "；".join(told)
    more = ours.count > theirs.count
    return (Outcome.OURS_MORE if more else Outcome.THEIRS_MORE), "；".join(told)


def compare_lines(
    theirs: Mapping[str, Entry], ours: Mapping[str, Entry]
) -> tuple[Compared, ...]:
    """Return every settlement on which the sides differ, ours missing there first."""
    found = [
        Compared(Outcome.OURS_MORE, entry, "医药机构没有这笔结算")
        for number, entry in ours.items()
        if number not in theirs
    ]
    for number, entry in theirs.items():
        own = ours.get(number)
        if own is None:
            found.append(Compared(Outcome.THEIRS_MORE, entry, "中心没有这笔结算"))
        elif _differs(entry, own):
            words = (
                f"机构总额{yuan_text(entry.total_fen)}、基金{yuan_text(entry.funds_fen)}，"
                f"中心总额{yuan_text(own.total_fen)}、基金{yuan_text(own.funds_fen)}"
            )
            found.append(Compared(Outcome.DIFFERENT, own, words))
    return tuple(found)


def _pairs(theirs: Totals, ours: Totals) -> tuple[tuple[str, int | None, int], ...]:
    return (
        ("医疗费总额", theirs.total_fen, ours.total_fen),
        ("基金支付总额", theirs.funds_fen, ours.funds_fen),
        ("个人账户支付", theirs.account_fen, ours.account_fen or 0),
        ("现金支付", theirs.cash_fen, ours.cash_fen or 0),
    )


def _differs(entry: Entry, own: Entry) -> bool:
    return (entry.total_fen, entry.funds_fen, entry.account_fen) != (
        own.total_fen,
        own.funds_fen,
        own.account_fen,
    )


def _shown(fen: int | None) -> str:
    return yuan_text(fen or 0)
