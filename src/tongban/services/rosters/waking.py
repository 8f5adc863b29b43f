"""Asks the background to bring rosters forward now."""

from typing import Final

from tongban.services.timekeeping.rounds import ask_for

ROUND: Final = "tongban.jobs.rosters.go_on_now"
QUEUE: Final = "rosters"


def wake() -> None:
    """Enqueue a round of rosters; nothing when one waits already."""
    ask_for(ROUND, queue=QUEUE)
