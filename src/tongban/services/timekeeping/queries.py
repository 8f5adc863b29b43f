"""What time the platform believes it is: the only clock doors may ask."""

from datetime import date, datetime

from django.conf import settings

from tongban.core.access.clocks import ClockMode, moment_shown
from tongban.gateways.clock import CHINA, real_now
from tongban.records.timekeeping.models import SettableClock


def now() -> datetime:
    """Return the platform's present moment, aware, in China's time zone.

    In production this is the machine's clock; a demo or test may have set one.
    """
    real = real_now()
    if not settings.TONGBAN_SETTABLE_CLOCK:
        return real
    clock = SettableClock.objects.first()
    if clock is None:
        return real
    return moment_shown(
        moment=clock.moment,
        set_at=clock.set_at,
        mode=ClockMode(clock.mode),
        real=real,
    ).astimezone(CHINA)


def real_moment() -> datetime:
    """Return the machine's own moment, for ages of signatures, whatever a demo set."""
    return real_now()


def today() -> date:
    """Return the platform's present day in China."""
    return now().date()


def is_set() -> bool:
    """Say whether a settable clock stands in for the real one."""
    return bool(settings.TONGBAN_SETTABLE_CLOCK) and SettableClock.objects.exists()
