"""What staff see of ratings: lists with filters, and what looks arranged."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Generic, TypeVar

from django.db.models import Case, Model, Q, QuerySet, Value, When

from tongban.core.access.actor import Actor
from tongban.core.access.rights import Act, check_may, may
from tongban.core.ratings.corrections import (
    CLAIMED,
    CORRECTION_WORDS,
    ENDED,
    CorrectionState,
    is_late,
)
from tongban.core.ratings.gaming import Burst, Mark, find_bursts
from tongban.core.ratings.giving import WAY_NAMES, Way
from tongban.core.ratings.publishing import month_of
from tongban.core.refusals import Refusal
from tongban.records.offices.models import Office
from tongban.records.ratings.models import Correction, Rating
from tongban.records.security.row_conditions import below
from tongban.services.ratings.people import names_of
from tongban.services.ratings.rules import grade_book, rating_rules

ROWS_PER_PAGE: Final = 30
MARKS_READ_MAX: Final = 20_000
BURSTS_SHOWN_MAX: Final = 50
RowT = TypeVar("RowT", bound=Model)
LineT = TypeVar("LineT")


class FilterUnknown(Refusal):
    """A filter was given a value it does not know."""

    code = "ratings.filter_unknown"

    def __init__(self) -> None:
        super().__init__("No such filter.")


@dataclass(frozen=True, slots=True)
class Lines(Generic[LineT]):
    """One page of a list."""

    lines: tuple[LineT, ...]
    page: int
    pages: int
    total: int


class RatingOrder(StrEnum):
    """What comes first in the list of ratings."""

    LATEST = "latest"
    EARLIEST = "earliest"
    WORST = "worst"


ORDER_WORDS: Final[Mapping[RatingOrder, str]] = {
    RatingOrder.LATEST: "最近的在前",
    RatingOrder.EARLIEST: "最早的在前",
    RatingOrder.WORST: "最差的在前",
}


@dataclass(frozen=True, slots=True)
class RatingFilter:
    """What the list of ratings shows; ``kind`` is ``good``, ``bad`` or all.

    ``suspected`` leaves those that look arranged.
    """

    month: date
    kind: str = ""
    grade: str = ""
    way: str = ""
    office: str = ""
    item: str = ""
    suspected: bool = False
    order: RatingOrder = RatingOrder.LATEST
    page: int = 1


@dataclass(frozen=True, slots=True)
class RatingLine:
    """One rating of the list, without a name."""

    id: int
    grade_name: str
    bad: bool
    reasons: tuple[str, ...]
    parts: tuple[str, ...]
    words: str
    number: str
    item_name: str
    office_name: str
    window: int | None
    way_word: str
    rated_at: datetime
    correction_id: int | None
    correction_word: str
    late: bool
    in_a_burst: bool


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """One correction of the work list."""

    id: int
    number: str
    item_name: str
    office_name: str
    grade_name: str
    reasons: tuple[str, ...]
    state: CorrectionState
    state_word: str
    owner: str
    mine: bool
    contacted: bool
    contact_late: bool
    contact_due_on: date
    due_on: date
    late: bool
    reopened: int
    rated_at: datetime


SHELVES: Final[Mapping[str, str]] = {
    "open": "在办",
    "mine": "我的",
    "late": "逾期",
    "review": "待复核",
    "ended": "已结束",
}


@dataclass(frozen=True, slots=True)
class BurstLine:
    """Good ratings of one device close together."""

    count: int
    first_at: datetime
    last_at: datetime
    offices: tuple[str, ...]
    windows: tuple[str, ...]


def ratings_of(actor: Actor, chosen: RatingFilter, *, today: date) -> Lines[RatingLine]:
    """Return the ratings of the actor's offices in a month, in the order chosen.

    Those in which the actor is complained about are not among them.
    """
    check_may(actor, Act.SPOT_CHECK.value)
    suspected = _suspected(actor, chosen.month)
    return paged(
        _listed(actor, chosen, suspected),
        chosen.page,
        lambda row: _rating_line(row, suspected=suspected, today=today),
    )


def every_rating(
    actor: Actor, chosen: RatingFilter, *, today: date
) -> list[RatingLine]:
    """Return the whole filtered list, for taking away."""
    check_may(actor, Act.SPOT_CHECK.value)
    suspected = _suspected(actor, chosen.month)
    rows = _listed(actor, chosen, suspected)[:MARKS_READ_MAX]
    return [_rating_line(row, suspected=suspected, today=today) for row in rows]


def _suspected(actor: Actor, month: date) -> frozenset[int]:
    return frozenset(
        rating_id for burst in _bursts(actor, month) for rating_id in burst.rating_ids
    )


def _listed(
    actor: Actor, chosen: RatingFilter, suspected: frozenset[int]
) -> QuerySet[Rating]:
    found = _narrowed(_reach(actor), chosen)
    if chosen.suspected:
        found = found.filter(pk__in=suspected)
    rows = found.select_related("office", "case", "ticket", "correction")
    if chosen.order is RatingOrder.EARLIEST:
        return rows.order_by("rated_at", "pk")
    if chosen.order is RatingOrder.WORST:
        levels = [
            When(grade=one.code, then=Value(one.level)) for one in grade_book().grades
        ]
        return rows.order_by(Case(*levels, default=Value(0)), "-rated_at", "-pk")
    return rows.order_by("-rated_at", "-pk")


def _reach(actor: Actor) -> QuerySet[Rating]:
    mine = below("office_path", actor.office_path)
    return Rating.objects.filter(mine).exclude(concerned__contains=[actor.account_id])


def _narrowed(found: QuerySet[Rating], chosen: RatingFilter) -> QuerySet[Rating]:
    found = found.filter(rated_on__range=month_of(chosen.month))
    if chosen.kind:
        found = found.filter(bad=chosen.kind == "bad")
    if chosen.grade:
        found = found.filter(grade=chosen.grade)
    if chosen.way:
        found = found.filter(way=chosen.way)
    if chosen.item:
        found = found.filter(item=chosen.item)
    if chosen.office:
        office = Office.objects.filter(code=chosen.office).first()
        if office is None:
            raise FilterUnknown
        found = found.filter(below("office_path", office.path))
    return found


def paged(
    found: QuerySet[RowT], page: int, line_of: Callable[[RowT], LineT]
) -> Lines[LineT]:
    """Return one page of a list; a page beyond the last is the last."""
    total = found.count()
    pages = max(1, -(-total // ROWS_PER_PAGE))
    page = min(max(page, 1), pages)
    start = (page - 1) * ROWS_PER_PAGE
    rows = found[start : start + ROWS_PER_PAGE]
    return Lines(tuple(line_of(row) for row in rows), page, pages, total)


def _rating_line(row: Rating, *, suspected: frozenset[int], today: date) -> RatingLine:
    book = grade_book()
    correction: Correction | None = getattr(row, "correction", None)
    state = None if correction is None else CorrectionState(correction.state)
    return RatingLine(
        id=row.pk,
        grade_name=book.grade(row.grade).name,
        bad=row.bad,
        reasons=book.texts(row.reasons),
        parts=tuple(book.part_name(part) for part in row.parts),
        words=row.words,
        number=_number(row),
        item_name=row.item_name or "窗口服务",
        office_name=row.office.name,
        window=row.window,
        way_word=WAY_NAMES[Way(row.way)],
        rated_at=row.rated_at,
        correction_id=None if correction is None else correction.pk,
        correction_word="" if state is None else CORRECTION_WORDS[state],
        late=correction is not None
        and state is not None
        and is_late(state, due_on=correction.due_on, today=today),
        in_a_burst=row.pk in suspected,
    )


def _number(row: Rating) -> str:
    if row.case is not None:
        return row.case.number
    return "" if row.ticket is None else f"排队号{row.ticket.number}"


def corrections_of(
    actor: Actor, *, shelf: str, page: int, today: date
) -> Lines[CorrectionLine]:
    """Return the corrections of the actor's offices on one shelf, the soonest first."""
    found = _corrections(actor, shelf, today)
    rows = found.select_related("rating__office", "rating__case", "rating__ticket")
    order = ("-ended_on",) if shelf == "ended" else ("due_on",)
    owners = names_of(found.values_list("owner_id", flat=True))
    return paged(
        rows.order_by(*order, "pk"),
        page,
        lambda row: correction_line(row, actor=actor, owners=owners, today=today),
    )


