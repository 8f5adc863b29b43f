"""What people see of what they said: their rating, its correction, their voices."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from tongban.core.access.actor import Actor
from tongban.core.ratings.corrections import (
    CORRECTION_WORDS,
    DEED_WORDS,
    CorrectionState,
    Deed,
    is_late,
    may_reopen,
)
from tongban.core.ratings.giving import last_day
from tongban.core.ratings.voices import (
    FOR_THE_SENDER,
    MOVE_WORDS,
    VOICE_STATE_WORDS,
    VOICE_WORDS,
    VoiceKind,
    VoiceMove,
    VoiceState,
    check_reopening,
)
from tongban.core.refusals import Refusal
from tongban.records.ratings.models import Correction, Rating, Voice
from tongban.services.ratings import following
from tongban.services.ratings.guessing import check_guesses, note_wrong_guess
from tongban.services.ratings.rules import grade_book, rating_rules
from tongban.services.ratings.scope import seen_by_voice_code
from tongban.services.ratings.served import Served
from tongban.services.ratings.voices import VoiceUnknown

VOICES_SHOWN_MAX = 100
# Reminders and who was given the work are the office's own business.
_FOR_THE_RATER = frozenset(Deed) - {Deed.ASSIGNED, Deed.RUNG, Deed.TRIED}
_SAID_TO_THE_RATER = frozenset({Deed.CLAIM_FIXED, Deed.CLAIM_UNFIXABLE, Deed.REOPENED})


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened, in words."""

    at: datetime
    word: str
    words: str


@dataclass(frozen=True, slots=True)
class OwnCorrection:
    """How far the office came with what was complained about."""

    state: CorrectionState
    state_word: str
    due_on: date
    late: bool
    ended: bool
    may_reopen: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class OwnRating:
    """One's own rating with what was added and what came of it."""

    grade: str
    grade_name: str
    bad: bool
    reasons: tuple[str, ...]
    words: str
    rated_at: datetime
    additions: tuple[Line, ...]
    may_add: bool
    correction: OwnCorrection | None


@dataclass(frozen=True, slots=True)
class OwnVoice:
    """One's own complaint or suggestion as its sender sees it."""

    id: int
    number: str
    kind: VoiceKind
    kind_word: str
    topic_word: str
    state: VoiceState
    state_word: str
    words: str
    office_name: str
    office_phone: str
    case_number: str
    item_name: str
    sent_at: datetime
    due_on: date
    late: bool
    may_reopen: bool
    lines: tuple[Line, ...]
    version: int


def rate_until(served: Served) -> date | None:
    """Return the last day on which a service may be rated; nothing before its end.

    A visit is rated on its own day: its ticket opens nothing tomorrow.
    """
    ended_on = served.ended_on
    if served.ticket is not None:
        return ended_on
    return None if ended_on is None else last_day(ended_on, rating_rules().giving)


def own_rating(served: Served, *, today: date) -> OwnRating | None:
    """Return the rating of a service to whoever has proven that it is theirs."""
    rating = Rating.objects.filter(subject=served.key).first()
    return None if rating is None else _rating(rating, today=today)


def _rating(rating: Rating, *, today: date) -> OwnRating:
    book, rules = grade_book(), rating_rules()
    added = rating.additions.order_by("pk")
    additions = tuple(Line(one.added_at, "追评", one.words) for one in added)
    correction = Correction.objects.filter(rating=rating).first()
    return OwnRating(
        grade=rating.grade,
        grade_name=book.grade(rating.grade).name,
        bad=rating.bad,
        reasons=book.texts(rating.reasons),
        words=rating.words,
        rated_at=rating.rated_at,
        additions=additions,
        may_add=len(additions) < rules.giving.additions_max,
        correction=None if correction is None else _correction(correction, today),
    )


def _correction(row: Correction, today: date) -> OwnCorrection:
    view = following.view_of(row)
    return OwnCorrection(
        state=view.state,
        state_word=CORRECTION_WORDS[view.state],
        due_on=row.due_on,
        late=is_late(view.state, due_on=row.due_on, today=today),
        ended=view.ended_on is not None,
        may_reopen=may_reopen(view, today=today, rules=rating_rules().correction),
        lines=tuple(
            Line(
                event.at,
                DEED_WORDS[Deed(event.deed)],
                event.words if Deed(event.deed) in _SAID_TO_THE_RATER else "",
            )
            for event in row.events.order_by("seq")
            if Deed(event.deed) in _FOR_THE_RATER
        ),
    )


def own_voices(actor: Actor, *, today: date) -> tuple[OwnVoice, ...]:
    """Return what the account sent, the latest first."""
    if actor.account_id is None:
        return ()
    found = Voice.objects.filter(account_id=actor.account_id)
    rows = found.select_related("office", "case").order_by("-pk")[:VOICES_SHOWN_MAX]
    return tuple(_voice(row, today) for row in rows)


def own_voice(actor: Actor, number: str, *, today: date) -> OwnVoice:
    """Return one voice of the account; refuses ``ratings.voice_unknown``."""
    row = (
        Voice.objects.select_related("office", "case")
        .filter(number=number, account_id=actor.account_id or 0)
        .first()
    )
    if row is None:
        raise VoiceUnknown
    return _voice(row, today)


@contextmanager
def voice_by_code(number: str, code: str, *, today: date) -> Iterator[OwnVoice]:
    """Give the voice that has this number and code; wrong codes are counted."""
    check_guesses(number, today)
    with seen_by_voice_code(number, code):
        row = (
            Voice.objects.select_related("office", "case")
            .filter(number=number, code=code)
            .first()
        )
        if row is None:
            note_wrong_guess(number, today)
            raise VoiceUnknown
        yield _voice(row, today)


def _voice(row: Voice, today: date) -> OwnVoice:
    kind, state = VoiceKind(row.kind), VoiceState(row.state)
    return OwnVoice(
        id=row.pk,
        number=row.number,
        kind=kind,
        kind_word=VOICE_WORDS[kind],
        topic_word=rating_rules().voices[kind.value].topics.get(row.topic, row.topic),
        state=state,
        state_word=VOICE_STATE_WORDS[state],
        words=row.words,
        office_name=row.office.name,
        office_phone=row.office.supervision_phone or row.office.phone,
        case_number="" if row.case is None else row.case.number,
        item_name=row.item_name,
        sent_at=row.sent_at,
        due_on=row.due_on,
        late=state is VoiceState.OPEN and today > row.due_on,
        may_reopen=_may_reopen(row, today),
        lines=tuple(
            Line(event.at, MOVE_WORDS[VoiceMove(event.move)], event.words)
            for event in row.events.order_by("seq")
            if VoiceMove(event.move) in FOR_THE_SENDER
        ),
        version=row.version,
    )


def _may_reopen(row: Voice, today: date) -> bool:
    try:
        check_reopening(
            VoiceState(row.state),
            answered_on=row.answered_on,
            reopened=row.reopened,
            today=today,
            rules=rating_rules().voices[row.kind],
        )
    except Refusal:
        return False
    return True
