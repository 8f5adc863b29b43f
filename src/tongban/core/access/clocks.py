"""The settable clock of demos and tests, as arithmetic on moments."""

from datetime import datetime
from enum import StrEnum


class ClockMode(StrEnum):
    """Whether a set clock stands still or goes on."""

    FROZEN = "frozen"
    RUNNING = "running"


def moment_shown(
    *, moment: datetime, set_at: datetime, mode: ClockMode, real: datetime
) -> datetime:
    """Return the moment a clock set to ``moment`` at ``set_at`` shows at ``real``."""
    if mode is ClockMode.FROZEN:
        return moment
    return moment + (real - set_at)
