"""What pages of the catalogue ask: lists, one change, the versions of a subject."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from tongban.core.access.actor import Actor
from tongban.core.access.rights import Act, may
from tongban.core.items.editing import (
    ACT_WORDS,
    ChangeAct,
    ChangeState,
    Done,
    SecondPersonNeeded,
    check_second_person,
)
from tongban.core.items.overlay import Overlay
from tongban.core.items.places import PlaceSheet
from tongban.core.items.regions import Region
from tongban.core.items.versions import version_on
from tongban.policy.folder import PLACES, Written, is_sheet
from tongban.records.catalogue.models import OPEN_STATES, Change, ChangeEvent
from tongban.records.offices.models import Office
from tongban.records.security.row_conditions import below
from tongban.services.catalogue.drafting import (
    Impact,
    impact_of,
)
from tongban.services.catalogue.operations import ChangeUnknown, candidate_of
from tongban.services.catalogue.versions import written_versions
from tongban.services.items.catalogue import book

PLACES_NAME: Final = "办事地点、电话和网址"
PLACES_NUMBER: Final = 0
ROWS_MAX: Final = 200


class Standing(StrEnum):
    """How a subject stands in a region, for the list and its filter."""

    PLAIN = "plain"
    IN_FORCE = "in_force"
    SCHEDULED = "scheduled"
    DRAFT = "draft"
    WAITING = "waiting"


STANDING_WORDS: Final[Mapping[Standing, str]] = {
    Standing.PLAIN: "按上级规定",
    Standing.IN_FORCE: "本地有变更",
    Standing.SCHEDULED: "待施行",
    Standing.DRAFT: "起草中",
    Standing.WAITING: "待复核",
}
STATE_WORDS: Final[Mapping[ChangeState, str]] = {
    ChangeState.DRAFT: "起草中",
    ChangeState.WAITING: "待复核",
    ChangeState.PUBLISHED: "已发布",
    ChangeState.WITHDRAWN: "施行前已撤回",
    ChangeState.DISCARDED: "已放弃",
}


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """One item of a region, or its sheet of places, with how it stands."""

    subject: str
    number: int
    name: str
    standings: tuple[Standing, ...]
    since: date | None
    scheduled_on: date | None
    change: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change in a list."""

    number: str
    region_name: str
    subject_name: str
    state: ChangeState
    effective_on: date
    changed_at: datetime
    reason: str

    @property
    def state_word(self) -> str:
        """Where the change stands, in words."""
        return STATE_WORDS[self.state]


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to a change."""

    at: datetime
    act_word: str
    who: str
    office: str
    words: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change with what it does, and what this person may do to it."""

    number: str
    region: str
    region_name: str
    subject: str
    subject_name: str
    state: ChangeState
    version: int
    effective_on: date
    reason: str
    text: str
    impact: Impact
    happenings: tuple[Happening, ...]
    sent_back: str
    may_edit: bool
    may_decide: bool
    wrote_it: bool
    may_withdraw: bool
    below_count: int


def regions_of(actor: Actor) -> tuple[Region, ...]:
    """Return the regions whose catalogue this person keeps, from the top down."""
    tree = book().regions
    mine = [
        (tree.path(region.code), region)
        for region in tree
        if region.parent is not None
        and tree.path(region.code).startswith(actor.office_path or "-")
    ]
    return tuple(
        region
        for path, region in sorted(mine, key=lambda one: one[0])
        if may(actor, Act.PUBLISH_ITEM, office_path=path)
    )


def subject_name(subject: str, region: str, on: date) -> str:
    """Return what people call a subject: the item's name, or the places."""
    if is_sheet(subject):
        return PLACES_NAME
    item = book().find_item(subject, region, on)
    return subject if item is None else item.name


def subject_lines(region: str, today: date) -> tuple[SubjectLine, ...]:
    """Return every item of a region and its places, each with how it stands."""
    versions = written_versions(region)
    open_changes = {
        change.subject: change
        for change in Change.objects.filter(region=region, state__in=OPEN_STATES)
    }
    items = [
        (item.code, item.number, item.name) for item in book().items_on(region, today)
    ]
    named = ((PLACES, PLACES_NUMBER, PLACES_NAME), *items)
    return tuple(
        _subject_line(one, versions.get(one[0], ()), open_changes.get(one[0]), today)
        for one in named
    )


