"""Who stands at a terminal: by number and name, or by a personal code (医保码)."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core import signing

from tongban.core.access.actor import Actor, ActorKind
from tongban.core.access.identifiers import plain
from tongban.core.access.masking import mask_name
from tongban.core.access.parties import PartyKind
from tongban.core.credentials.codes import CodeUnreadable
from tongban.core.refusals import Refusal
from tongban.records.accounts.models import Account
from tongban.records.parties.models import Party, identifier_mark
from tongban.services.credentials.refusals import CodeForged, CredentialUnknown
from tongban.services.credentials.using import use_at_kiosk
from tongban.services.queues.devices import check_unlocked, count_try
from tongban.services.queues.refusals import VisitorUnknown

CODE_SECONDS_MAX: Final = 300
CODE_MAX: Final = 200
_SALT: Final = "tongban.personal-code"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person identified at a terminal; kept in its session until wiped."""

    party_id: int
    account_id: int | None
    name: str

    @property
    def masked_name(self) -> str:
        """The name as a public screen may show it."""
        return mask_name(self.name)

    @property
    def actor(self) -> Actor:
        """The person as the one who acts."""
        return Actor(
            kind=ActorKind.CITIZEN,
            account_id=self.account_id,
            name=self.name,
            party_ids=(self.party_id,),
        )


def identify_by_number(
    secret: str, *, identifier: str, name: str, now: datetime
) -> Visitor:
    """Return the person of this identity number and name.

    ``secret`` is the terminal's: wrong entries are counted on it, and after
    too many it identifies nobody for a while.
    """
    check_unlocked(secret, now=now)
    found = _person_of(identifier)
    same = found is not None and _plain_name(found.name) == _plain_name(name)
    count_try(secret, found=same, now=now)
    if found is None or not same:
        raise VisitorUnknown
    return _visitor(found.pk, str(found.name))


@dataclass(frozen=True, slots=True)
class Shown:
    """A code held before a terminal: of which hall, and under which request key."""

    code: str
    office: str
    key: str


def identify_by_credential(secret: str, shown: Shown, *, now: datetime) -> Visitor:
    """Return the person whose credential (医保码) is shown; its code is taken once.

    Codes nobody could have been shown are counted like wrong numbers.
    """
    check_unlocked(secret, now=now)
    try:
        person = use_at_kiosk(shown.code, office=shown.office, key=shown.key, now=now)
    except (CodeUnreadable, CodeForged, CredentialUnknown):
        count_try(secret, found=False, now=now)
        raise
    count_try(secret, found=True, now=now)
    return _visitor(person.party_id, person.name)


def identify_by_code(secret: str, *, code: str, now: datetime) -> Visitor:
    """Return the person whose own phone shows this code right now."""
    check_unlocked(secret, now=now)
    try:
        mark = _mark_in(code, now)
    except Refusal:
        count_try(secret, found=False, now=now)
        raise
    found = _person_by_mark(mark)
    count_try(secret, found=found is not None, now=now)
    if found is None:
        raise VisitorUnknown
    return _visitor(found.pk, str(found.name))


def personal_code(identifier: str, *, now: datetime) -> str:
    """Return a code for the person's own phone; it serves for five minutes.

    For who has no credential (医保码) yet: signed, short-lived, good at a
    terminal only, and without a number that anybody could read.
    """
    mark = identifier_mark(plain(identifier), PartyKind.PERSON)
    content = {"mark": mark, "at": int(now.timestamp())}
    return signing.dumps(content, salt=_SALT, compress=True)


def _mark_in(code: str, now: datetime) -> str:
    try:
        content = signing.loads("".join(code.split())[:CODE_MAX], salt=_SALT)
    except signing.BadSignature as error:
        raise VisitorUnknown from error
    age = now - datetime.fromtimestamp(content["at"], tz=now.tzinfo)
    if not timedelta(0) <= age + timedelta(seconds=1) <= _longest():
        raise VisitorUnknown
    return str(content["mark"])


def _longest() -> timedelta:
    return timedelta(seconds=CODE_SECONDS_MAX + 1)


def _person_of(identifier: str) -> Party | None:
    typed = plain(identifier)
    if not typed:
        return None
    return _person_by_mark(identifier_mark(typed, PartyKind.PERSON))


def _person_by_mark(mark: str) -> Party | None:
    rows = Party.objects.raw("SELECT * FROM person_by_mark(%s)", [mark])
    return next(iter(rows), None)


def _plain_name(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).replace("·", "")
    return "".join(folded.split()).casefold()


def _visitor(party_id: int, name: str) -> Visitor:
    account = (
        Account.objects.filter(
            party_id=party_id, kind=ActorKind.CITIZEN.value, is_active=True
        )
        .order_by("pk")
        .first()
    )
    account_id = None if account is None else account.pk
    return Visitor(party_id, account_id, name)
