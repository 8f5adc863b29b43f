"""Where to go: the offices of a region, open or not, near or far, for an item."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from tongban.core.access.offices import OFFICE_KIND_WORDS, OfficeKind
from tongban.core.calendar.workdays import WorkCalendar
from tongban.core.days import ONE_DAY
from tongban.core.guidance.opening import Hours, Opening, OpeningHours, opening_at
from tongban.core.guidance.points import (
    AID_WORDS,
    Aid,
    PointDetail,
    Position,
    metres_between,
    takes,
)
from tongban.core.items.catalogue import Level, ServiceItem
from tongban.records.offices.models import Office
from tongban.services.access.queries import level_of
from tongban.services.calendar.queries import work_calendar
from tongban.services.guidance.book import sheets
from tongban.services.items.queries import region_chain

POINTS_MAX: Final = 2_000
KILOMETRE: Final = 1_000
FAR_AWAY: Final = 10_000_000
_WEEKDAYS: Final = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Point:
    """One office as a person sees it before going there."""

    code: str
    name: str
    kind: OfficeKind
    level: str
    region: str
    address: str
    phone: str
    hours: str
    today: str
    state: str
    is_open: bool
    opens: datetime | None
    aids: tuple[Aid, ...]
    position: Position | None
    metres: int | None

    @property
    def kind_words(self) -> str:
        """The kind of place in words."""
        return OFFICE_KIND_WORDS[self.kind]

    @property
    def aid_words(self) -> tuple[str, ...]:
        """What it keeps ready, in words."""
        return tuple(AID_WORDS[aid] for aid in self.aids)

    @property
    def distance(self) -> str:
        """How far it is, in words; empty when that is not known."""
        if self.metres is None:
            return ""
        if self.metres < KILOMETRE:
            hundreds = self.metres // 100
            return f"约 {hundreds}00 米" if hundreds else "就在这里"
        return f"约 {self.metres // KILOMETRE}.{self.metres % KILOMETRE // 100} 公里"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a place must offer; nothing asked for means every place."""

    item: ServiceItem | None = None
    open_now: bool = False
    aids: frozenset[Aid] = frozenset()


ANY_PLACE: Final = Wanted()


def points_in(
    region: str, *, moment: datetime, wanted: Wanted = ANY_PLACE, near: str = ""
) -> tuple[Point, ...]:
    """Return the offices of a region and below, nearest first.

    Without ``near`` the higher offices stand first. A closed-down office is
    never among them.
    """
    prefix, centre = _prefix(region), centre_of(near)
    calendar = work_calendar()
    rows = Office.objects.filter(region__startswith=prefix, is_active=True)
    found = [
        _point(office, moment=moment, calendar=calendar, centre=centre)
        for office in rows.exclude(level=Level.PROVINCE.value)[:POINTS_MAX]
    ]
    kept = [point for point in found if _fits(point, wanted)]
    if centre is not None:
        kept.sort(key=lambda one: FAR_AWAY if one.metres is None else one.metres)
    else:
        kept.sort(key=_rank)
    return tuple(kept)


def nearest_open(found: Iterable[Point]) -> Point | None:
    """Return the first place that is open now, else the one that opens first."""
    listed = tuple(found)
    for point in listed:
        if point.is_open:
            return point
    waiting = [(point.opens, at) for at, point in enumerate(listed) if point.opens]
    return listed[min(waiting)[1]] if waiting else None


def centre_of(region: str) -> Position | None:
    """Return where a region's centre lies, or that of the nearest one above."""
    if not region:
        return None
    for step in reversed(region_chain(region)):
        for sheet in sheets().values():
            if step.code in sheet.centres:
                return sheet.centres[step.code]
    return None


def places_notices(region: str) -> tuple[str, ...]:
    """Return what must be said beside the places, e.g. that they are a demo."""
    chain = {step.code for step in region_chain(region)}
    found = (sheet.notice for code, sheet in sheets().items() if code in chain)
    return tuple(notice for notice in found if notice)


def can_take(point: Point, item: ServiceItem) -> bool:
    """Say whether the item can be handed in there."""
    return takes(item, kind=point.kind, level=point.level)


def _fits(point: Point, wanted: Wanted) -> bool:
    return (
        (wanted.item is None or can_take(point, wanted.item))
        and (not wanted.open_now or point.is_open)
        and wanted.aids <= set(point.aids)
    )


def _prefix(region: str) -> str:
    level = region_chain(region)[-1].level
    digits = {Level.NATION: 0, Level.PROVINCE: 2, Level.CITY: 4}
    return region[: digits.get(level, len(region))]


_ORDER: Final = tuple(OfficeKind)


def _rank(point: Point) -> tuple[int, str]:
    return _ORDER.index(point.kind), point.code


def _point(
    office: Office,
    *,
    moment: datetime,
    calendar: WorkCalendar,
    centre: Position | None,
) -> Point:
    detail = _detail(office.code)
    opening = _opening(detail, moment, calendar)
    position = detail.position if detail else None
    return Point(
        code=office.code,
        name=office.name,
        kind=OfficeKind(office.kind),
        level=level_of(office),
        region=office.region,
        address=office.address,
        phone=office.phone,
        hours=hours_words(detail.hours) if detail else office.hours,
        today=_today(detail.hours, moment.date(), calendar) if detail else "",
        state=opening_words(opening, moment) if opening else "",
        is_open=opening is not None and opening.is_open,
        opens=opening.next_at if opening else None,
        aids=detail.aids if detail else (),
        position=position,
        metres=metres_between(centre, position) if centre and position else None,
    )


def _detail(office: str) -> PointDetail | None:
    for sheet in sheets().values():
        if office in sheet.details:
            return sheet.details[office]
    return None


def _opening(
    detail: PointDetail | None, moment: datetime, calendar: WorkCalendar
) -> Opening | None:
    return opening_at(detail.hours, moment, calendar) if detail else None


def hours_words(hours: OpeningHours) -> str:
    """Return the hours as a sign at the door would say them."""
    workdays = f"工作日 {_spans(hours.workdays)}" if hours.workdays else "工作日不开"
    off = _spans(hours.days_off) if hours.days_off else "休息"
    return f"{workdays}；周末和节假日{'' if off == '休息' else ' '}{off}"


def opening_words(opening: Opening, moment: datetime) -> str:
    """Return how a place stands now, and what comes next."""
    if opening.is_open and opening.until is not None:
        return f"现在开着，{_clock(opening.until)}关门"
    if opening.next_at is None:
        return "近期不开"
    return f"现在不开，{_when(opening.next_at, moment.date())}开门"


def _today(hours: OpeningHours, day: date, calendar: WorkCalendar) -> str:
    spans = hours.on(day, calendar)
    holiday = calendar.name_of_day_off(day)
    why = f"（{holiday}）" if holiday and not spans else ""
    swapped = calendar.name_of_exchange(day)
    note = f"（{swapped}调休上班）" if swapped and spans else ""
    return f"今天 {_spans(spans)}{note}" if spans else f"今天不开{why}"


def _when(moment: datetime, today: date) -> str:
    day, clock = moment.date(), _clock(moment.time())
    if day == today:
        return f"今天 {clock} "
    if day == today + ONE_DAY:
        return f"明天 {clock} "
    weekday = f"星期{_WEEKDAYS[day.weekday()]}"
    return f"{day.month}月{day.day}日（{weekday}）{clock} "


def _spans(spans: Iterable[Hours]) -> str:
    return "、".join(f"{_clock(span.start)}–{_clock(span.end)}" for span in spans)


def _clock(moment: time) -> str:
    return f"{moment.hour}:{moment.minute:02d}"