def changes_to_decide(actor: Actor, today: date) -> tuple[ChangeLine, ...]:
    """Return the changes that wait for somebody's decision below this office."""
    rows = Change.objects.filter(
        below("region_path", actor.office_path), state=ChangeState.WAITING.value
    )
    return tuple(
        change_line(row, today) for row in rows.order_by("changed_at")[:ROWS_MAX]
    )


def recent_changes(actor: Actor, region: str, today: date) -> tuple[ChangeLine, ...]:
    """Return the changes of one region, the latest first."""
    rows = Change.objects.filter(below("region_path", actor.office_path), region=region)
    return tuple(change_line(row, today) for row in rows[:ROWS_MAX])


def change_line(row: Change, today: date) -> ChangeLine:
    """Return one change as a list shows it."""
    return ChangeLine(
        number=row.number,
        region_name=book().regions.full_name(row.region),
        subject_name=subject_name(row.subject, row.region, today),
        state=ChangeState(row.state),
        effective_on=row.effective_on,
        changed_at=row.changed_at,
        reason=row.reason,
    )


def change_of(actor: Actor, number: str) -> Change:
    """Return a change this person may work on; refuses ``catalogue.unknown``."""
    row = Change.objects.filter(number=number).first()
    if row is None or not may(
        actor, Act.PUBLISH_ITEM, item=row.subject, office_path=row.region_path
    ):
        raise ChangeUnknown(number)
    return row


def change_view(actor: Actor, number: str, *, today: date) -> ChangeView:
    """Return one change with its diff, what stands against it and its history."""
    row = change_of(actor, number)
    events = tuple(row.events.order_by("seq"))
    history = [Done(ChangeAct(event.act), event.account_id) for event in events]
    state = ChangeState(row.state)
    wrote = _wrote(history, actor)
    offices = dict(Office.objects.values_list("code", "name"))
    return ChangeView(
        number=row.number,
        region=row.region,
        region_name=book().regions.full_name(row.region),
        subject=row.subject,
        subject_name=subject_name(row.subject, row.region, today),
        state=state,
        version=row.version,
        effective_on=row.effective_on,
        reason=row.reason,
        text=row.text,
        impact=impact_of(candidate_of(row), row.effective_on),
        happenings=tuple(
            Happening(
                event.at,
                ACT_WORDS[ChangeAct(event.act)],
                event.account_name,
                offices.get(event.office_code, event.office_code),
                event.words,
            )
            for event in reversed(events)
        ),
        sent_back=_sent_back(events, state),
        may_edit=state is ChangeState.DRAFT,
        may_decide=state is ChangeState.WAITING and not wrote,
        wrote_it=wrote,
        may_withdraw=state is ChangeState.PUBLISHED and row.effective_on > today,
        below_count=_count_below(row.region),
    )


def _subject_line(
    named: tuple[str, int, str],
    versions: tuple[Written[Overlay] | Written[PlaceSheet], ...],
    change: Change | None,
    today: date,
) -> SubjectLine:
    current = version_on((one.value for one in versions), today)
    ahead = [
        one.value.effective_on for one in versions if one.value.effective_on > today
    ]
    subject, number, name = named
    return SubjectLine(
        subject=subject,
        number=number,
        name=name,
        standings=_standings(
            change, has_current=current is not None, has_ahead=bool(ahead)
        ),
        since=None if current is None else current.effective_on,
        scheduled_on=min(ahead, default=None),
        change="" if change is None else change.number,
    )


def _standings(
    change: Change | None, *, has_current: bool, has_ahead: bool
) -> tuple[Standing, ...]:
    found = [Standing.IN_FORCE if has_current else Standing.PLAIN]
    if has_ahead:
        found.append(Standing.SCHEDULED)
    if change is not None:
        found.append(Standing(change.state))
    return tuple(found)


def _wrote(history: list[Done], actor: Actor) -> bool:
    try:
        check_second_person(history, account_id=actor.account_id)
    except SecondPersonNeeded:
        return True
    return False


def _sent_back(events: tuple[ChangeEvent, ...], state: ChangeState) -> str:
    """Return why a draft came back, until it is handed in again."""
    if state is not ChangeState.DRAFT:
        return ""
    acts = [event for event in events if event.act != ChangeAct.EDIT.value]
    last = acts[-1]
    return last.words if last.act == ChangeAct.SEND_BACK.value else ""


def _count_below(region: str) -> int:
    tree = book().regions
    path = tree.path(region)
    return sum(1 for one in tree if tree.path(one.code).startswith(path)) - 1
