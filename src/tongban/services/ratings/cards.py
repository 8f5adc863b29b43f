"""One correction or one voice as staff work on it, with how to reach the person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from tongban.core.access.actor import Actor
from tongban.core.access.masking import mask_name, mask_phone
from tongban.core.access.parties import PartyKind
from tongban.core.access.rights import Act, may
from tongban.core.ratings.corrections import (
    CLAIMED,
    DEED_WORDS,
    CorrectionState,
    Deed,
)
from tongban.core.ratings.voices import (
    MOVE_WORDS,
    VOICE_STATE_WORDS,
    VOICE_WORDS,
    VoiceKind,
    VoiceMove,
    VoiceState,
)
from tongban.records.accounts.models import Account
from tongban.records.offices.models import StaffGrant
from tongban.records.parties.models import Party
from tongban.records.ratings.models import (
    Correction,
    CorrectionEvent,
    Voice,
    VoiceEvent,
)
from tongban.records.security.row_conditions import below
from tongban.services.access.looks import record_look
from tongban.services.cases.envelope import Envelope
from tongban.services.ratings import following
from tongban.services.ratings.corrections import CONTACT_LATE, CorrectionUnknown
from tongban.services.ratings.limits import limits_of
from tongban.services.ratings.lists import (
    CorrectionLine,
    FilterUnknown,
    Lines,
    correction_line,
    paged,
)
from tongban.services.ratings.people import FOLLOWING, names_of
from tongban.services.ratings.rules import rating_rules
from tongban.services.ratings.voices import VoiceUnknown

CALLING: Final = "差评回访"
LOOKING: Final = "办理投诉建议"
WORKERS_MAX: Final = 200
RUNG_WORDS: Final[Mapping[str, str]] = {
    CONTACT_LATE: "超过首次联系期限",
    "warn": "将到期",
    "due": "今天到期",
    "overdue": "已逾期",
}
CONTACT_WORDS: Final[Mapping[str, str]] = {
    "reached": "已联系上",
    "not_reached": "未联系上",
}


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event in words; ``file_id`` is evidence laid before the reviewer."""

    at: datetime
    word: str
    who: str
    words: str
    file_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """Who it is and how to reach them."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class CorrectionCard:
    """One correction with all that is needed to work on it."""

    line: CorrectionLine
    words: str
    additions: tuple[str, ...]
    reach: Reach
    events: tuple[EventLine, ...]
    why: tuple[str, ...]
    workers: tuple[tuple[int, str], ...]
    may_work: bool
    may_review: bool
    may_assign: bool
    case_number: str
    version: int


@dataclass(frozen=True, slots=True)
class VoiceLine:
    """One complaint or suggestion of the work list."""

    id: int
    number: str
    kind_word: str
    topic_word: str
    who: str
    words: str
    case_number: str
    item_name: str
    office_name: str
    state: VoiceState
    state_word: str
    owner: str
    mine: bool
    due_on: date
    late: bool
    reopened: int
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class VoiceCard:
    """One voice with all that is needed to answer it."""

    line: VoiceLine
    words: str
    reach: Reach
    events: tuple[EventLine, ...]
    workers: tuple[tuple[int, str], ...]
    may_work: bool
    may_assign: bool
    version: int


VOICE_SHELVES: Final[Mapping[str, str]] = {
    "open": "在办",
    "mine": "我的",
    "late": "逾期",
    "answered": "已答复",
}


def correction_card(envelope: Envelope, correction_id: int) -> CorrectionCard:
    """Return one correction with the phone of the person, which is written down."""
    actor, today = envelope.actor, envelope.today
    mine = below("rating__office_path", actor.office_path)
    row = (
        Correction.objects.filter(mine, pk=correction_id)
        .exclude(rating__concerned__contains=[actor.account_id])
        .select_related("rating__office", "rating__case", "rating__ticket")
        .first()
    )
    if row is None or not _may_see(actor, row.owner_id, row.rating.office_path):
        raise CorrectionUnknown
    rating = row.rating
    reach = _reach_of(envelope, rating.party_id, reason=CALLING)
    view = following.view_of(row)
    supervises = may(actor, Act.SPOT_CHECK.value, office_path=rating.office_path)
    hands = {view.claimed_by, row.owner_id}
    started = view.round_on or rating.rated_on
    rules = rating_rules().correction
    return CorrectionCard(
        line=correction_line(
            row, actor=actor, owners=names_of([row.owner_id]), today=today
        ),
        words=rating.words,
        additions=tuple(one.words for one in rating.additions.order_by("pk")),
        reach=reach,
        events=_correction_events(row.events.order_by("-seq")),
        why=limits_of(started, rules.fix_working_days).why,
        workers=_workers(rating.office_path, rating.concerned, today),
        may_work=row.owner_id in {None, actor.account_id} and view.ended_on is None,
        may_review=supervises
        and CorrectionState(row.state) in CLAIMED
        and actor.account_id not in hands,
        may_assign=may(actor, Act.DISTRIBUTE.value, office_path=rating.office_path)
        and view.ended_on is None,
        case_number="" if rating.case is None else rating.case.number,
        version=row.version,
    )


def _may_see(actor: Actor, owner_id: int | None, path: str) -> bool:
    """Say whether it is the actor's work, nobody's yet, or theirs to supervise."""
    if owner_id is None or owner_id == actor.account_id:
        return True
    return may(actor, Act.SPOT_CHECK.value, office_path=path)


def _reach_of(envelope: Envelope, party_id: int | None, *, reason: str) -> Reach:
    party = None if party_id is None else Party.objects.filter(pk=party_id).first()
    if party is None:
        return Reach("", "")
    record_look(envelope.actor, party.pk, at=envelope.now, reason=reason)
    return Reach(party.name, party.phone)


def _workers(
    path: str, concerned: Iterable[int], today: date
) -> tuple[tuple[int, str], ...]:
    """Return who could follow up: staff of the office and above, none concerned."""
    parts = path.strip("/").split("/")
    paths = ["/" + "/".join(parts[:count]) + "/" for count in range(1, len(parts) + 1)]
    able = StaffGrant.objects.filter(
        role__in=FOLLOWING, office__path__in=paths, in_force__contains=today
    ).values("account_id")
    rows = (
        Account.objects.filter(pk__in=able, is_active=True)
        .exclude(pk__in=list(concerned))
        .select_related("office")
        .order_by("display_name")
    )
    return tuple(
        (row.pk, f"{row.display_name}（{row.office.name if row.office else ''}）")
        for row in rows[:WORKERS_MAX]
    )


def _correction_events(rows: Iterable[CorrectionEvent]) -> tuple[EventLine, ...]:
    return tuple(
        EventLine(
            at=row.at,
            word=_word(DEED_WORDS[Deed(row.deed)], row.detail),
            who=row.actor_name,
            words=row.words,
            file_id=row.file_id,
        )
        for row in rows
    )


def _word(word: str, detail: str) -> str:
    said = RUNG_WORDS.get(detail) or CONTACT_WORDS.get(detail) or detail
    return f"{word}（{said}）" if said else word


def evidence_of(envelope: Envelope, correction_id: int) -> frozenset[UUID]:
    """Return the files laid before the reviewer of a correction within reach."""
    card = correction_card(envelope, correction_id)
    return frozenset(one.file_id for one in card.events if one.file_id is not None)


def voices_of(
    actor: Actor, *, shelf: str, kind: str, page: int, today: date
) -> Lines[VoiceLine]:
    """Return the voices of the actor's offices on one shelf, the soonest first.

    Never one in which the actor is complained about; who does not supervise
    sees their own work and what nobody has taken.
    """
    found = _voices(actor, shelf, today)
    if kind:
        found = found.filter(kind=kind)
    rows = found.select_related("office", "case", "party")
    order = ("-answered_on",) if shelf == "answered" else ("due_on",)
    owners = names_of(found.values_list("owner_id", flat=True))
    return paged(
        rows.order_by(*order, "pk"),
        page,
        lambda row: _voice_line(row, actor=actor, owners=owners, today=today),
    )


def voice_counts(actor: Actor, *, today: date) -> dict[str, int]:
    """Return how many voices lie on each shelf that is worked on."""
    return {
        shelf: _voices(actor, shelf, today).count()
        for shelf in VOICE_SHELVES
        if shelf != "answered"
    }


def voices_about(actor: Actor, number: str, *, today: date) -> tuple[VoiceLine, ...]:
    """Return the voices about one case for those who supervise it; else nothing."""
    if not may(actor, Act.SPOT_CHECK.value):
        return ()
    mine = below("office_path", actor.office_path)
    found = Voice.objects.filter(mine, case__number=number)
    rows = (
        found.exclude(concerned__contains=[actor.account_id])
        .select_related("office", "case", "party")
        .order_by("-pk")
    )
    owners = names_of(found.values_list("owner_id", flat=True))
    return tuple(
        _voice_line(row, actor=actor, owners=owners, today=today) for row in rows
    )


def _voices(actor: Actor, shelf: str, today: date) -> QuerySet[Voice]:
    mine = below("office_path", actor.office_path)
    is_open = Q(state=VoiceState.OPEN.value)
    shelves = {
        "open": is_open,
        "mine": is_open & Q(owner_id=actor.account_id or 0),
        "late": is_open & Q(due_on__lt=today),
        "answered": ~is_open,
    }
    if shelf not in shelves:
        raise FilterUnknown
    found = Voice.objects.filter(mine, shelves[shelf])
    found = found.exclude(concerned__contains=[actor.account_id])
    if not may(actor, Act.SPOT_CHECK.value):
        found = found.filter(Q(owner_id=actor.account_id or 0) | Q(owner=None))
    return found


def _voice_line(
    row: Voice, *, actor: Actor, owners: Mapping[int, str], today: date
) -> VoiceLine:
    kind, state = VoiceKind(row.kind), VoiceState(row.state)
    return VoiceLine(
        id=row.pk,
        number=row.number,
        kind_word=VOICE_WORDS[kind],
        topic_word=rating_rules().voices[kind.value].topics.get(row.topic, row.topic),
        who=_masked(row),
        words=row.words,
        case_number="" if row.case is None else row.case.number,
        item_name=row.item_name,
        office_name=row.office.name,
        state=state,
        state_word=VOICE_STATE_WORDS[state],
        owner=owners.get(row.owner_id or 0, ""),
        mine=row.owner_id is not None and row.owner_id == actor.account_id,
        due_on=row.due_on,
        late=state is VoiceState.OPEN and today > row.due_on,
        reopened=row.reopened,
        sent_at=row.sent_at,
    )


def _masked(row: Voice) -> str:
    if row.name:
        return mask_name(row.name)
    if row.party is None:
        return mask_phone(row.contact) or "未留姓名"
    person = row.party.kind == PartyKind.PERSON.value
    return mask_name(row.party.name) if person else row.party.name


def voice_card(envelope: Envelope, voice_id: int) -> VoiceCard:
    """Return one voice with how to reach its sender, which is written down."""
    actor, today = envelope.actor, envelope.today
    mine = below("office_path", actor.office_path)
    row = (
        Voice.objects.filter(mine, pk=voice_id)
        .exclude(concerned__contains=[actor.account_id])
        .select_related("office", "case", "party")
        .first()
    )
    if row is None or not _may_see(actor, row.owner_id, row.office_path):
        raise VoiceUnknown
    known = _reach_of(envelope, row.party_id, reason=LOOKING)
    is_open = row.state == VoiceState.OPEN.value
    return VoiceCard(
        line=_voice_line(
            row, actor=actor, owners=names_of([row.owner_id]), today=today
        ),
        words=row.words,
        reach=Reach(row.name or known.name, row.contact or known.phone),
        events=_voice_events(row.events.order_by("-seq")),
        workers=_workers(row.office_path, row.concerned, today),
        may_work=is_open and row.owner_id in {None, actor.account_id},
        may_assign=is_open
        and may(actor, Act.DISTRIBUTE.value, office_path=row.office_path),
        version=row.version,
    )


def _voice_events(rows: Iterable[VoiceEvent]) -> tuple[EventLine, ...]:
    return tuple(
        EventLine(
            at=row.at,
            word=_word(MOVE_WORDS[VoiceMove(row.move)], row.detail),
            who=row.actor_name,
            words=row.words,
        )
        for row in rows
    )
