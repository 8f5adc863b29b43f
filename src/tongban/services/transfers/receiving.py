"""What the other side of a transfer says, applied in order and exactly once."""

from datetime import datetime

from tongban.core.access.parties import Scheme
from tongban.core.exchange.kinds import MessageKind
from tongban.core.json_values import (
    Json,
    JsonObject,
    flag_of,
    text_of,
    texts_of,
    whole_of,
)
from tongban.core.transfers.checks import Against, words_against
from tongban.core.transfers.numbers import Claim, kept
from tongban.core.transfers.sheet import SheetFaulty, digest_of, sheet_of
from tongban.core.transfers.stages import (
    Basis,
    Happening,
    Side,
    Stage,
    after,
    follows,
)
from tongban.records.parties.models import Party
from tongban.records.transfers.models import Transfer
from tongban.services.enrolment.people import find_person, same_name
from tongban.services.exchange.incoming import Incoming
from tongban.services.exchange.sending import send
from tongban.services.transfers import accepting
from tongban.services.transfers.facts import Move, stands_against
from tongban.services.transfers.making import move_of
from tongban.services.transfers.moving import clear, come_back
from tongban.services.transfers.notices import tell_arrived, tell_returned
from tongban.services.transfers.tracing import TransferUnknown, locked, open_side


def requested(said: Incoming) -> None:
    """Check for the side that applied, open this side when the check is met."""
    body = said.body
    side = Side(text_of(body, "asked_side")).other
    person = _person(body)
    if person is None:
        unknown = Against.NOT_KNOWN if side is Side.OUT else Against.NOT_JOINED
        _answer(said, side, (unknown,))
        return
    mine = open_side(person.pk, side)
    if mine is not None and _is_the_same(mine, body):
        _meet(said, mine, side)
        return
    move = _move(body)
    against = stands_against(person.pk, move, side, day=said.day, number=said.subject)
    if mine is not None and not against:
        against = (Against.MOVING_ELSEWHERE,)
    if not against:
        _open(said, person, move, side)
    _answer(said, side, against)


def checked(said: Incoming) -> None:
    """Go on, or end, as the other side's check came out."""
    side = Side(text_of(said.body, "side")).other
    row = locked(said.subject, side)
    if row is None or row.stage != Stage.REQUESTED.value:
        return  # the number of the other side was kept, or it was withdrawn since
    at = said.received_at
    if flag_of(said.body, "agreed"):
        _move_on(row, Happening.AGREED, at=at)
        accepting.accept(row, at=at)
        return
    reasons = tuple(Against(one) for one in texts_of(said.body, "reasons"))
    row.reasons = [one.value for one in reasons]
    row.ended_at = at
    _move_on(row, Happening.REFUSED, at=at)
    accepting.refuse(row, words=words_against(reasons), at=at)


def sheet_arrived(said: Incoming) -> None:
    """Keep the table as it was sealed; refuse one that its digest does not fit."""
    row = _joining(said)
    if row is None:
        return
    sheet = said.body.get("sheet")
    digest = text_of(said.body, "digest")
    if not isinstance(sheet, dict) or digest_of(sheet) != digest:
        raise SheetFaulty("摘要")
    read = sheet_of(sheet)
    if read.number != row.number or not _is_of(read.who.id_number, row.person):
        raise SheetFaulty("参保人")
    row.sheet, row.sheet_digest = sheet, digest
    row.sheet_seal = text_of(said.body, "seal")
    row.sheet_made_on, row.sheet_at = read.made_on, said.received_at
    row.save()


def money_arrived(said: Incoming) -> None:
    """Note what the other side has sent; it is credited when the case closes."""
    row = _joining(said)
    if row is None:
        return
    row.money_fen = whole_of(said.body, "money_fen")
    row.money_at = said.received_at
    row.save(update_fields=["money_fen", "money_at"])


def settled(said: Incoming) -> None:
    """End the side that left: the other one has records and money."""
    row = locked(said.subject, Side.OUT)
    if row is None:
        raise TransferUnknown
    told = (text_of(said.body, "sheet_digest"), whole_of(said.body, "money_fen"))
    if told != (row.sheet_digest, row.money_fen):
        raise SheetFaulty("对方转入的内容")
    clear(row, at=said.received_at)
    tell_arrived(row, at=said.received_at)


