"""What staff see of the exchange: who is connected, what moves, what stuck."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, TypeVar

from django.db.models import Model, Q, QuerySet

from tongban.core.access.actor import Actor
from tongban.core.access.rights import Act, may
from tongban.core.exchange.kinds import (
    DEAD_LETTERS,
    IN_STATE_WORDS,
    MENDING_WORDS,
    MESSAGE_KIND_WORDS,
    OUT_STATE_WORDS,
    InState,
    MendingAct,
    MessageKind,
    OutState,
)
from tongban.core.exchange.peers import SELF
from tongban.gateways.clock import real_now
from tongban.records.exchange.models import Inbound, Mending, Outgoing, PeerState
from tongban.services.exchange.rules import exchange_rules, peers
from tongban.services.items.queries import place_name
from tongban.services.messages.queries import sentence_of_code

RowT = TypeVar("RowT", bound=Model)
LINES_PER_PAGE: Final = 30
STUCK_OUT: Final = tuple(sorted(one.value for one in DEAD_LETTERS))
TONES: Final = {
    OutState.DELIVERED.value: "good",
    OutState.WAITING.value: "calm",
    OutState.STOPPED.value: "calm",
    InState.APPLIED.value: "good",
    InState.STORED.value: "calm",
}
HTTP: Final = "http_"
# Short words for what a sentence would tell with data that is not kept.
FAILURE_WORDS: Final = {
    "unreachable": "连接不上",
    "exchange.clock_skewed": "两边时钟相差太大",
    "exchange.sender_unknown": "对方没有登记本平台，或者公钥不对",
    "exchange.version_unknown": "两边没有共同的版本",
    "exchange.no_common_version": "两边没有共同的版本",
    "exchange.not_for_us": "对方不负责这个地区",
    "exchange.receipt_faulty": "对方的收据不对，可能不是真的对方",
}


class Box(StrEnum):
    """Which messages a list holds."""

    STUCK = "stuck"
    SENT = "sent"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class PeerLine:
    """One deployment as a list shows it; moments are real ones, not of the demo."""

    code: str
    name: str
    places: tuple[str, ...]
    own: bool
    protocol: str
    reached_at: datetime | None
    heard_at: datetime | None
    failed_at: datetime | None
    failure: str
    skew_seconds: int | None
    waiting: int
    stuck: int
    late: bool


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message as a list shows it; what it says is never shown."""

    id: int
    sent: bool
    number: int | None
    peer: str
    kind: str
    subject: str
    origin: str
    target: str
    at: datetime
    state: str
    tone: str
    tries: int
    next_at: datetime | None
    reason: str
    may_resend: bool
    may_give_up: bool
    may_apply: bool
    mendings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Messages:
    """One page of a list of messages."""

    lines: tuple[MessageLine, ...]
    page: int
    pages: int
    total: int


def may_mend(actor: Actor) -> bool:
    """Say whether the actor may send again and give up."""
    return may(actor, Act.DISTRIBUTE)


def peer_lines() -> tuple[PeerLine, ...]:
    """Return every deployment with how the exchange with it stands."""
    states = PeerState.objects.in_bulk()
    late = real_now() - timedelta(hours=exchange_rules().stuck_hours)
    found = []
    for peer in peers():
        state = states.get(peer.code)
        sent = Outgoing.objects.filter(peer=peer.code)
        waiting = sent.filter(state=OutState.WAITING.value)
        received = Inbound.objects.filter(peer=peer.code, state=InState.FAILED.value)
        found.append(
            PeerLine(
                code=peer.code,
                name=peer.name,
                places=tuple(place_name(region) for region in peer.regions),
                own=peer.code == SELF,
                protocol="" if state is None else state.protocol,
                reached_at=None if state is None else state.reached_at,
                heard_at=None if state is None else state.heard_at,
                failed_at=None if state is None else state.failed_at,
                failure="" if state is None else failure_words(state.failure),
                skew_seconds=None if state is None else state.skew_seconds,
                waiting=waiting.count(),
                stuck=sent.filter(state__in=STUCK_OUT).count() + received.count(),
                late=waiting.filter(sent_at__lt=late).exists(),
            )
        )
    return tuple(found)


