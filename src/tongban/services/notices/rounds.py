"""One round of the background: take in, plan, hand over, follow up, answer."""

from dataclasses import dataclass
from datetime import datetime

from tongban.services.notices.following import follow_up
from tongban.services.notices.planning import plan_messages
from tongban.services.notices.receiving import fetch_incoming, handle_incoming
from tongban.services.notices.sending import hand_over, send_answers


@dataclass(frozen=True, slots=True)
class Round:
    """How much each part of a round did."""

    received: int
    planned: int
    handed_over: int
    followed: int
    answered: int


def run_round(now: datetime) -> Round:
    """Do everything that is due; safe to run twice, together, or to be killed."""
    fetch_incoming(now)
    received = handle_incoming(now)
    planned = plan_messages(now)
    followed = follow_up(now)
    return Round(
        received=received,
        planned=planned,
        handed_over=hand_over(now),
        followed=followed,
        answered=send_answers(now),
    )
