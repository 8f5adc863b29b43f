"""Choosing how to get a result, sending parcels, handing results over."""

import logging
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction

from tongban.core.access.actor import ActorKind
from tongban.core.access.rights import Act, check_may
from tongban.core.cases.lifecycle import State
from tongban.core.collecting.parcels import (
    Direction,
    ParcelState,
    Scan,
    after_scan,
    check_waybill,
)
from tongban.core.collecting.wishes import Way, Wish, checked
from tongban.core.refusals import Refusal
from tongban.gateways.carrier import Carrier, LocalCarrier
from tongban.records.cases.models import Case
from tongban.records.collecting.models import (
    NAME_MAX,
    CollectionWish,
    Parcel,
    ParcelScan,
)
from tongban.services.cases.engine import CaseUnknown
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.guard import NotYours

log = logging.getLogger(__name__)
PARCELS_PER_ROUND_MAX: Final = 500
ON_THE_WAY: Final = (ParcelState.SENT.value, ParcelState.MOVING.value)


class TooLateToChoose(Refusal):
    """The result is on its way, or was handed over."""

    code = "collecting.too_late"

    def __init__(self) -> None:
        super().__init__("The result is on its way already.")


class NotFinished(Refusal):
    """There is no result to hand over or to send yet."""

    code = "collecting.not_finished"

    def __init__(self) -> None:
        super().__init__("The case has not ended.")


class NotByPost(Refusal):
    """The owner did not ask for the post."""

    code = "collecting.not_by_post"

    def __init__(self) -> None:
        super().__init__("The owner wants the result another way.")


class ReceiverMissing(Refusal):
    """Handing over names who took it."""

    code = "collecting.receiver_missing"

    def __init__(self) -> None:
        super().__init__("Say who took the result.")


class WaybillUsed(Refusal):
    """Another parcel has this waybill."""

    code = "collecting.waybill_used"

    def __init__(self) -> None:
        super().__init__("This waybill belongs to another parcel.")


class ParcelUnknown(Refusal):
    """No such parcel is within reach."""

    code = "collecting.parcel_unknown"

    def __init__(self) -> None:
        super().__init__("No such parcel.")


def carrier() -> Carrier:
    """Return the carrier in use; refused where none is set up."""
    if not settings.TONGBAN_DEMO:
        raise ParcelUnknown
    return LocalCarrier()


@transaction.atomic
def choose(envelope: Envelope, *, number: str, wish: Wish) -> None:
    """Choose how to get the result, until it is on its way; the last word counts."""
    checked(wish)
    record = _own_case(envelope, number)
    held = CollectionWish.objects.select_for_update().filter(case=record).first()
    if held is not None and held.collected_at is not None:
        raise TooLateToChoose
    if _outgoing(record, states=(*ON_THE_WAY, ParcelState.DELIVERED.value)):
        raise TooLateToChoose
    keep_wish(record, wish, now=envelope.now)


def keep_wish(record: Case, wish: Wish, *, now: datetime) -> None:
    """Keep how the result of a case is wanted; for who may file it, checked before."""
    kept = checked(wish)
    CollectionWish.objects.update_or_create(
        case=record,
        defaults={
            "office_path": record.office_path,
            "way": kept.way.value,
            "receiver": kept.receiver,
            "phone": kept.phone,
            "address": kept.address,
            "chosen_at": now,
        },
    )


@transaction.atomic
def send_result(
    envelope: Envelope, *, number: str, carrier_name: str, waybill: str
) -> None:
    """Send a finished case's result by post; the same waybill again is one parcel."""
    record = _case(number)
    check_may(
        envelope.actor,
        Act.CLOSE.value,
        item=record.item,
        office_path=record.office_path,
    )
    if record.state != State.CLOSED.value:
        raise NotFinished
    wish = CollectionWish.objects.filter(case=record, way=Way.POST.value).first()
    if wish is None:
        raise NotByPost
    sent = (*ON_THE_WAY, ParcelState.DELIVERED.value)
    if _is_repeat(envelope):
        return
    if _outgoing(record, states=sent):
        raise TooLateToChoose
    _send(envelope, record, Direction.OUT, carrier_name, waybill)


@transaction.atomic
def note_materials(
    envelope: Envelope, *, number: str, carrier_name: str, waybill: str
) -> None:
    """Note papers the applicant sends to the office by post."""
    record = _own_case(envelope, number)
    if not _is_repeat(envelope):
        _send(envelope, record, Direction.IN, carrier_name, waybill)


