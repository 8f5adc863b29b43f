"""When a carrier that could not be reached is asked again for a waybill."""

from datetime import timedelta
from typing import Final

WAITS: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
# While one try is under way nobody else begins another.
LEASE: Final = timedelta(minutes=2)


def wait_after(tries: int) -> timedelta | None:
    """Return how long to wait after so many tries; none when a person takes over."""
    return WAITS[tries - 1] if 1 <= tries <= len(WAITS) else None
