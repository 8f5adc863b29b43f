"""How a result is collected, as its owner and as the office see it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

from tongban.core.access.actor import Actor
from tongban.core.access.masking import mask_address, mask_name, mask_phone
from tongban.core.collecting.parcels import (
    GIVEN_AWAY,
    PARCEL_WORDS,
    SCAN_WORDS,
    Direction,
    ParcelState,
    Scan,
)
from tongban.core.collecting.rules import CollectingRules
from tongban.core.collecting.wishes import WAY_WORDS, Way, Wish
from tongban.gateways.carrier import carrier
from tongban.policy.collecting import load_collecting_rules
from tongban.records.cases.models import Case
from tongban.records.collecting.models import CollectionWish, Parcel
from tongban.records.security.row_conditions import below

WAYBILL_END: Final = 4


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
    fault: str = ""
    declined: bool = False


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


@dataclass(frozen=True, slots=True)
class PublicParcel:
    """A parcel as it is told without names: states in our words, the latest first.

    Of the waybill only the end: a carrier's own site tells more for the whole.
    """

    incoming: bool
    carrier: str
    waybill_end: str
    words: str
    scans: tuple[ScanLine, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """What is printed on a parcel; for the hands that pack it.

    ``carrier`` and ``waybill`` are those of an ordered parcel, once it has one.
    """

    number: str
    party_id: int
    receiver: str
    phone: str
    address: str
    office: str
    office_address: str
    office_phone: str
    carrier: str = ""
    waybill: str = ""


def collecting_of(number: str) -> Collecting | None:
    """Return how a case within reach is collected; nothing when it is not."""
    record = Case.objects.filter(number=number).first()
    return None if record is None else collecting_of_case(record, shown=True)


def collecting_of_case(record: Case, *, shown: bool) -> Collecting:
    """Return how a case is collected; online while nobody chose another way.

    Receiver, phone and address are masked unless they are to be shown.
    """
    wish = CollectionWish.objects.filter(case=record).first()
    parcels = tuple(parcel_view(row) for row in record.parcels.order_by("-pk"))
    way = Way.ONLINE if wish is None else Way(wish.way)
    given = any(not one.incoming and one.state in GIVEN_AWAY for one in parcels)
    held = Wish() if wish is None else _wish(wish)
    told = held if shown else masked(held)
    return Collecting(
        way=way.value,
        words=WAY_WORDS[way],
        receiver=told.receiver,
        phone=told.phone,
        address=told.address,
        collected_at=None if wish is None else wish.collected_at,
        may_change=not given and (wish is None or wish.collected_at is None),
        parcels=parcels,
    )


def masked(wish: Wish) -> Wish:
    """Return a wish as it is shown to who need not know the address."""
    return Wish(
        wish.way,
        mask_name(wish.receiver),
        mask_phone(wish.phone),
        mask_address(wish.address),
    )


def _wish(row: CollectionWish) -> Wish:
    return Wish(Way(row.way), row.receiver, row.phone, row.address)


def wish_of(number: str) -> Wish:
    """Return the wish of a case within reach, or the usual one."""
    found = collecting_of(number)
    if found is None:
        return Wish()
    return Wish(Way(found.way), found.receiver, found.phone, found.address)


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
    parcel = wish.case.parcels.filter(
        direction=Direction.OUT.value, state=ParcelState.SENT.value
    ).last()
    return Label(
        number=number,
        party_id=wish.case.party_id,
        receiver=wish.receiver,
        phone=wish.phone,
        address=wish.address,
        office=office.name,
        office_address=office.address,
        office_phone=office.phone,
        carrier="" if parcel is None else parcel.carrier,
        waybill="" if parcel is None else parcel.waybill,
    )


def parcels_in_public(record: Case) -> tuple[PublicParcel, ...]:
    """Return the parcels of a case for who holds its number and code."""
    return tuple(
        PublicParcel(
            incoming=row.direction == Direction.IN.value,
            carrier=row.carrier,
            waybill_end=row.waybill[-WAYBILL_END:],
            words=PARCEL_WORDS[ParcelState(row.state)],
            scans=tuple(
                ScanLine(scan.at, SCAN_WORDS[Scan(scan.scan)])
                for scan in row.scans.order_by("-at", "-pk")
            ),
        )
        for row in record.parcels.order_by("-pk")
    )


def has_carrier() -> bool:
    """Say whether parcels can be ordered from here."""
    return carrier() is not None


def collecting_rules() -> CollectingRules:
    """Return the rules of the policy folder in use."""
    return _rules(Path(settings.TONGBAN_POLICY))


@cache
def _rules(folder: Path) -> CollectingRules:
    return load_collecting_rules(folder)


def parcel_view(row: Parcel) -> ParcelView:
    """Return a parcel as pages show it."""
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
        fault=row.fault,
        declined=row.declined,
    )