@transaction.atomic
def note_scan(envelope: Envelope, *, parcel_id: int, scan: Scan, words: str) -> None:
    """Note by hand what was seen of a parcel: arrived, came back, moved on."""
    parcel = (
        Parcel.objects.select_for_update(of=("self",))
        .select_related("case")
        .filter(pk=parcel_id)
        .first()
    )
    if parcel is None:
        raise ParcelUnknown
    check_may(
        envelope.actor,
        Act.ACCEPT.value,
        item=parcel.case.item,
        office_path=parcel.office_path,
    )
    envelope.check()
    _keep_scan(parcel, scan, at=envelope.now, words=words, key=envelope.key)


@transaction.atomic
def hand_over(envelope: Envelope, *, number: str, taken_by: str) -> None:
    """Hand a result over at the counter; who took it is written down."""
    if not taken_by.strip():
        raise ReceiverMissing
    record = _case(number)
    check_may(
        envelope.actor,
        Act.ACCEPT.value,
        item=record.item,
        office_path=_place(envelope, record),
    )
    if record.state != State.CLOSED.value:
        raise NotFinished
    wish, _ = CollectionWish.objects.select_for_update().get_or_create(
        case=record,
        defaults={
            "office_path": record.office_path,
            "way": Way.COUNTER.value,
            "chosen_at": envelope.now,
        },
    )
    if wish.collected_at is not None:
        return
    wish.collected_at, wish.collected_by = envelope.now, taken_by.strip()[:NAME_MAX]
    wish.handed_by_id = envelope.actor.account_id
    wish.save(update_fields=["collected_at", "collected_by", "handed_by"])


def track_parcels(now: datetime) -> int:
    """Ask the carrier about every parcel on its way; return how many scans are new.

    Safe to run twice: a scan told again is one.
    """
    found = 0
    ids = Parcel.objects.filter(
        state__in=ON_THE_WAY, direction=Direction.OUT.value
    ).values_list("pk", flat=True)
    for pk in list(ids[:PARCELS_PER_ROUND_MAX]):
        found += _track(pk, now)
    return found


@transaction.atomic
def _track(pk: int, now: datetime) -> int:
    parcel = Parcel.objects.select_for_update().get(pk=pk)
    new = 0
    for seen in carrier().track(parcel.waybill, sent_at=parcel.sent_at, now=now):
        key = f"{seen.scan} {seen.at.isoformat()}"
        if parcel.scans.filter(key=key).exists():
            continue
        _keep_scan(parcel, Scan(seen.scan), at=seen.at, words=seen.words, key=key)
        new += 1
    return new


def _keep_scan(
    parcel: Parcel, scan: Scan, *, at: datetime, words: str, key: str
) -> None:
    if parcel.scans.filter(key=key).exists():
        return
    state = after_scan(ParcelState(parcel.state), scan)
    ParcelScan.objects.create(
        parcel=parcel, scan=scan.value, at=at, words=words[:NAME_MAX], key=key
    )
    parcel.state, parcel.seen_at = state.value, at
    parcel.save(update_fields=["state", "seen_at"])
    if state is ParcelState.DELIVERED and parcel.direction == Direction.OUT.value:
        CollectionWish.objects.filter(case_id=parcel.case_id, collected_at=None).update(
            collected_at=at
        )


def _send(
    envelope: Envelope,
    record: Case,
    direction: Direction,
    carrier_name: str,
    waybill: str,
) -> None:
    envelope.check()
    named, number = check_waybill(carrier_name, waybill)
    try:
        with transaction.atomic():
            Parcel.objects.create(
                case=record,
                office_path=record.office_path,
                direction=direction.value,
                carrier=named[:NAME_MAX],
                waybill=number[:NAME_MAX],
                state=ParcelState.SENT.value,
                sent_at=envelope.now,
                seen_at=envelope.now,
                sent_by_id=envelope.actor.account_id,
                key=_key(envelope),
            )
    except IntegrityError as fault:
        raise WaybillUsed from fault


def _is_repeat(envelope: Envelope) -> bool:
    return Parcel.objects.filter(key=_key(envelope)).exists()


def _key(envelope: Envelope) -> str:
    return f"{envelope.sender} {envelope.key}"


def _outgoing(record: Case, *, states: tuple[str, ...]) -> bool:
    return record.parcels.filter(
        direction=Direction.OUT.value, state__in=states
    ).exists()


def _place(envelope: Envelope, record: Case) -> str:
    """Return where a counter hands over: any window that serves the case's region."""
    actor = envelope.actor
    inside = record.office_path.startswith(actor.office_path)
    return record.office_path if inside else actor.office_path


def _case(number: str) -> Case:
    record = Case.objects.filter(number=number).first()
    if record is None:
        raise CaseUnknown(number)
    return record


def _own_case(envelope: Envelope, number: str) -> Case:
    record = _case(number)
    actor = envelope.actor
    if actor.kind is ActorKind.STAFF:
        check_may(
            actor,
            Act.ACCEPT.value,
            item=record.item,
            office_path=_place(envelope, record),
        )
    elif record.party_id not in actor.party_ids:
        raise NotYours
    return record
