"""Who or what somebody typed or scanned into the box of a window."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from tongban.core.access.parties import PartyKind
from tongban.core.credentials.purposes import Purpose
from tongban.core.desk.typed import Typed, plain_typed, readings
from tongban.core.refusals import Refusal
from tongban.records.cases.models import Case, Draft, Mandate
from tongban.records.parties.models import Party, initials_mark, name_mark
from tongban.records.queues.models import Ticket
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.guard import is_helper
from tongban.services.credentials.using import use_code
from tongban.services.desk.queries import office_region
from tongban.services.parties.queries import (
    PartyCard,
    find_parties_by_phone,
    find_party,
    party_cards,
)

CANDIDATES_MAX: Final = 10
CITY_DIGITS: Final = 4


class TypedNothing(Refusal):
    """Nothing was typed or scanned."""

    code = "desk.typed_nothing"

    def __init__(self) -> None:
        super().__init__("Type or scan something.")


class NobodyFound(Refusal):
    """What was typed names nobody on file."""

    code = "desk.nobody_found"

    def __init__(self) -> None:
        super().__init__("Nobody of this number, name or code is on file.")


class TicketAnonymous(Refusal):
    """The ticket was taken without showing a card."""

    code = "desk.ticket_anonymous"

    def __init__(self, number: str) -> None:
        super().__init__(f"Ticket {number} names nobody.", number=number)


@dataclass(frozen=True, slots=True)
class Recognised:
    """Whom it may mean: one person, or several to choose from.

    ``draft`` is the code of a draft to go on with, ``case`` the number typed;
    ``more`` says that not all who fit are listed.
    """

    kind: Typed
    parties: tuple[PartyCard, ...]
    draft: str = ""
    case: str = ""
    more: bool = False


def recognise(envelope: Envelope, text: str) -> Recognised:
    """Return whom a word means; refuses one that means nobody within reach.

    Looks nothing up in the open: names, initials and phones are found by their
    marks. Helpers are shown only those who gave them a mandate, unless they
    show their card or their credential; a credential's code is taken once.
    """
    plain = plain_typed(text)
    if not plain:
        raise TypedNothing
    for kind in readings(plain):
        found = _READERS[kind](envelope, plain)
        if found is not None:
            return found
    raise NobodyFound


def _by_credential(envelope: Envelope, text: str) -> Recognised | None:
    """Take the code of a credential (医保码): it counts as a card shown."""
    shown = use_code(envelope, text, purpose=Purpose.COUNTER)
    return Recognised(Typed.CREDENTIAL, party_cards([shown.party_id]))


def _by_case(envelope: Envelope, text: str) -> Recognised | None:
    record = Case.objects.filter(number=text).first()
    if record is None or not _helps(envelope, (record.party_id,)):
        return None
    return Recognised(Typed.CASE, party_cards([record.party_id]), case=text)


def _by_identifier(_envelope: Envelope, text: str) -> Recognised | None:
    cards = tuple(card for kind in PartyKind if (card := find_party(kind, text)))
    return Recognised(Typed.IDENTIFIER, cards) if cards else None


def _by_phone(envelope: Envelope, text: str) -> Recognised | None:
    cards = find_parties_by_phone(text)
    allowed = _helps(envelope, [card.id for card in cards])
    kept = tuple(card for card in cards if card.id in allowed)
    return _several(Typed.PHONE, kept)


def _by_ticket(envelope: Envelope, text: str) -> Recognised | None:
    ticket = Ticket.objects.filter(
        office_path=envelope.actor.office_path, day=envelope.today, number=text
    ).first()
    if ticket is None:
        return None
    if ticket.party_id is None:
        raise TicketAnonymous(text)
    return Recognised(Typed.TICKET, party_cards([ticket.party_id]))


def _by_draft(envelope: Envelope, text: str) -> Recognised | None:
    draft = Draft.objects.filter(
        code=text, case=None, expires_on__gte=envelope.today
    ).first()
    if draft is None:
        return None
    return Recognised(Typed.DRAFT, party_cards([draft.party_id]), draft=text)


def _by_initials(envelope: Envelope, text: str) -> Recognised | None:
    return _by_mark(envelope, Typed.INITIALS, Q(initials_index=initials_mark(text)))


def _by_name(envelope: Envelope, text: str) -> Recognised | None:
    return _by_mark(envelope, Typed.NAME, Q(name_index=name_mark(text)))


def _by_mark(envelope: Envelope, kind: Typed, mark: Q) -> Recognised | None:
    """Return those with a mark, the office's own city first."""
    rows = Party.objects.filter(mark)
    if is_helper(envelope.actor):
        rows = rows.filter(pk__in=_principals(envelope))
    city = office_region(envelope.actor.office_code)[:CITY_DIGITS]
    keys = rows.order_by("pk").values_list("pk", flat=True)
    found = list(keys.filter(region__startswith=city)[:_READ_MAX])
    found += keys.exclude(region__startswith=city)[: _READ_MAX - len(found)]
    return _several(kind, party_cards(found))


def _several(kind: Typed, cards: tuple[PartyCard, ...]) -> Recognised | None:
    if not cards:
        return None
    return Recognised(kind, cards[:CANDIDATES_MAX], more=len(cards) > CANDIDATES_MAX)


def _helps(envelope: Envelope, party_ids: Iterable[int]) -> frozenset[int]:
    """Return those of the parties this member of staff may be shown."""
    wanted = frozenset(party_ids)
    if not is_helper(envelope.actor):
        return wanted
    return wanted & set(_principals(envelope))


def _principals(envelope: Envelope) -> QuerySet[Mandate, int]:
    return Mandate.objects.filter(
        helper_id=envelope.actor.account_id,
        revoked_at=None,
        from_on__lte=envelope.today,
        until_on__gte=envelope.today,
    ).values_list("principal_id", flat=True)


_READ_MAX: Final = CANDIDATES_MAX + 1
_READERS: Final[Mapping[Typed, Callable[[Envelope, str], Recognised | None]]] = {
    Typed.CREDENTIAL: _by_credential,
    Typed.CASE: _by_case,
    Typed.IDENTIFIER: _by_identifier,
    Typed.PHONE: _by_phone,
    Typed.TICKET: _by_ticket,
    Typed.DRAFT: _by_draft,
    Typed.INITIALS: _by_initials,
    Typed.NAME: _by_name,
}
