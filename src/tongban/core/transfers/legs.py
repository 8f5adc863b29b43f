"""The two legs of a transfer, the sheet and the money, that must meet (两条线)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tongban.core.calendar.workdays import WorkCalendar
from tongban.core.money import yuan_text
from tongban.core.refusals import Refusal
from tongban.core.transfers.terms import SheetTerms


class Waiting(StrEnum):
    """What the side that joins still waits for."""

    BOTH = "both"
    MONEY = "money"
    SHEET = "sheet"
    NOTHING = "nothing"


WAITING_WORDS: Final[Mapping[Waiting, str]] = {
    Waiting.BOTH: "等待信息表和账户资金",
    Waiting.MONEY: "信息表已到，等待账户资金",
    Waiting.SHEET: "账户资金已到，等待信息表",
    Waiting.NOTHING: "信息表和账户资金已到齐",
}


class LegsMissing(Refusal):
    """The sheet or the money has not arrived."""

    code = "transfers.legs_missing"

    def __init__(self, waiting: Waiting) -> None:
        super().__init__("Not all has arrived.", waiting=WAITING_WORDS[waiting])


class LegsDiffer(Refusal):
    """The money is not what the sheet says; nothing is credited."""

    code = "transfers.legs_differ"

    def __init__(self, *, sheet_fen: int, money_fen: int) -> None:
        super().__init__(
            "Sheet and money differ.",
            sheet=yuan_text(sheet_fen),
            money=yuan_text(money_fen),
        )


@dataclass(frozen=True, slots=True)
class Legs:
    """What has arrived, in fen; nothing for a leg that has not."""

    sheet_fen: int | None
    money_fen: int | None

    @property
    def waiting(self) -> Waiting:
        """What is still to come; both alone are lawful states to wait in."""
        if self.sheet_fen is None:
            return Waiting.BOTH if self.money_fen is None else Waiting.SHEET
        return Waiting.MONEY if self.money_fen is None else Waiting.NOTHING


def met(legs: Legs) -> int:
    """Return the amount to credit, in fen; refuse legs that have not met."""
    if legs.sheet_fen is None or legs.money_fen is None:
        raise LegsMissing(legs.waiting)
    if legs.sheet_fen != legs.money_fen:
        raise LegsDiffer(sheet_fen=legs.sheet_fen, money_fen=legs.money_fen)
    return legs.money_fen


class SheetLight(StrEnum):
    """How a sheet on its way stands: arrived, in time, to be looked at, late."""

    ARRIVED = "arrived"
    ON_ITS_WAY = "on_its_way"
    ALARM = "alarm"
    LATE = "late"


SHEET_LIGHT_WORDS: Final[Mapping[SheetLight, str]] = {
    SheetLight.ARRIVED: "信息表已送达",
    SheetLight.ON_ITS_WAY: "信息表传送中",
    SheetLight.ALARM: "信息表还没有送达，请查看区域间交换",
    SheetLight.LATE: "信息表超过规定日期没有送达",
}


def sheet_due(made_on: date, terms: SheetTerms, calendar: WorkCalendar) -> date:
    """Return the last day for a sheet to arrive (in working days after it was made)."""
    return calendar.add_workdays(made_on, terms.days)


def sheet_light(
    *,
    made_on: date,
    arrived: bool,
    today: date,
    terms: SheetTerms,
    calendar: WorkCalendar,
) -> SheetLight:
    """Return how a sheet stands on a day: the alarm comes before it is late."""
    if arrived:
        return SheetLight.ARRIVED
    if today > sheet_due(made_on, terms, calendar):
        return SheetLight.LATE
    alarm_on = calendar.add_workdays(made_on, terms.alarm_day)
    return SheetLight.ALARM if today >= alarm_on else SheetLight.ON_ITS_WAY
