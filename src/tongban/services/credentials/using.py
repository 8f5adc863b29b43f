"""Taking a code that is shown: proved first, then taken once for its purpose."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction

from tongban.core.access.actor import ActorKind
from tongban.core.access.masking import mask_identifier, mask_name
from tongban.core.access.parties import Duty, PartyKind
from tongban.core.access.rights import check_duty
from tongban.core.credentials.purposes import (
    OFFICE_PURPOSES,
    PROVIDER_PURPOSES,
    Purpose,
    Way,
    check_covers,
)
from tongban.core.credentials.states import Assurance, State
from tongban.records.credentials.models import PLACE_MAX, Credential, CredentialUse
from tongban.records.offices.models import Office
from tongban.records.parties.models import Party
from tongban.services.access.rules import WrongDoor
from tongban.services.cases.engine import RequestKeyReused
from tongban.services.cases.envelope import CHINA, Envelope
from tongban.services.cases.routing import handling_office
from tongban.services.credentials.proving import ProvedCode, prove_shown
from tongban.services.credentials.refusals import (
    CodeUsed,
    CredentialNotActive,
    CredentialUnknown,
    PurposeElsewhere,
)
from tongban.services.credentials.rules import credential_rules
from tongban.services.credentials.scope import shown

_PROVIDERS: Final = frozenset({PartyKind.INSTITUTION.value, PartyKind.PHARMACY.value})


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the code: an office, a terminal of its hall, or a provider.

    ``key`` is the request key with its sender: the same request again gets the
    first answer.
    """

    key: str
    place: str
    office_path: str
    purposes: Collection[Purpose]
    provider_id: int | None = None
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class ShownPerson:
    """Whose code it is, and how surely; a provider is told the masked forms."""

    party_id: int
    name: str
    masked_name: str
    masked_identifier: str
    region: str
    scheme: str
    born_on: date | None
    assurance: Assurance
    purpose: Purpose
    way: Way
    at: datetime


def use_code(envelope: Envelope, text: str, *, purpose: Purpose) -> ShownPerson:
    """Take a code at a window or at a provider's, once for this purpose."""
    envelope.check()
    return read_by(_reader(envelope), text, purpose=purpose, now=envelope.now)


def use_at_kiosk(text: str, *, office: str, key: str, now: datetime) -> ShownPerson:
    """Take a code at a terminal of a hall, once; ``key`` is the terminal's own."""
    hall = Office.objects.get(code=office)
    reader = Reader(
        key=f"kiosk {key}",
        place=f"{hall.name}自助终端",
        office_path=hall.path,
        purposes=frozenset({Purpose.KIOSK}),
    )
    return read_by(reader, text, purpose=Purpose.KIOSK, now=now)


def read_by(
    reader: Reader, text: str, *, purpose: Purpose, now: datetime
) -> ShownPerson:
    """Take a code by a known reader: prove it, then write its use, or refuse.

    Two readers of one code at once: one writes, the other is told.
    """
    if purpose not in reader.purposes:
        raise PurposeElsewhere(purpose)
    rules = credential_rules(now.astimezone(CHINA).date()).code
    proved = prove_shown(text, now=int(now.timestamp()), rules=rules)
    check_covers(proved.scope, purpose)
    with shown(proved.number), transaction.atomic():
        return _taken(reader, proved, purpose=purpose, now=now)


def _taken(
    reader: Reader, proved: ProvedCode, *, purpose: Purpose, now: datetime
) -> ShownPerson:
    credential = (
        Credential.objects.select_for_update(of=("self",))
        .filter(number=proved.number)
        .first()
    )
    if credential is None:
        raise CredentialUnknown
    if credential.state != State.ACTIVE.value:
        raise CredentialNotActive(State(credential.state))
    use = _written(reader, proved, credential, purpose=purpose, now=now)
    person = _person(proved.number)
    return ShownPerson(
        party_id=person.pk,
        name=str(person.name),
        masked_name=mask_name(person.name),
        masked_identifier=mask_identifier(person.identifier),
        region=person.region,
        scheme=person.scheme,
        born_on=person.born_on,
        assurance=Assurance(credential.assurance),
        purpose=Purpose(use.purpose),
        way=Way(use.way),
        at=use.at.astimezone(CHINA),
    )


def _written(
    reader: Reader,
    proved: ProvedCode,
    credential: Credential,
    *,
    purpose: Purpose,
    now: datetime,
) -> CredentialUse:
    first = CredentialUse.objects.filter(key=reader.key).first()
    if first is not None:
        same = (first.credential_id, first.purpose, first.mark)
        if same != (credential.pk, purpose.value, proved.mark):
            raise RequestKeyReused
        return first
    try:
        with transaction.atomic():
            return CredentialUse.objects.create(
                credential=credential,
                party_id=credential.party_id,
                purpose=purpose.value,
                way=proved.way.value,
                mark=proved.mark,
                at=now,
                place=reader.place[:PLACE_MAX],
                office_path=reader.office_path,
                provider_id=reader.provider_id,
                account_id=reader.account_id,
                key=reader.key,
            )
    except IntegrityError as fault:
        raise CodeUsed(purpose) from fault


def _person(number: str) -> Party:
    rows = Party.objects.raw("SELECT * FROM person_by_credential(%s)", [number])
    return next(iter(rows))


def _reader(envelope: Envelope) -> Reader:
    if envelope.actor.kind is ActorKind.STAFF:
        return _window(envelope)
    if envelope.actor.kind is ActorKind.INSTITUTION:
        return _provider(envelope)
    raise WrongDoor


def _window(envelope: Envelope) -> Reader:
    office = Office.objects.get(code=envelope.actor.office_code)
    return Reader(
        key=f"{envelope.sender} {envelope.key}",
        place=office.name,
        office_path=office.path,
        purposes=OFFICE_PURPOSES,
        account_id=envelope.actor.account_id,
    )


def _provider(envelope: Envelope) -> Reader:
    actor = envelope.actor
    own = Party.objects.filter(pk__in=actor.party_ids, kind__in=_PROVIDERS).first()
    if own is None:
        raise WrongDoor
    check_duty(actor, own.pk, Duty.APPLY)
    return Reader(
        key=f"{envelope.sender} {envelope.key}",
        place=str(own.name),
        office_path=handling_office(region=own.region, item="").path,
        purposes=PROVIDER_PURPOSES,
        provider_id=own.pk,
        account_id=actor.account_id,
    )
