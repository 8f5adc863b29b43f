"""What the office does next with results and parcels, tray by tray."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from tongban.core.access.actor import Actor
from tongban.core.access.masking import mask_name
from tongban.core.cases.lifecycle import State
from tongban.core.collecting.parcels import (
    GIVEN_AWAY,
    ON_THE_WAY,
    TROUBLED,
    Direction,
    ParcelState,
)
from tongban.core.collecting.wishes import Way
from tongban.records.cases.models import Case
from tongban.records.collecting.models import CollectionWish, Parcel
from tongban.records.security.row_conditions import below
from tongban.services.cases.envelope import CHINA
from tongban.services.collecting.queries import (
    ParcelView,
    collecting_rules,
    parcel_view,
)

LINES_MAX: Final = 200


class Tray(StrEnum):
    """What the office does next."""

    TO_SEND = "to_send"
    ON_THE_WAY = "on_the_way"
    TROUBLED = "troubled"
    INCOMING = "incoming"
    TO_FETCH = "to_fetch"


TRAY_WORDS: Final = {
    Tray.TO_SEND: "待寄出",
    Tray.ON_THE_WAY: "运送中",
    Tray.TROUBLED: "退回、丢失",
    Tray.INCOMING: "寄来的材料",
    Tray.TO_FETCH: "待领取",
}

_WAYS: Final = {Tray.TO_SEND: Way.POST, Tray.TO_FETCH: Way.COUNTER}


@dataclass(frozen=True, slots=True)
class TrayLine:
    """One case in a tray; the owner is masked."""

    number: str
    item_name: str
    owner: str
    closed_at: datetime | None
    parcel: ParcelView | None
    late: bool


def tray(actor: Actor, which: Tray, today: date) -> tuple[TrayLine, ...]:
    """Return one tray of the actor's office and below, the oldest first."""
    if which in _WAYS:
        return _waiting(_wishes(actor, which), today)
    return _followed(_parcels(actor, which), today)


def tray_counts(actor: Actor) -> dict[Tray, int]:
    """Return how much lies in each tray."""
    return {
        which: (_wishes if which in _WAYS else _parcels)(actor, which).count()
        for which in Tray
    }


def _wishes(actor: Actor, which: Tray) -> QuerySet[CollectionWish]:
    """Return finished cases whose result waits here.

    One that came back and still goes by post lies with the troubled parcels.
    """
    sent = GIVEN_AWAY | TROUBLED if which is Tray.TO_SEND else GIVEN_AWAY
    parcels = Parcel.objects.filter(
        case_id=OuterRef("case_id"),
        direction=Direction.OUT.value,
        state__in=[one.value for one in sent],
    )
    return (
        CollectionWish.objects.filter(
            ~Exists(parcels),
            below("office_path", actor.office_path),
            way=_WAYS[which].value,
            collected_at=None,
            case__state=State.CLOSED.value,
            case__outcome__in=("granted", "rejected"),
        )
        .select_related("case__party")
        .order_by("case__closed_at", "pk")
    )


def _parcels(actor: Actor, which: Tray) -> QuerySet[Parcel]:
    moving = [one.value for one in ON_THE_WAY]
    later = Parcel.objects.filter(
        case_id=OuterRef("case_id"),
        direction=Direction.OUT.value,
        pk__gt=OuterRef("pk"),
    )
    chosen = {
        Tray.ON_THE_WAY: Q(
            direction=Direction.OUT.value,
            state__in=[*moving, ParcelState.ORDERED.value],
        ),
        Tray.TROUBLED: Q(
            ~Exists(later),
            direction=Direction.OUT.value,
            state__in=[one.value for one in TROUBLED],
            case__collection__collected_at=None,
            case__collection__way=Way.POST.value,
        ),
        Tray.INCOMING: Q(direction=Direction.IN.value, state__in=moving),
    }
    return (
        Parcel.objects.filter(chosen[which], below("office_path", actor.office_path))
        .select_related("case__party")
        .order_by("sent_at", "pk")
    )


def _waiting(rows: QuerySet[CollectionWish], today: date) -> tuple[TrayLine, ...]:
    oldest = today - timedelta(days=collecting_rules().remind_days)
    return tuple(
        _line(row.case, parcel=None, late=_day(row.case.closed_at, oldest) <= oldest)
        for row in rows[:LINES_MAX]
    )


def _followed(rows: QuerySet[Parcel], today: date) -> tuple[TrayLine, ...]:
    silent = today - timedelta(days=collecting_rules().silent_days)
    return tuple(
        _line(
            row.case, parcel=parcel_view(row), late=_day(row.seen_at, silent) <= silent
        )
        for row in rows[:LINES_MAX]
    )


def _line(case: Case, *, parcel: ParcelView | None, late: bool) -> TrayLine:
    return TrayLine(
        number=case.number,
        item_name=case.item_name,
        owner=mask_name(case.party.name),
        closed_at=case.closed_at,
        parcel=parcel,
        late=late,
    )


def _day(moment: datetime | None, otherwise: date) -> date:
    return otherwise if moment is None else moment.astimezone(CHINA).date()
