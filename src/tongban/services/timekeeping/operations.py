"""Setting and releasing the clock of demos, tests and scenarios."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from tongban.core.access.clocks import ClockMode
from tongban.core.refusals import Refusal
from tongban.gateways.clock import real_now
from tongban.records.timekeeping.models import SettableClock


class ClockNotSettable(Refusal):
    """Legal days follow the real clock in production."""

    code = "timekeeping.not_settable"

    def __init__(self) -> None:
        super().__init__("The clock of production cannot be set.")


@transaction.atomic
def set_clock(
    *, moment: datetime, set_by: str, mode: ClockMode = ClockMode.FROZEN
) -> None:
    """Make the platform believe it is this aware moment, standing or running."""
    _check_settable()
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone names no instant.")
    SettableClock.objects.update_or_create(
        id=1,
        defaults={
            "moment": moment,
            "mode": mode.value,
            "set_at": real_now(),
            "set_by": set_by,
        },
    )


@transaction.atomic
def release_clock() -> None:
    """Go back to the real clock."""
    _check_settable()
    SettableClock.objects.all().delete()


def _check_settable() -> None:
    if not settings.TONGBAN_SETTABLE_CLOCK:
        raise ClockNotSettable
