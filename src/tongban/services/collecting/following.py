"""Background work on parcels: waybills to fetch, and what carriers saw.

No row is locked while a carrier is asked. Every part may be killed half-way and
run again: an order keeps its key, and a scan told twice is one.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.db import IntegrityError, transaction

from tongban.core.collecting.booking import LEASE, wait_after
from tongban.core.collecting.parcels import (
    ON_THE_WAY,
    Direction,
    ParcelState,
    Scan,
    after_late_scan,
)
from tongban.gateways.carrier import Carrier, carrier
from tongban.gateways.carrier_values import (
    Address,
    Booked,
    Booking,
    Declined,
    Order,
    Seen,
    Unreached,
)
from tongban.records.collecting.models import (
    NAME_MAX,
    CarrierNote,
    CollectionWish,
    Parcel,
)
from tongban.services.collecting.scans import keep_scan

log = logging.getLogger(__name__)
PARCELS_PER_ROUND_MAX: Final = 500
SILENCES_MAX: Final = 3
WAYBILL_USED: Final = Declined("waybill_used")


@dataclass(frozen=True, slots=True)
class BookingRound:
    """How many orders got a waybill, were declined, and wait for another try."""

    booked: int = 0
    declined: int = 0
    waiting: int = 0


def book_parcels(now: datetime) -> BookingRound:
    """Order what is due from the carrier; a carrier that is away is asked later."""
    chosen = carrier()
    if chosen is None:
        return BookingRound()
    booked = declined = waiting = 0
    for pk in _due(now):
        order = _claim(pk, now)
        if order is None:
            continue
        outcome = _settle(pk, chosen.book(order), now)
        booked += isinstance(outcome, Booked)
        declined += isinstance(outcome, Declined)
        waiting += isinstance(outcome, Unreached)
        if waiting == SILENCES_MAX and not booked:
            break
    return BookingRound(booked, declined, waiting)


def _due(now: datetime) -> list[int]:
    found = Parcel.objects.filter(state=ParcelState.ORDERED.value, try_at__lte=now)
    return list(
        found.order_by("try_at").values_list("pk", flat=True)[:PARCELS_PER_ROUND_MAX]
    )


@transaction.atomic
def _claim(pk: int, now: datetime) -> Order | None:
    """Begin one try, so that no other worker does; nothing when one has begun."""
    parcel = (
        Parcel.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("case__office")
        .filter(pk=pk, state=ParcelState.ORDERED.value, try_at__lte=now)
        .first()
    )
    if parcel is None:
        return None
    parcel.tries, parcel.try_at = parcel.tries + 1, now + LEASE
    parcel.save(update_fields=["tries", "try_at"])
    wish = CollectionWish.objects.get(case_id=parcel.case_id)
    office = parcel.case.office
    return Order(
        key=parcel.booking_key,
        sender=Address(office.name, office.phone, office.address),
        receiver=Address(wish.receiver, wish.phone, wish.address),
    )


def _settle(pk: int, outcome: Booking, now: datetime) -> Booking:
    try:
        with transaction.atomic():
            return _settled(pk, outcome, now)
    except IntegrityError:
        # A waybill another parcel has: the carrier's mistake, for a person.
        with transaction.atomic():
            return _settled(pk, WAYBILL_USED, now)


def _settled(pk: int, outcome: Booking, now: datetime) -> Booking:
    parcel = Parcel.objects.select_for_update().get(pk=pk)
    if parcel.state != ParcelState.ORDERED.value:
        return outcome
    if isinstance(outcome, Booked):
        parcel.state, parcel.waybill = ParcelState.SENT.value, outcome.waybill
        parcel.sent_at = parcel.seen_at = now
        parcel.fault, parcel.try_at = "", None
    else:
        wait = None if isinstance(outcome, Declined) else wait_after(parcel.tries)
        parcel.fault = outcome.reason[:NAME_MAX]
        parcel.declined = isinstance(outcome, Declined)
        parcel.try_at = None if wait is None else now + wait
        if wait is None:
            parcel.state = ParcelState.UNPLACED.value
        log.warning("parcel %s was not ordered: %s", pk, parcel.fault)
    parcel.save()
    return outcome


def track_parcels(now: datetime) -> int:
    """Ask the carrier about its parcels on their way; return how many scans are new."""
    chosen = carrier()
    if chosen is None:
        return 0
    new = silences = 0
    for parcel in _on_the_way(chosen):
        told = chosen.track(parcel.waybill, sent_at=parcel.sent_at, now=now)
        if isinstance(told, Unreached):
            silences += 1
            log.warning("parcel %s cannot be followed: %s", parcel.pk, told.reason)
            if silences == SILENCES_MAX:
                break
            continue
        new += _keep_all(parcel.pk, told)
    return new


def _on_the_way(chosen: Carrier) -> Iterator[Parcel]:
    """Yield what the carrier can tell about, the longest unseen first."""
    found = Parcel.objects.filter(
        state__in=[one.value for one in ON_THE_WAY], direction=Direction.OUT.value
    )
    for parcel in list(found.order_by("seen_at")):
        if chosen.follows(parcel.carrier):
            yield parcel


@transaction.atomic
def _keep_all(pk: int, told: tuple[Seen, ...]) -> int:
    parcel = Parcel.objects.select_for_update().get(pk=pk)
    held = set(parcel.scans.values_list("key", flat=True))
    new = 0
    for seen in told:
        key = f"{seen.scan} {seen.at.astimezone(UTC).isoformat()}"
        if key in held:
            continue
        scan = Scan(seen.scan)
        state = after_late_scan(ParcelState(parcel.state), scan)
        keep_scan(parcel, scan, state, at=seen.at, words=seen.words, key=key)
        held.add(key)
        new += 1
    return new


def handle_notes(now: datetime) -> int:
    """Work on what carriers told by themselves; return how many scans are new.

    A waybill of no parcel of ours is let go.
    """
    new = 0
    waiting = CarrierNote.objects.filter(handled_at=None).order_by("at", "pk")
    for note in list(waiting[:PARCELS_PER_ROUND_MAX]):
        with transaction.atomic():
            parcel = Parcel.objects.filter(
                carrier=note.carrier, waybill=note.waybill
            ).first()
            if parcel is not None:
                told = (Seen(note.scan, note.at, note.words),)
                new += _keep_all(parcel.pk, told)
            note.handled_at = now
            note.save(update_fields=["handled_at"])
    return new