def correction_counts(actor: Actor, *, today: date) -> dict[str, int]:
    """Return how many corrections lie on each shelf that is worked on."""
    return {
        shelf: _corrections(actor, shelf, today).count()
        for shelf in SHELVES
        if shelf != "ended"
    }


def _corrections(actor: Actor, shelf: str, today: date) -> QuerySet[Correction]:
    mine = below("rating__office_path", actor.office_path)
    ended = Q(state__in=[state.value for state in ENDED])
    shelves = {
        "open": ~ended,
        "mine": ~ended & Q(owner_id=actor.account_id or 0),
        "late": ~ended & Q(due_on__lt=today),
        "review": Q(state__in=[state.value for state in CLAIMED]),
        "ended": ended,
    }
    if shelf not in shelves:
        raise FilterUnknown
    found = Correction.objects.filter(mine, shelves[shelf])
    found = found.exclude(rating__concerned__contains=[actor.account_id])
    if not may(actor, Act.SPOT_CHECK.value):
        found = found.filter(Q(owner_id=actor.account_id or 0) | Q(owner=None))
    return found


def correction_line(
    row: Correction, *, actor: Actor, owners: Mapping[int, str], today: date
) -> CorrectionLine:
    """Return one correction as a line of the list."""
    rating, state, book = row.rating, CorrectionState(row.state), grade_book()
    return CorrectionLine(
        id=row.pk,
        number=_number(rating),
        item_name=rating.item_name or "窗口服务",
        office_name=rating.office.name,
        grade_name=book.grade(rating.grade).name,
        reasons=book.texts(rating.reasons),
        state=state,
        state_word=CORRECTION_WORDS[state],
        owner=owners.get(row.owner_id or 0, ""),
        mine=row.owner_id is not None and row.owner_id == actor.account_id,
        contacted=row.contacted_on is not None,
        contact_late=row.contacted_on is None
        and state not in ENDED
        and today > row.contact_due_on,
        contact_due_on=row.contact_due_on,
        due_on=row.due_on,
        late=is_late(state, due_on=row.due_on, today=today),
        reopened=row.reopened,
        rated_at=rating.rated_at,
    )


