"""Loading the holiday notice of a year, with a look at what it would change."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from tongban.core.access.actor import Actor, ActorKind, Role
from tongban.core.calendar.workdays import WorkCalendar
from tongban.core.calendar.years import YearDays
from tongban.core.refusals import Refusal
from tongban.policy.calendar import parse_notice
from tongban.records.calendar.models import CalendarNotice
from tongban.services.calendar.queries import work_calendar

TEXT_CHARACTERS_MAX: Final = 20_000
LOADING_ROLES: Final = frozenset({Role.ADMINISTRATOR, Role.CATALOGUER})
LOADING_LOCK: Final = 20_231_008  # names the advisory lock; any fixed number

Reproject = Callable[[WorkCalendar], int]
SEEN_CHARACTERS: Final = 16


class MayNotLoadNotice(Refusal):
    """The actor's roles do not include loading a holiday notice."""

    code = "calendar.not_allowed"


class NoticeTooLong(Refusal):
    """The text of a notice is longer than a notice can be."""

    code = "calendar.notice_too_long"


class PreviewStale(Refusal):
    """The text or the open cases changed since somebody looked at them."""

    code = "calendar.preview_stale"

    def __init__(self) -> None:
        super().__init__("Look again before loading.")


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """One day the notice changes; a name says why it is free, ``None`` is worked."""

    day: date
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class DueMove:
    """An open case whose due day a calendar moves."""

    number: str
    item: str
    item_name: str
    started_on: date
    before: date
    now: date


FindMoves = Callable[[WorkCalendar], tuple[DueMove, ...]]


@dataclass(frozen=True, slots=True)
class NoticePreview:
    """What loading a notice would do: changed days, and open cases that move.

    ``seen`` names the text and the moves; loading asks for it, so that nobody
    loads what they have not looked at.
    """

    year: int
    number: str
    was_provisional: bool
    changed: tuple[ChangedDay, ...]
    moves: tuple[DueMove, ...]
    calendar: WorkCalendar
    seen: str


def preview_notice(text: str, *, actor: Actor, find_moves: FindMoves) -> NoticePreview:
    """Return what a notice would change without changing anything.

    ``text`` has the form of ``policy/calendar/<year>.yaml``; ``find_moves``
    returns the open cases that would get another due day. Refuses
    ``calendar.not_allowed``, ``calendar.notice_too_long``,
    ``policy.file_wrong``, ``calendar.year_unknown``, ``calendar.notices_disagree``.
    """
    notice = _read(text, actor)
    before = work_calendar()
    after = before.with_notice(notice)
    known = {days.year: days for days in before.years}
    moves = find_moves(after)
    return NoticePreview(
        year=notice.year,
        number=notice.source,
        was_provisional=notice.year not in known or known[notice.year].provisional,
        changed=_changes(before, after, notice.year),
        moves=moves,
        calendar=after,
        seen=_seen(text, moves),
    )


def check_seen(preview: NoticePreview, seen: str) -> None:
    """Refuse to load what is not what somebody looked at."""
    if seen != preview.seen:
        raise PreviewStale


@transaction.atomic
def load_notice(text: str, *, actor: Actor, now: datetime, reproject: Reproject) -> int:
    """Keep a notice and move the open cases; return how many moved.

    Loading the notice that already rules its year again changes nothing.
    ``reproject`` runs in the same transaction with the new calendar. Refuses
    as ``preview_notice`` does.
    """
    notice = _read(text, actor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADING_LOCK])
    ruling = CalendarNotice.objects.filter(year=notice.year).order_by("-id").first()
    if ruling is not None and ruling.text == text:
        return 0
    calendar = work_calendar().with_notice(notice)
    CalendarNotice.objects.create(
        year=notice.year,
        number=notice.source,
        days={
            "off": {day.isoformat(): name for day, name in notice.off.items()},
            "worked": {day.isoformat(): name for day, name in notice.worked.items()},
        },
        text=text,
        loaded_by_id=actor.account_id,
        loaded_at=now,
    )
    return reproject(calendar)


def _seen(text: str, moves: tuple[DueMove, ...]) -> str:
    said = [text, *(f"{one.number} {one.before} {one.now}" for one in moves)]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:SEEN_CHARACTERS]


def _read(text: str, actor: Actor) -> YearDays:
    allowed = actor.kind is ActorKind.SYSTEM or any(
        grant.role in LOADING_ROLES for grant in actor.grants
    )
    if not allowed:
        raise MayNotLoadNotice(f"{actor.kind} may not load a notice.")
    if len(text) > TEXT_CHARACTERS_MAX:
        raise NoticeTooLong(f"{len(text)} characters.", most=TEXT_CHARACTERS_MAX)
    return parse_notice(text, name="notice", folder=Path(settings.TONGBAN_POLICY))


def _changes(
    before: WorkCalendar, after: WorkCalendar, year: int
) -> tuple[ChangedDay, ...]:
    """Return the days on which the two calendars differ, 31 December before on."""
    day = max(before.first_day, date(year - 1, 12, 1))
    last = min(before.last_day, date(year + 1, 1, 31))
    changed = []
    while day <= last:
        old, new = before.name_of_day_off(day), after.name_of_day_off(day)
        if (old is None) != (new is None):
            changed.append(ChangedDay(day, old, new))
        day += timedelta(days=1)
    return tuple(changed)
