"""Transfers that begin without an application (省内免申即享, SD20 9).

A new enrolment starts them: whoever has left another area of the province is
told, may object for some days, and is then moved like everybody else.
"""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from tongban.core.access.parties import Scheme
from tongban.core.cases.view import CHINA
from tongban.core.enrolment.kinds import HOLDS_DAYS, CoverState
from tongban.core.items.limits import IN_PROVINCE, route_between
from tongban.core.refusals import Refusal
from tongban.core.transfers.stages import Basis, Happening, Side, Stage, after
from tongban.records.enrolment.models import Cover
from tongban.records.parties.models import Party
from tongban.records.transfers.models import Transfer
from tongban.services.calendar.queries import work_calendar
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.guard import check_applicant
from tongban.services.exchange.rules import serves
from tongban.services.ledger.operations import area_of
from tongban.services.transfers import accepting
from tongban.services.transfers.facts import Move, stands_against
from tongban.services.transfers.notices import tell_announced
from tongban.services.transfers.opening import Asked, ask_other, asked_of, new_side
from tongban.services.transfers.terms import transfer_terms
from tongban.services.transfers.tracing import TransferUnknown, locked

log = logging.getLogger(__name__)

LOOK_BACK_DAYS: Final = 30
_STANDING: Final = [CoverState.IN_FORCE.value]


def offer_automatic(now: datetime) -> int:
    """Announce a transfer to everybody who joined lately and left another area.

    Looks at cover begun in the last days; who was told, objected or applied
    before is not told again. Returns how many were told.
    """
    day = now.astimezone(CHINA).date()
    return sum(_offer(person_id, move, now) for person_id, move in _joined(day))


def start_due(now: datetime) -> int:
    """Start what was announced and not objected to; return how many."""
    day = now.astimezone(CHINA).date()
    rows = Transfer.objects.filter(
        stage=Stage.ANNOUNCED.value, objection_until__lt=day
    ).order_by("pk")
    numbers = list(rows.values_list("number", flat=True))
    return sum(_start(number, now) for number in numbers)


@transaction.atomic
def agree(envelope: Envelope, *, number: str) -> None:
    """Start an announced transfer now, because the person says so; once is enough."""
    row = locked(number, Side.IN)
    if row is None or row.case is None:
        raise TransferUnknown
    check_applicant(envelope.actor, row.case)
    if row.stage == Stage.ANNOUNCED.value:
        _begin(row, at=envelope.now)


def _joined(day: date) -> Iterator[tuple[int, Move]]:
    """Yield who joined an area lately after having left another of its province."""
    fresh = Cover.objects.filter(
        scheme=Scheme.EMPLOYEE.value,
        state__in=_STANDING,
        in_force__startswith__gt=day - timedelta(days=LOOK_BACK_DAYS),
        in_force__startswith__lte=day,
    ).exclude(person__party__transfers__side=Side.IN.value)
    for cover in fresh.order_by("pk").iterator():
        if not transfer_terms(cover.region).automatic.on:
            continue
        left = _left(cover)
        if left is not None:
            yield (
                cover.person_id,
                Move(left.region, cover.region, Scheme(left.scheme)),
            )


def _left(cover: Cover) -> Cover | None:
    """Return the last cover before this one, if it was elsewhere in the province."""
    earlier = (
        Cover.objects.filter(
            person_id=cover.person_id,
            state__in=[state.value for state in HOLDS_DAYS],
            in_force__endswith__lte=cover.in_force.lower,
        )
        .order_by("-in_force")
        .first()
    )
    if earlier is None or area_of(earlier.region) == area_of(cover.region):
        return None
    inside = route_between(earlier.region, cover.region) == IN_PROVINCE
    return earlier if inside and serves(cover.region) else None


@transaction.atomic
def _offer(person_id: int, move: Move, now: datetime) -> bool:
    """Open the transfer and tell the person, unless a check speaks against it."""
    day = now.astimezone(CHINA).date()
    person = Party.objects.select_for_update(no_key=True).get(pk=person_id)
    if Transfer.objects.filter(person=person, side=Side.IN.value).exists():
        return False
    if stands_against(person_id, move, Side.IN, day=day):
        return False
    if serves(move.from_region) and stands_against(person_id, move, Side.OUT, day=day):
        return False
    asked = Asked(person_id, person.name, person.identifier, move, moves_account=True)
    row = new_side(asked, Side.IN, at=now)
    days = transfer_terms(move.to_region).automatic.objection_days
    row.basis, row.stage = Basis.AUTOMATIC.value, Stage.ANNOUNCED.value
    row.objection_until = work_calendar().add_workdays(day, days)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            accepting.open_case(row, phone=person.phone, at=now)
    except Refusal as refused:
        # No phone on record, or no office: the person applies as usual.
        log.warning("no automatic transfer of party %s: %s", person_id, refused.code)
        return False
    tell_announced(row, until=row.objection_until, at=now)
    return True


@transaction.atomic
def _start(number: str, now: datetime) -> bool:
    row = locked(number, Side.IN)
    if row is None or row.stage != Stage.ANNOUNCED.value:
        return False
    _begin(row, at=now)
    return True


def _begin(row: Transfer, *, at: datetime) -> None:
    row.stage = after(Side.IN, Stage(row.stage), Happening.STARTED).value
    row.asked_at = at
    row.save(update_fields=["stage", "asked_at"])
    ask_other(row, asked_of(row), phone=row.person.phone, at=at)
