"""How a credential stands and where it was used, for its owner and for windows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from tongban.core.access.actor import ActorKind
from tongban.core.credentials.purposes import PURPOSE_WORDS, WAY_WORDS, Purpose, Way
from tongban.core.credentials.states import (
    ASSURANCE_WORDS,
    CHECK_WORDS,
    MOVE_WORDS,
    STATE_WORDS,
    Assurance,
    Check,
    Move,
    State,
    moves_from,
)
from tongban.records.credentials.models import (
    Credential,
    CredentialEvent,
    CredentialUse,
    Guardianship,
)
from tongban.services.cases.envelope import Envelope
from tongban.services.credentials.people import check_shows

USES_PER_PAGE: Final = 20
EVENTS_SHOWN_MAX: Final = 20


@dataclass(frozen=True, slots=True)
class EventLine:
    """One thing done to a credential, in words."""

    at: datetime
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class CredentialView:
    """A credential as pages show it; nothing of it opens a code."""

    party_id: int
    state: State
    state_word: str
    check_word: str
    assurance_word: str
    activated_at: datetime
    version: int
    moves: tuple[Move, ...]
    events: tuple[EventLine, ...]


@dataclass(frozen=True, slots=True)
class UseLine:
    """One use, in words."""

    at: datetime
    purpose: str
    way: str
    place: str


@dataclass(frozen=True, slots=True)
class UsePage:
    """One page of uses, the newest first."""

    lines: tuple[UseLine, ...]
    page: int
    pages: int
    count: int


@dataclass(frozen=True, slots=True)
class GuardianLine:
    """A guardian or a child bound to a person."""

    id: int
    name: str
    is_child: bool
    proof: str
    until_on: date


def credential_of(envelope: Envelope, party_id: int) -> CredentialView | None:
    """Return the credential in use of oneself, a child or a visitor, or nothing."""
    if envelope.actor.kind is not ActorKind.STAFF:
        check_shows(envelope.actor, party_id, envelope.today)
    row = (
        Credential.objects.filter(party_id=party_id)
        .exclude(state=State.REVOKED.value)
        .first()
    )
    return None if row is None else _view(row)


def uses_of(envelope: Envelope, party_id: int, *, page: int) -> UsePage:
    """Return where a credential of one's own or a child's was used."""
    check_shows(envelope.actor, party_id, envelope.today)
    rows = CredentialUse.objects.filter(party_id=party_id).order_by("-at", "-pk")
    count = rows.count()
    pages = max(1, -(-count // USES_PER_PAGE))
    wanted = min(max(page, 1), pages)
    start = (wanted - 1) * USES_PER_PAGE
    lines = tuple(
        UseLine(
            at=row.at,
            purpose=PURPOSE_WORDS[Purpose(row.purpose)],
            way=WAY_WORDS[Way(row.way)],
            place=row.place,
        )
        for row in rows[start : start + USES_PER_PAGE]
    )
    return UsePage(lines, wanted, pages, count)


def guardians_of(party_id: int, *, today: date) -> tuple[GuardianLine, ...]:
    """Return the guardians and children bound to a visitor, for a window."""
    rows = Guardianship.objects.select_related("guardian", "child").filter(
        ended_at=None, until_on__gt=today
    )
    own = [*rows.filter(guardian_id=party_id), *rows.filter(child_id=party_id)]
    return tuple(_line(row, party_id) for row in own)


def _line(row: Guardianship, party_id: int) -> GuardianLine:
    is_child = row.guardian_id == party_id
    other = row.child if is_child else row.guardian
    proof = Guardianship.Proof(row.proof).label
    return GuardianLine(row.pk, str(other.name), is_child, str(proof), row.until_on)


def _view(row: Credential) -> CredentialView:
    state = State(row.state)
    events = CredentialEvent.objects.filter(credential=row).order_by("-seq")
    return CredentialView(
        party_id=row.party_id,
        state=state,
        state_word=STATE_WORDS[state],
        check_word=CHECK_WORDS[Check(row.check_kind)],
        assurance_word=ASSURANCE_WORDS[Assurance(row.assurance)],
        activated_at=row.activated_at,
        version=row.version,
        moves=moves_from(state),
        events=tuple(
            EventLine(one.at, MOVE_WORDS[Move(one.move)], one.reason)
            for one in events[:EVENTS_SHOWN_MAX]
        ),
    )
