"""How a result is collected, as its owner and as the office see it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import Q, QuerySet

from tongban.core.access.actor import Actor
from tongban.core.access.masking import mask_name, mask_phone
from tongban.core.cases.lifecycle import State
from tongban.core.collecting.parcels import (
    PARCEL_WORDS,
    SCAN_WORDS,
    Direction,
    ParcelState,
    Scan,
)
from tongban.core.collecting.rules import CollectingRules
from tongban.core.collecting.wishes import WAY_WORDS, Way, Wish
from tongban.policy.collecting import load_collecting_rules
from tongban.records.cases.models import Case
from tongban.records.collecting.models import CollectionWish, Parcel
from tongban.records.security.row_conditions import below
from tongban.services.cases.envelope import CHINA

LINES_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class ScanLine:
    """One thing that was seen of a parcel."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class ParcelView:
    """One parcel with its way so far, the latest first."""

    id: int
    incoming: bool
    carrier: str
    waybill: str
    state: str
    words: str
    sent_at: datetime
    scans: tuple[ScanLine, ...]


@dataclass(frozen=True, slots=True)
class Collecting:
    """How the result of one case is collected."""

    way: str
    words: str
    receiver: str
    phone: str
    address: str
    collected_at: datetime | None
    may_change: bool
    parcels: tuple[ParcelView, ...]


class Tray(StrEnum):
    """What the office does next."""

    TO_SEND = "to_send"
    ON_THE_WAY = "on_the_way"
    RETURNED = "returned"
    INCOMING = "incoming"
    TO_FETCH = "to_fetch"


TRAY_WORDS: Final = {
    Tray.TO_SEND: "待寄出",
    Tray.ON_THE_WAY: "运送中",
    Tray.RETURNED: "退回",
    Tray.INCOMING: "寄来的材料",
    Tray.TO_FETCH: "待领取",
}


@dataclass(frozen=True, slots=True)
class TrayLine:
    """One case in a tray; the owner is masked."""

    number: str
    item_name: str
    owner: str
    closed_at: datetime | None
    parcel: ParcelView | None
    late: bool


@dataclass(frozen=True, slots=True)
class Label:
    """What is printed on a parcel; for the hands that pack it."""

    number: str
    receiver: str
    phone: str
    address: str
    office: str
    office_address: str
    office_phone: str


def collecting_of(number: str) -> Collecting | None:
    """Return how a case within reach is collected; none when nobody chose yet."""
    record = Case.objects.filter(number=number).first()
    if record is None:
        return None
    wish = CollectionWish.objects.filter(case=record).first()
    parcels = tuple(_parcel(row) for row in record.parcels.order_by("-pk"))
    way = Way.ONLINE if wish is None else Way(wish.way)
    on_way = any(not one.incoming and one.state != "returned" for one in parcels)
    return Collecting(
        way=way.value,
        words=WAY_WORDS[way],
        receiver="" if wish is None else wish.receiver,
        phone="" if wish is None else wish.phone,
        address="" if wish is None else wish.address,
        collected_at=None if wish is None else wish.collected_at,
        may_change=not on_way and (wish is None or wish.collected_at is None),
        parcels=parcels,
    )


def wish_of(number: str) -> Wish:
    """Return the wish of a case within reach, or the usual one."""
    found = collecting_of(number)
    if found is None:
        return Wish()
    return Wish(Way(found.way), found.receiver, found.phone, found.address)


def tray(actor: Actor, which: Tray, today: date) -> tuple[TrayLine, ...]:
    """Return one tray of the actor's office and below, the oldest first."""
    if which in {Tray.TO_SEND, Tray.TO_FETCH}:
        return _waiting(actor, which, today)
    return _parcels(actor, which, today)


def tray_counts(actor: Actor, today: date) -> dict[Tray, int]:
    """Return how much lies in each tray."""
    return {which: len(tray(actor, which, today)) for which in Tray}


