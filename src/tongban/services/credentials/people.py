"""Whose credential somebody may handle: their own, a child's, a visitor's."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from tongban.core.access.actor import Actor, ActorKind
from tongban.core.access.masking import mask_name
from tongban.core.access.parties import PartyKind
from tongban.core.access.rights import Act, check_may
from tongban.core.credentials.states import Check
from tongban.records.parties.models import Party
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.guard import is_helper, mandate_for
from tongban.services.credentials.refusals import NotOwnPerson, OnlyPersons

MANDATED_ITEM: Final = "medical-credential"


@dataclass(frozen=True, slots=True)
class OwnPerson:
    """Somebody whose credential one may show: oneself, or a bound child."""

    party_id: int
    masked_name: str
    is_child: bool


def own_people(actor: Actor, today: date) -> tuple[OwnPerson, ...]:
    """Return oneself, then the children one is guardian of on that day."""
    own = Party.objects.filter(
        pk__in=actor.party_ids, kind=PartyKind.PERSON.value
    ).order_by("pk")
    selves = [OwnPerson(row.pk, mask_name(row.name), is_child=False) for row in own]
    children = [
        OwnPerson(row.pk, mask_name(row.name), is_child=True)
        for row in guarded_children(today)
    ]
    return (*selves, *children)


def guarded_children(today: date) -> tuple[Party, ...]:
    """Return the children bound to the session's own party and not of age yet."""
    rows = Party.objects.raw(
        "SELECT * FROM guarded_children(%s) ORDER BY born_on, id", [today]
    )
    return tuple(rows)


def check_shows(actor: Actor, party_id: int, today: date) -> None:
    """Refuse anybody but the owner and the guardian: staff show nobody's code."""
    known = {one.party_id for one in own_people(actor, today)}
    if actor.kind is not ActorKind.CITIZEN or party_id not in known:
        raise NotOwnPerson


def check_of(envelope: Envelope, party_id: int) -> Check:
    """Return by which check this sender handles a person's credential, or refuse.

    Clerks look at the document of who stands before them; helpers need a
    mandate; a citizen handles their own and a bound child's.
    """
    actor = envelope.actor
    if actor.kind is ActorKind.STAFF:
        check_may(actor, Act.ACCEPT)
        mandate_for(envelope, party_id=party_id, item=MANDATED_ITEM)
        check_person(party_id)
        return Check.HELPER if is_helper(actor) else Check.COUNTER
    check_shows(actor, party_id, envelope.today)
    return Check.PHONE if party_id in actor.party_ids else Check.GUARDIAN


def check_person(party_id: int) -> None:
    """Refuse a unit: only people have a credential."""
    if not Party.objects.filter(pk=party_id, kind=PartyKind.PERSON.value).exists():
        raise OnlyPersons