def bursts_of(actor: Actor, month: date) -> tuple[BurstLine, ...]:
    """Return where many good ratings came from one device in a short time."""
    check_may(actor, Act.SPOT_CHECK.value)
    found = _bursts(actor, month)[:BURSTS_SHOWN_MAX]
    ids = [rating_id for burst in found for rating_id in burst.rating_ids]
    rows = Rating.objects.select_related("office").in_bulk(ids)
    return tuple(_burst_line(burst, rows) for burst in found)


def _burst_line(burst: Burst, rows: Mapping[int, Rating]) -> BurstLine:
    own = [rows[one] for one in burst.rating_ids if one in rows]
    windows = sorted({row.window for row in own if row.window is not None})
    return BurstLine(
        count=len(own),
        first_at=burst.first_at,
        last_at=burst.last_at,
        offices=tuple(sorted({row.office.name for row in own})),
        windows=tuple(f"{window}号窗口" for window in windows),
    )


def _bursts(actor: Actor, month: date) -> tuple[Burst, ...]:
    good = _reach(actor).filter(bad=False, rated_on__range=month_of(month))
    marked = good.exclude(device_mark="").order_by("-rated_at")[:MARKS_READ_MAX]
    rows = marked.values_list("pk", "rated_at", "device_mark")
    return find_bursts((Mark(*row) for row in rows), rating_rules().gaming)