def label_of(actor: Actor, number: str) -> Label | None:
    """Return the address label of a result to send, for the office that sends it."""
    wish = (
        CollectionWish.objects.filter(
            below("office_path", actor.office_path),
            case__number=number,
            way=Way.POST.value,
        )
        .select_related("case__office")
        .first()
    )
    if wish is None:
        return None
    office = wish.case.office
    return Label(
        number=number,
        receiver=wish.receiver,
        phone=wish.phone,
        address=wish.address,
        office=office.name,
        office_address=office.address,
        office_phone=office.phone,
    )


def collecting_rules() -> CollectingRules:
    """Return the rules of the policy folder in use."""
    return _rules(Path(settings.TONGBAN_POLICY))


@cache
def _rules(folder: Path) -> CollectingRules:
    return load_collecting_rules(folder)


def _waiting(actor: Actor, which: Tray, today: date) -> tuple[TrayLine, ...]:
    way = Way.POST if which is Tray.TO_SEND else Way.COUNTER
    on_way = Q(
        case__parcels__direction=Direction.OUT.value,
        case__parcels__state__in=[
            ParcelState.SENT.value,
            ParcelState.MOVING.value,
            ParcelState.DELIVERED.value,
        ],
    )
    rows = (
        CollectionWish.objects.filter(
            below("office_path", actor.office_path),
            way=way.value,
            collected_at=None,
            case__state=State.CLOSED.value,
            case__outcome__in=("granted", "rejected"),
        )
        .exclude(on_way)
        .select_related("case__party")
        .order_by("case__closed_at")
    )
    oldest = today - timedelta(days=collecting_rules().remind_days)
    return tuple(
        TrayLine(
            number=row.case.number,
            item_name=row.case.item_name,
            owner=mask_name(row.case.party.name),
            closed_at=row.case.closed_at,
            parcel=None,
            late=row.case.closed_at is not None
            and row.case.closed_at.astimezone(CHINA).date() <= oldest,
        )
        for row in rows[:LINES_MAX]
    )


def _parcels(actor: Actor, which: Tray, today: date) -> tuple[TrayLine, ...]:
    moving = [ParcelState.SENT.value, ParcelState.MOVING.value]
    chosen = {
        Tray.ON_THE_WAY: Q(direction=Direction.OUT.value, state__in=moving),
        Tray.RETURNED: Q(
            direction=Direction.OUT.value,
            state=ParcelState.RETURNED.value,
            case__collection__collected_at=None,
        ),
        Tray.INCOMING: Q(direction=Direction.IN.value, state__in=moving),
    }
    rows: QuerySet[Parcel] = (
        Parcel.objects.filter(chosen[which], below("office_path", actor.office_path))
        .select_related("case__party")
        .order_by("sent_at")
    )
    silent = today - timedelta(days=collecting_rules().silent_days)
    return tuple(
        TrayLine(
            number=row.case.number,
            item_name=row.case.item_name,
            owner=mask_name(row.case.party.name),
            closed_at=row.case.closed_at,
            parcel=_parcel(row),
            late=row.seen_at.astimezone(CHINA).date() <= silent,
        )
        for row in rows[:LINES_MAX]
    )


def masked_phone(found: Collecting) -> str:
    """Return the phone of a wish as lists show it."""
    return mask_phone(found.phone)


def _parcel(row: Parcel) -> ParcelView:
    scans = tuple(
        ScanLine(scan.at, scan.words or SCAN_WORDS[Scan(scan.scan)])
        for scan in row.scans.order_by("-at", "-pk")
    )
    return ParcelView(
        id=row.pk,
        incoming=row.direction == Direction.IN.value,
        carrier=row.carrier,
        waybill=row.waybill,
        state=row.state,
        words=PARCEL_WORDS[ParcelState(row.state)],
        sent_at=row.sent_at,
        scans=scans,
    )
