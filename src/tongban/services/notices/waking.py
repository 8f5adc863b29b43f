"""Asks the background to bring the outbox forward now."""

from typing import Final

from tongban.services.timekeeping.rounds import ask_for

ROUND: Final = "tongban.jobs.notices.deliver_now"
QUEUE: Final = "notices"


def wake() -> None:
    """Enqueue a round of deliveries; nothing when one waits already."""
    ask_for(ROUND, queue=QUEUE)
