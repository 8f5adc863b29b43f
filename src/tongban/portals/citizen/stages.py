"""The three stages a person sees (已受理、业务办理中、已办结)."""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from tongban.portals.shared.layout.parts import Stage, Standing

NAMES: Final = ("已受理", "业务办理中", "已办结")
CHINA: Final = ZoneInfo("Asia/Shanghai")
_NOW_AT: Final = {"received": 0, "accepted": 1, "handling": 1, "closed": 3}


def stages_of(
    stage: str, *, received_at: datetime, ended_at: datetime | None
) -> tuple[Stage, ...]:
    """Return the stages with the one that runs now.

    A case that was received and not yet accepted stands before the first.
    """
    now_at = _NOW_AT[stage]
    days: tuple[date | None, ...] = (
        received_at.astimezone(CHINA).date() if now_at else None,
        None,
        None if ended_at is None else ended_at.astimezone(CHINA).date(),
    )
    names = ("等待受理", *NAMES[1:]) if now_at == 0 else NAMES
    return tuple(
        Stage(name, _standing(index, now_at), on)
        for index, (name, on) in enumerate(zip(names, days, strict=True))
    )


def _standing(index: int, now_at: int) -> Standing:
    if index < now_at:
        return Standing.DONE
    return Standing.NOW if index == now_at else Standing.AHEAD
