"""The calendar and figures of the policy folder, and limits to try them with."""

from datetime import date, timedelta
from pathlib import Path

from tongban.core.items.catalogue import Citation, Limit, LimitLayer
from tongban.policy.calendar import load_calendar
from tongban.policy.clock import load_clock_book

POLICY = Path(__file__).resolve().parents[3] / "policy"
CALENDAR = load_calendar(POLICY)
RULES = load_clock_book(POLICY).on(date(2023, 9, 1))
SOURCE = Citation(document="SD28", clause="办理时限")


def day(text: str) -> date:
    return date.fromisoformat(text)


def days_from(first: date, last: date) -> list[date]:
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


def within(working_days: int, layer: LimitLayer = LimitLayer.PROVINCE) -> Limit:
    code = f"{layer.value}-{working_days}"
    return Limit(code, "", layer, SOURCE, working_days=working_days)


ON_THE_SPOT = Limit("instant", "", LimitLayer.PROVINCE, SOURCE, immediate=True)
COLLECTION = Limit("season", "", LimitLayer.PROVINCE, SOURCE, collection_period=True)
