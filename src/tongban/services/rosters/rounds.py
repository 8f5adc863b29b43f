"""One round of work on rosters: what waits is checked, what is confirmed enrolled."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tongban.core.refusals import Refusal
from tongban.core.rosters.states import RosterState
from tongban.records.rosters.models import Roster
from tongban.services.rosters.checking import check_roster
from tongban.services.rosters.enrolling import enrol_next, stop

PARTS_PER_ROUND: Final = 2000


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did."""

    checked: int
    parts: int


def go_on(now: datetime) -> Round:
    """Check the rosters that wait, and enrol by turns those that are confirmed."""
    waiting = Roster.objects.filter(state=RosterState.WAITING.value)
    checked = 0
    for roster_id in waiting.order_by("pk").values_list("pk", flat=True):
        try:
            check_roster(roster_id, now=now)
        except Refusal as no:
            stop(roster_id, no, now=now)
        checked += 1
    parts = 0
    while parts < PARTS_PER_ROUND:
        ready = Roster.objects.filter(state=RosterState.ENROLLING.value)
        turns = [
            enrol_next(roster_id, now=now)
            for roster_id in ready.order_by("pk").values_list("pk", flat=True)
        ]
        parts += sum(turns)
        if not any(turns):
            break
    return Round(checked, parts)