def given_back(said: Incoming) -> None:
    """Take back what the other side did not take over, or end before anything left."""
    side = Side(text_of(said.body, "from_side")).other
    row = locked(said.subject, side)
    returned = said.kind is MessageKind.TRANSFER_RETURNED
    happening = Happening.RETURNED if returned else Happening.WITHDRAWN
    if row is None or not follows(side, Stage(row.stage), happening):
        return
    words, at = text_of(said.body, "words"), said.received_at
    if side is Side.OUT:
        come_back(row, happening, words=words, at=at)
        if row.stage == Stage.RETURNED.value:
            tell_returned(row, words=words, at=at)
            return
    else:
        row.words, row.ended_at = words, at
        _move_on(row, happening, at=at)
    accepting.withdraw(row, words=words, at=at)


def _meet(said: Incoming, mine: Transfer, side: Side) -> None:
    """Join an application made at this side too: both go on with one number."""
    ours = Claim(mine.number, mine.asked_at)
    theirs = Claim(said.subject, datetime.fromisoformat(text_of(said.body, "asked_at")))
    if kept(ours, theirs) is ours and mine.stage == Stage.REQUESTED.value:
        return  # the other side meets ours and takes its number
    mine.number = said.subject
    mine.asked_side, mine.asked_at = side.other.value, theirs.asked_at
    mine.save(update_fields=["number", "asked_side", "asked_at"])
    against = stands_against(
        mine.person_id, move_of(mine), side, day=said.day, number=mine.number
    )
    if not against:
        if mine.stage == Stage.ANNOUNCED.value:
            _move_on(mine, Happening.STARTED, at=said.received_at)
        _move_on(mine, Happening.AGREED, at=said.received_at)
        accepting.accept(mine, at=said.received_at)
    _answer(said, side, against)


def _open(said: Incoming, person: Party, move: Move, side: Side) -> None:
    body = said.body
    row = Transfer.objects.create(
        number=said.subject,
        side=side.value,
        person=person,
        basis=Basis(text_of(body, "basis")).value,
        stage=Stage.AGREED.value,
        agreed_at=said.received_at,
        scheme=move.scheme.value,
        from_region=move.from_region,
        to_region=move.to_region,
        region=move.region_of(side),
        asked_side=side.other.value,
        asked_at=datetime.fromisoformat(text_of(body, "asked_at")),
        moves_account=flag_of(body, "moves_account"),
    )
    accepting.open_case(row, phone=text_of(body, "phone"), at=said.received_at)
    accepting.accept(row, at=said.received_at)


def _answer(said: Incoming, side: Side, against: tuple[Against, ...]) -> None:
    reasons: list[Json] = [one.value for one in against]
    send(
        MessageKind.TRANSFER_CHECKED,
        to_region=said.from_region,
        from_region=said.to_region,
        subject=said.subject,
        body={"side": side.value, "agreed": not against, "reasons": reasons},
        at=said.received_at,
    )


def _joining(said: Incoming) -> Transfer | None:
    """Return the side a leg is for; nothing when it was given up meanwhile.

    The side that left learns of that by its own message and takes both back.
    """
    row = locked(said.subject, Side.IN)
    if row is None:
        raise TransferUnknown
    return row if row.stage == Stage.AGREED.value else None


def _move_on(row: Transfer, happening: Happening, *, at: datetime) -> None:
    row.stage = after(Side(row.side), Stage(row.stage), happening).value
    if happening is Happening.AGREED:
        row.agreed_at = at
    row.save()


def _person(body: JsonObject) -> Party | None:
    found = find_person(text_of(body, "id_number"))
    if found is None or not same_name(found.name, text_of(body, "name")):
        return None
    return found


def _is_of(id_number: str, person: Party) -> bool:
    found = find_person(id_number)
    return found is not None and found.pk == person.pk


def _is_the_same(mine: Transfer, body: JsonObject) -> bool:
    """Say whether an open transfer here is the one the other side asks for."""
    asked = (text_of(body, "from_region"), text_of(body, "to_region"))
    unsent = mine.stage in {Stage.REQUESTED.value, Stage.ANNOUNCED.value}
    return unsent and _cities(asked) == _cities((mine.from_region, mine.to_region))


def _cities(ends: tuple[str, str]) -> tuple[str, str]:
    return ends[0][:4], ends[1][:4]


def _move(body: JsonObject) -> Move:
    return Move(
        text_of(body, "from_region"),
        text_of(body, "to_region"),
        Scheme(text_of(body, "scheme")),
    )
