"""The rules of halls and terminals, read once per process."""

from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from tongban.core.queue.rules import KioskRules, QueueRules
from tongban.policy.queues import HallBook, load_hall_book


def queue_rules(day: date) -> QueueRules:
    """Return what queues run on that day."""
    return _book(Path(settings.TONGBAN_POLICY)).hall_on(day)


def kiosk_rules(day: date) -> KioskRules:
    """Return what self-service terminals run on that day."""
    return _book(Path(settings.TONGBAN_POLICY)).kiosk_on(day)


@cache
def _book(folder: Path) -> HallBook:
    return load_hall_book(folder)
