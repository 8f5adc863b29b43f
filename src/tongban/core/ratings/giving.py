"""Who may rate a service, and until when: once, never by staff, never by itself."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from tongban.core.access.actor import ActorKind
from tongban.core.ratings.rules import GivingRules
from tongban.core.refusals import Refusal


class Way(StrEnum):
    """The way a rating came in (评价渠道)."""

    PORTAL = "portal"
    CODE = "code"
    KIOSK = "kiosk"
    PAD = "pad"
    API = "api"


WAY_NAMES: Final = {
    Way.PORTAL: "网上（登录）",
    Way.CODE: "凭编号和查询码",
    Way.KIOSK: "自助机",
    Way.PAD: "窗口评价器",
    Way.API: "接口",
}
# Where the rater still stands in the hall: only on the day of the visit.
IN_THE_HALL: Final = frozenset({Way.KIOSK, Way.PAD})


class StaffMayNotRate(Refusal):
    """No member of staff rates a service, least of all their own."""

    code = "ratings.staff_may_not"

    def __init__(self) -> None:
        super().__init__("Staff do not rate.")


class NotEnded(Refusal):
    """A service is rated when it has ended."""

    code = "ratings.not_ended"

    def __init__(self) -> None:
        super().__init__("The service has not ended yet.")


class OnlySameDay(Refusal):
    """In the hall a service is rated on the day itself."""

    code = "ratings.only_same_day"

    def __init__(self) -> None:
        super().__init__("Devices of a hall take ratings of the same day only.")


class TooLate(Refusal):
    """The days for rating are over."""

    code = "ratings.too_late"

    def __init__(self, *, days: int) -> None:
        super().__init__(f"More than {days} days ago.", days=days)


def check_rater(kind: ActorKind) -> None:
    """Refuse staff and the machine: only people who were served rate."""
    if kind in {ActorKind.STAFF, ActorKind.SYSTEM}:
        raise StaffMayNotRate


def check_day(
    way: Way, *, ended_on: date | None, today: date, rules: GivingRules
) -> None:
    """Refuse a rating before the end, on a later day in the hall, or too late."""
    if ended_on is None or today < ended_on:
        raise NotEnded
    if way in IN_THE_HALL and today != ended_on:
        raise OnlySameDay
    if today > last_day(ended_on, rules):
        raise TooLate(days=rules.open_days)


def last_day(ended_on: date, rules: GivingRules) -> date:
    """Return the last day on which a service may be rated online."""
    return ended_on + timedelta(days=rules.open_days)
