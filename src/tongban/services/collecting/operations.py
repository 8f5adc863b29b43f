"""Choosing how to get a result, sending parcels, handing results over."""

from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, transaction

from tongban.core.access.actor import ActorKind
from tongban.core.access.rights import Act, check_may
from tongban.core.cases.lifecycle import State
from tongban.core.collecting.parcels import (
    GIVEN_AWAY,
    Direction,
    ParcelState,
    Scan,
    after_scan,
    check_waybill,
)
from tongban.core.collecting.wishes import Way, Wish, checked
from tongban.core.refusals import Refusal
from tongban.gateways.carrier import carrier
from tongban.records.cases.models import Case
from tongban.records.collecting.models import (
    NAME_MAX,
    CollectionWish,
    Parcel,
)
from tongban.services.cases import engine
from tongban.services.cases.engine import CaseUnknown
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.guard import NotYours
from tongban.services.collecting.scans import keep_scan


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


class NoCarrier(Refusal):
    """No carrier takes orders here; waybills are typed by hand."""

    code = "collecting.no_carrier"

    def __init__(self) -> None:
        super().__init__("No carrier is set up.")


class ParcelUnknown(Refusal):
    """No such parcel is within reach."""

    code = "collecting.parcel_unknown"

    def __init__(self) -> None:
        super().__init__("No such parcel.")


@transaction.atomic
def choose(envelope: Envelope, *, number: str, wish: Wish) -> None:
    """Choose how to get the result, until it is on its way; the last word counts.

    The same request again changes nothing, even after another choice.
    """
    kept = checked(wish)
    command, first = engine.remember(
        envelope, act="collect", number=number, payload=kept.as_json()
    )
    if first is not None:
        return
    record = _own_case(envelope, number)
    held = CollectionWish.objects.select_for_update().filter(case=record).first()
    if held is not None and held.collected_at is not None:
        raise TooLateToChoose
    if _is_given_away(record):
        raise TooLateToChoose
    keep_wish(record, kept, now=envelope.now)
    engine.answer(command, engine.receipt_of(record))


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
    wish = _wish_to_post(envelope, number)
    if not _is_repeat(envelope):
        _check_here(wish.case)
        _send(envelope, wish.case, Direction.OUT, carrier_name, waybill)


@transaction.atomic
def order_parcel(envelope: Envelope, *, number: str) -> None:
    """Order a parcel for a finished case's result; its waybill comes a little later.

    When the carrier could not be reached the last time, the same order is tried
    again, so that one it took without our knowing is not a second parcel.
    """
    chosen = carrier()
    if chosen is None:
        raise NoCarrier
    command, first = engine.remember(
        envelope, act="order-parcel", number=number, payload={}
    )
    if first is not None:
        return
    wish = _wish_to_post(envelope, number)
    _check_here(wish.case)
    _order(envelope, wish, carrier_name=chosen.name)
    engine.answer(command, engine.receipt_of(wish.case))


def _order(envelope: Envelope, wish: CollectionWish, *, carrier_name: str) -> None:
    unsure = (
        Parcel.objects.select_for_update()
        .filter(
            case=wish.case,
            state=ParcelState.UNPLACED.value,
            declined=False,
            sent_at__gte=wish.chosen_at,
        )
        .first()
    )
    if unsure is not None:
        unsure.state, unsure.tries = ParcelState.ORDERED.value, 0
        unsure.try_at = envelope.now
        unsure.save(update_fields=["state", "tries", "try_at"])
        return
    Parcel.objects.create(
        case=wish.case,
        office_path=wish.case.office_path,
        direction=Direction.OUT.value,
        carrier=carrier_name[:NAME_MAX],
        booking_key=uuid4().hex,
        try_at=envelope.now,
        state=ParcelState.ORDERED.value,
        sent_at=envelope.now,
        seen_at=envelope.now,
        sent_by_id=envelope.actor.account_id,
        key=_key(envelope),
    )


def _wish_to_post(envelope: Envelope, number: str) -> CollectionWish:
    """Return the wish of a finished case for the office that posts its result.

    It stays locked: two orders at the same moment are one after the other.
    """
    record = _case(number)
    check_may(
        envelope.actor,
        Act.CLOSE.value,
        item=record.item,
        office_path=record.office_path,
    )
    if record.state != State.CLOSED.value:
        raise NotFinished
    wish = (
        CollectionWish.objects.select_for_update(of=("self",))
        .select_related("case")
        .filter(case=record, way=Way.POST.value)
        .first()
    )
    if wish is None:
        raise NotByPost
    return wish


def _check_here(record: Case) -> None:
    """Refuse to send what was given away already."""
    if _is_given_away(record):
        raise TooLateToChoose


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
    if parcel.scans.filter(key=envelope.key).exists():
        return
    state = after_scan(ParcelState(parcel.state), scan)
    keep_scan(parcel, scan, state, at=envelope.now, words=words, key=envelope.key)


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


def _is_given_away(record: Case) -> bool:
    return record.parcels.filter(
        direction=Direction.OUT.value, state__in=[one.value for one in GIVEN_AWAY]
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
        return record
    helps = actor.account_id is not None and record.account_id == actor.account_id
    if record.party_id not in actor.party_ids and not helps:
        raise NotYours
    return record