def stuck_count() -> int:
    """Return how many messages wait for somebody."""
    return _stuck_sent().count() + _stuck_received().count()


def messages_in(box: Box, *, page: int, subject: str = "") -> Messages:
    """Return one page of a box, newest first; ``subject`` narrows to one matter."""
    if box is Box.STUCK:
        lines = [
            *map(_sent_line, _stuck_sent()),
            *map(_received_line, _stuck_received()),
        ]
        lines.sort(key=lambda one: one.at, reverse=True)
        return Messages(tuple(lines), 1, 1, len(lines))
    if box is Box.SENT:
        sent = _of(Outgoing.objects.all(), subject)
        rows, at, pages, total = _paged(sent, page)
        return Messages(tuple(map(_sent_line, rows)), at, pages, total)
    received = _of(Inbound.objects.all(), subject)
    arrived, at, pages, total = _paged(received, page)
    return Messages(tuple(map(_received_line, arrived)), at, pages, total)


def failure_words(code: str) -> str:
    """Return in words why a message did not arrive or was not carried out."""
    if code.startswith(HTTP):
        return f"对方服务器回答{code.removeprefix(HTTP)}"
    return FAILURE_WORDS.get(code) or sentence_of_code(code) or code


def _stuck_sent() -> QuerySet[Outgoing]:
    return Outgoing.objects.filter(state__in=STUCK_OUT).order_by("-pk")


def _stuck_received() -> QuerySet[Inbound]:
    return Inbound.objects.filter(state=InState.FAILED.value).order_by("-pk")


def _of(rows: QuerySet[RowT], subject: str) -> QuerySet[RowT]:
    return rows.filter(Q(subject=subject) if subject else Q())


def _paged(rows: QuerySet[RowT], page: int) -> tuple[list[RowT], int, int, int]:
    total = rows.count()
    pages = max(1, -(-total // LINES_PER_PAGE))
    at = min(max(1, page), pages)
    start = (at - 1) * LINES_PER_PAGE
    return list(rows.order_by("-pk")[start : start + LINES_PER_PAGE]), at, pages, total


def _sent_line(row: Outgoing) -> MessageLine:
    dead = row.state in STUCK_OUT
    return MessageLine(
        id=row.pk,
        sent=True,
        number=row.number,
        peer=row.peer,
        kind=MESSAGE_KIND_WORDS[MessageKind(row.kind)],
        subject=row.subject,
        origin=place_name(row.from_region),
        target=place_name(row.to_region),
        at=row.sent_at,
        state=OUT_STATE_WORDS[OutState(row.state)],
        tone=TONES.get(row.state, "bad"),
        tries=row.tries,
        next_at=row.next_at,
        reason=failure_words(row.code),
        may_resend=row.state == OutState.DEAD.value or row.next_at is not None,
        may_give_up=dead,
        may_apply=False,
        mendings=_mendings(Mending.objects.filter(outgoing=row)),
    )


def _received_line(row: Inbound) -> MessageLine:
    return MessageLine(
        id=row.pk,
        sent=False,
        number=row.number,
        peer=row.peer,
        kind=MESSAGE_KIND_WORDS[MessageKind(row.kind)],
        subject=row.subject,
        origin=place_name(row.from_region),
        target=place_name(row.to_region),
        at=row.stored_at,
        state=IN_STATE_WORDS[InState(row.state)],
        tone=TONES.get(row.state, "bad"),
        tries=row.tries,
        next_at=row.next_at,
        reason=failure_words(row.code),
        may_resend=False,
        may_give_up=False,
        may_apply=row.state == InState.FAILED.value,
        mendings=_mendings(Mending.objects.filter(inbound=row)),
    )


def _mendings(rows: QuerySet[Mending]) -> tuple[str, ...]:
    found = []
    for one in rows.select_related("by").order_by("pk"):
        who = "" if one.by is None else one.by.display_name
        said = (who, one.words) if one.words else (who,)
        found.append(f"{MENDING_WORDS[MendingAct(one.act)]}：{'，'.join(said)}")
    return tuple(found)
