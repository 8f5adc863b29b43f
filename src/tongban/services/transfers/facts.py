"""What the register knows of somebody who moves: facts of the two checks."""

from dataclasses import dataclass
from datetime import date

from tongban.core.access.parties import Scheme
from tongban.core.enrolment.kinds import HOLDS_DAYS, CoverState, PersonKind
from tongban.core.settlement.visits import STAYS, VisitState
from tongban.core.transfers.checks import (
    Against,
    InFacts,
    OutFacts,
    check_in,
    check_out,
)
from tongban.core.transfers.stages import GONE, OPEN, Side
from tongban.records.settlement.models import Visit
from tongban.records.transfers.models import Transfer
from tongban.services.enrolment.lines import CoverLine
from tongban.services.enrolment.queries import covers_of
from tongban.services.ledger.operations import area_of
from tongban.services.ledger.queries import personal_account


@dataclass(frozen=True, slots=True)
class Move:
    """From where to where the relation of one scheme moves."""

    from_region: str
    to_region: str
    scheme: Scheme

    def region_of(self, side: Side) -> str:
        """Return the area of one side."""
        return self.from_region if side is Side.OUT else self.to_region


def stands_against(
    person_id: int, move: Move, side: Side, *, day: date, number: str = ""
) -> tuple[Against, ...]:
    """Return what one side's own check finds on a day; nothing when it is met.

    ``number`` is the transfer the check is for: it does not stand in its own way.
    """
    if side is Side.OUT:
        return check_out(_out_facts(person_id, move, day=day, number=number))
    return check_in(_in_facts(person_id, move, day=day))


def covers_in(person_id: int, region: str) -> list[CoverLine]:
    """Return somebody's covers in the pooling area of a region, latest first."""
    area = area_of(region)
    return [
        line
        for line in covers_of(person_id)
        if line.state in HOLDS_DAYS and area_of(line.region) == area
    ]


def stopped_on(person_id: int, move: Move) -> date | None:
    """Return the first day without cover after the last cover in the area left."""
    left = [one for one in covers_in(person_id, move.from_region) if one.days.end]
    return left[0].days.end if left else None


def joined_on(person_id: int, move: Move, *, day: date) -> date | None:
    """Return the first day of the cover that runs in the area joined."""
    running = [
        line
        for line in covers_in(person_id, move.to_region)
        if line.state is CoverState.IN_FORCE and day in line.days
    ]
    return running[0].days.start if running else None


def _out_facts(person_id: int, move: Move, *, day: date, number: str) -> OutFacts:
    own = [
        line
        for line in covers_in(person_id, move.from_region)
        if line.scheme is move.scheme
    ]
    account = personal_account(person_id)
    rows = Transfer.objects.filter(person_id=person_id, side=Side.OUT.value)
    others = rows.exclude(number=number)
    opened = others.filter(stage__in=[stage.value for stage in OPEN]).first()
    moved = others.filter(
        stage__in=[stage.value for stage in GONE], scheme=move.scheme.value
    ).order_by("-pk")
    since = moved.values_list("sheet_made_on", flat=True).first()
    return OutFacts(
        known=True,
        was_covered=bool(own),
        covered_today=any(
            line.state is CoverState.IN_FORCE and day in line.days for line in own
        ),
        retired=bool(own) and own[0].kind is PersonKind.RETIRED,
        account_held=account is not None and account.held,
        stay_open=_is_inpatient(person_id),
        open_to="" if opened is None else opened.to_region,
        to_region=move.to_region,
        moved_already=since is not None
        and bool(own)
        and own[0].days.end is not None
        and own[0].days.end <= since,
    )


def _in_facts(person_id: int, move: Move, *, day: date) -> InFacts:
    running = [
        line
        for line in covers_in(person_id, move.to_region)
        if line.state is CoverState.IN_FORCE and day in line.days
    ]
    return InFacts(
        known=True,
        joined_on=running[0].days.start if running else None,
        retired=bool(running) and running[0].kind is PersonKind.RETIRED,
    )


def _is_inpatient(person_id: int) -> bool:
    kinds = [kind.value for kind in STAYS]
    return Visit.objects.filter(
        person_id=person_id,
        kind__in=kinds,
        state=VisitState.OPEN.value,
        institution__isnull=False,
    ).exists()
