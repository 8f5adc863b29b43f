"""Opening a side of a transfer with the case that asks for it, and ending it.

Called for every event of a case of items 10 and 11, in the same transaction;
nothing here commands a case.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings

from tongban.core.access.identifiers import plain
from tongban.core.access.parties import PartyKind, Scheme
from tongban.core.cases.view import CHINA
from tongban.core.exchange.kinds import MessageKind
from tongban.core.items.limits import route_between
from tongban.core.json_values import Json, JsonObject, text_of
from tongban.core.refusals import Refusal
from tongban.core.transfers.checks import CheckFailed, CheckPending
from tongban.core.transfers.numbers import number_of
from tongban.core.transfers.stages import (
    GONE,
    OPEN,
    Basis,
    Happening,
    Side,
    Stage,
    after,
)
from tongban.records.cases.models import Case
from tongban.records.parties.models import Party
from tongban.records.transfers.models import Transfer
from tongban.services.enrolment.people import PersonUnknown
from tongban.services.exchange.sending import reaches
from tongban.services.ledger.operations import area_of
from tongban.services.parties.queries import person_known
from tongban.services.transfers.facts import Move, stands_against
from tongban.services.transfers.moving import tell
from tongban.services.transfers.tracing import open_side

SIDE_OF: Final = {"transfer-out": Side.OUT, "transfer-in": Side.IN}
TOKEN_BYTES: Final = 4


class WrongSide(Refusal):
    """The application was handed in for the end that lies elsewhere."""

    code = "transfers.wrong_side"

    def __init__(self, side: Side) -> None:
        super().__init__("The other end lies here.", side=side.value)


class NotAMove(Refusal):
    """Both ends lie in one pooling area: nothing moves."""

    code = "transfers.not_a_move"

    def __init__(self) -> None:
        super().__init__("Both ends lie in one area.")


class NotUndone(Refusal):
    """What another area took over is not taken back; it moves back by a transfer."""

    code = "transfers.not_undone"

    def __init__(self) -> None:
        super().__init__("The transfer took effect.")


@dataclass(frozen=True, slots=True)
class Asked:
    """Who moves from where to where, as a form says it."""

    person_id: int
    name: str
    id_number: str
    move: Move
    moves_account: bool


def opened(case: Case, form: JsonObject, *, side: Side, at: datetime) -> None:
    """Open this side of a transfer and ask the other one, in one transaction.

    Refuses what this side's own check speaks against. A side that the other
    one opened, or that was announced, takes the case in.
    """
    asked = read_form(case.party, form)
    waiting = open_side(asked.person_id, side)
    if waiting is not None and waiting.case_id is None:
        waiting.case = case
        waiting.save(update_fields=["case"])
        return
    _check_ends(case, asked.move, side)
    today = at.astimezone(CHINA).date()
    against = stands_against(asked.person_id, asked.move, side, day=today)
    if against:
        raise CheckFailed(against)
    row = new_side(asked, side, at=at, case=case)
    row.save(force_insert=True)
    ask_other(row, asked, phone=text_of(form, "contact_phone"), at=at)


def new_side(
    asked: Asked, side: Side, *, at: datetime, case: Case | None = None
) -> Transfer:
    """Return a new side of a transfer, asked for here; it is not kept yet."""
    day, move = at.astimezone(CHINA).date(), asked.move
    other = move.region_of(side.other)
    employer = None
    if case is not None and case.party.kind == PartyKind.EMPLOYER:
        employer = case.party
    return Transfer(
        number=number_of(day, secrets.token_hex(TOKEN_BYTES)),
        side=side.value,
        person_id=asked.person_id,
        case=case,
        employer=employer,
        basis=Basis.APPLIED.value,
        stage=Stage.REQUESTED.value,
        scheme=move.scheme.value,
        from_region=move.from_region,
        to_region=move.to_region,
        region=move.region_of(side),
        asked_side=side.value,
        asked_at=at,
        by_hand=not reaches(other),
        moves_account=asked.moves_account,
    )


def ask_other(row: Transfer, asked: Asked, *, phone: str, at: datetime) -> None:
    """Ask the other side to check; an area nobody serves is left to the clerks."""
    if row.by_hand:
        return
    body: dict[str, Json] = {
        "asked_side": row.asked_side,
        "asked_at": row.asked_at.isoformat(),
        "basis": row.basis,
        "name": asked.name,
        "id_number": asked.id_number,
        "phone": phone,
        "scheme": row.scheme,
        "from_region": row.from_region,
        "to_region": row.to_region,
        "moves_account": row.moves_account,
    }
    tell(row, MessageKind.TRANSFER_REQUESTED, body, at=at)


def read_form(party: Party, form: JsonObject) -> Asked:
    """Return who moves and where; an employer asks for somebody it names."""
    name, number = party.name, party.identifier
    person_id: int | None = party.pk
    if party.kind != PartyKind.PERSON:
        name = text_of(form, "insured_name")
        number = plain(text_of(form, "insured_id_number"))
        known = person_known(number, name)
        person_id = None if known is None else known[0]
    if person_id is None:
        raise PersonUnknown
    move = Move(
        from_region=text_of(form, "from_region"),
        to_region=text_of(form, "to_region"),
        scheme=Scheme(text_of(form, "scheme") or Scheme.EMPLOYEE.value),
    )
    moves_account = form.get("move_account") is not False
    return Asked(person_id, name, number, move, moves_account=moves_account)


def asked_of(row: Transfer) -> Asked:
    """Return what a transfer here asks for, with the person as registered."""
    move = Move(row.from_region, row.to_region, Scheme(row.scheme))
    person = row.person
    return Asked(
        row.person_id,
        person.name,
        person.identifier,
        move,
        moves_account=row.moves_account,
    )


def check_accepted(case: Case, *, at: datetime) -> None:
    """Refuse to accept before both sides agreed; by hand the clerk has checked."""
    for row in Transfer.objects.filter(case=case).select_for_update(no_key=True):
        stage = Stage(row.stage)
        if stage is Stage.AGREED:
            continue
        if not row.by_hand:
            raise CheckPending
        row.stage = after(Side(row.side), stage, Happening.AGREED).value
        row.agreed_at = at
        row.save(update_fields=["stage", "agreed_at"])


def ended(case: Case, *, words: str, at: datetime) -> None:
    """End the open side of a case that was not granted, and tell the other side.

    What has arrived already goes back; a side that a message ended is left.
    """
    opened = Transfer.objects.filter(
        case=case, stage__in=[stage.value for stage in OPEN]
    )
    for row in opened.select_for_update(no_key=True):
        side, announced = Side(row.side), row.stage == Stage.ANNOUNCED.value
        arrived = side is Side.IN and (bool(row.sheet) or row.money_fen is not None)
        happening = Happening.RETURNED if arrived else Happening.WITHDRAWN
        row.stage = after(side, Stage(row.stage), happening).value
        row.words, row.ended_at = words, at
        row.save(update_fields=["stage", "words", "ended_at"])
        if not row.by_hand and not announced:
            kind = (
                MessageKind.TRANSFER_RETURNED
                if arrived
                else MessageKind.TRANSFER_WITHDRAWN
            )
            tell(row, kind, {"from_side": row.side, "words": words}, at=at)


def refuse_undo(case: Case) -> None:
    """Refuse to take back a case whose transfer has left or arrived."""
    done = [stage.value for stage in GONE]
    if Transfer.objects.filter(case=case, stage__in=done).exists():
        raise NotUndone


def _check_ends(case: Case, move: Move, side: Side) -> None:
    if area_of(move.from_region) == area_of(move.to_region):
        raise NotAMove
    home = area_of(case.region or settings.TONGBAN_REGION)
    if area_of(move.region_of(side)) == home:
        return
    if area_of(move.region_of(side.other)) == home:
        raise WrongSide(side)


def route_of(row: Transfer) -> str:
    """Return the route of a transfer: inside a province, or across."""
    return route_between(row.from_region, row.to_region)
