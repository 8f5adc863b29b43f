"""What a work list shows: its trays, its lights, and what narrows it further."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Final

from django.db.models import Q, QuerySet

from tongban.core.access.actor import Actor
from tongban.core.cases.clock_reading import Light
from tongban.core.cases.lifecycle import State
from tongban.core.items.catalogue import Channel, Step
from tongban.core.refusals import Refusal
from tongban.records.cases.models import Case
from tongban.records.offices.models import Office
from tongban.records.security.row_conditions import below
from tongban.services.staff.absences import answers_for


class FilterUnknown(Refusal):
    """A filter was given a value it does not know."""

    code = "cases.filter_unknown"

    def __init__(self, value: str) -> None:
        super().__init__(f"{value!r} is not a filter.", value=value)


class Shelf(StrEnum):
    """The trays of a work list."""

    ALL = "all"
    TO_ACCEPT = "to_accept"
    TO_HANDLE = "to_handle"
    TO_PAY = "to_pay"
    WAITING = "waiting"
    SOON = "soon"
    OVERDUE = "overdue"
    MINE = "mine"
    TOLD = "told"
    RUNNING = "running"
    CLOSED = "closed"


class Order(StrEnum):
    """How a list is sorted; ``received`` alone begins with the latest."""

    DUE = "due"
    DUE_FALLING = "due_falling"
    RECEIVED = "received"
    RECEIVED_RISING = "received_rising"
    NUMBER = "number"
    NUMBER_FALLING = "number_falling"
    ITEM = "item"
    ITEM_FALLING = "item_falling"
    APPLICANT = "applicant"
    APPLICANT_FALLING = "applicant_falling"
    REGION = "region"
    REGION_FALLING = "region_falling"
    STEP = "step"
    STEP_FALLING = "step_falling"
    RISK = "risk"
    RISK_FALLING = "risk_falling"
    PLEDGED = "pledged"
    PLEDGED_FALLING = "pledged_falling"


class Hands(StrEnum):
    """In whose hands a case lies."""

    ANY = ""
    MINE = "mine"
    UNCLAIMED = "unclaimed"


@dataclass(frozen=True, slots=True)
class Filter:
    """What a work list shows.

    ``text`` is the beginning of a case number, or a part of an item's name;
    ``office`` is the code of an office whose cases, and those below, are meant.
    """

    shelf: Shelf = Shelf.ALL
    item: str = ""
    step: str = ""
    text: str = ""
    party_id: int | None = None
    order: Order = Order.DUE
    light: str = ""
    office: str = ""
    channel: str = ""
    hands: Hands = Hands.ANY

    @property
    def narrowed(self) -> bool:
        """Whether more than the tray narrows the list."""
        parts = (self.item, self.step, self.text, self.light, self.office)
        return any((*parts, self.channel, self.hands.value))


FILTER_NAMES: Final = tuple(
    field.name for field in fields(Filter) if field.name != "party_id"
)


def filter_of(values: Mapping[str, str]) -> Filter:
    """Read a filter from the words of an address; refuses unknown ones."""
    try:
        return Filter(
            shelf=Shelf(values.get("shelf") or Shelf.ALL.value),
            item=values.get("item", ""),
            step=Step(values["step"]).value if values.get("step") else "",
            text=values.get("text", "").strip(),
            order=Order(values.get("order") or Order.DUE.value),
            light=Light(values["light"]).value if values.get("light") else "",
            office=values.get("office", ""),
            channel=Channel(values["channel"]).value if values.get("channel") else "",
            hands=Hands(values.get("hands", "")),
        )
    except ValueError as fault:
        raise FilterUnknown(str(fault)) from fault


def words_of(chosen: Filter) -> dict[str, str]:
    """Return a filter as the words of an address, defaults left out."""
    plain = Filter()
    return {
        name: str(getattr(chosen, name))
        for name in FILTER_NAMES
        if getattr(chosen, name) != getattr(plain, name)
    }


def in_office(actor: Actor) -> QuerySet[Case]:
    """Return the cases of the actor's office and below."""
    return Case.objects.filter(below("office_path", actor.office_path))


def narrowed(
    found: QuerySet[Case], chosen: Filter, *, actor: Actor, today: date
) -> QuerySet[Case]:
    """Return the cases a filter lets through."""
    found = found.filter(_shelf(chosen.shelf, actor=actor, today=today))
    for name in ("item", "step", "channel"):
        if getattr(chosen, name):
            found = found.filter(**{name: getattr(chosen, name)})
    if chosen.light:
        found = found.filter(light_is(Light(chosen.light), today))
    if chosen.office:
        found = found.filter(below("office_path", _path_of(chosen.office)))
    if chosen.hands is not Hands.ANY:
        found = found.filter(_in_hands(chosen.hands, actor=actor, today=today))
    if chosen.text:
        found = found.filter(_named(chosen.text))
    if chosen.party_id is not None:
        found = found.filter(party_id=chosen.party_id)
    return found


def light_is(light: Light, today: date) -> Q:
    """Return the condition that a case shows this light today, as ``light_of`` does."""
    over = Q(state=State.CLOSED.value)
    unset = Q(due_on=None) | Q(overdue_on=None)
    red = ~over & ~unset & Q(overdue_on__lte=today)
    running = ~over & ~unset & Q(overdue_on__gt=today)
    few = Q(yellow_from__lte=today) | Q(yellow_from=None, due_on__lte=today)
    timed = running & Q(stopped=False)
    return {
        Light.RED: red,
        Light.GREY: over | unset | (running & Q(stopped=True)),
        Light.INSTANT: timed & Q(instant=True),
        Light.YELLOW: timed & Q(instant=False) & few,
        Light.GREEN: timed & Q(instant=False) & ~few,
    }[light]


def _named(text: str) -> Q:
    if text.isdigit():
        return Q(number__startswith=text)
    return Q(item_name__icontains=text)


def _path_of(office: str) -> str:
    """Return the path of an office; empty, which finds nothing, when unknown."""
    return (
        Office.objects.filter(code=office).values_list("path", flat=True).first() or ""
    )


def _in_hands(hands: Hands, *, actor: Actor, today: date) -> Q:
    if hands is Hands.UNCLAIMED:
        return Q(assignee=None)
    return Q(assignee_id__in=hands_of(actor, today))


def hands_of(actor: Actor, today: date) -> tuple[int, ...]:
    """Return the accounts whose work is the actor's today: stand-ins included."""
    return () if actor.account_id is None else answers_for(actor.account_id, today)


def _shelf(shelf: Shelf, *, actor: Actor, today: date) -> Q:
    is_open = ~Q(state=State.CLOSED.value)
    running = is_open & Q(state=State.OPEN.value)
    if shelf is Shelf.MINE:
        return is_open & Q(assignee_id__in=hands_of(actor, today))
    shelves = {
        Shelf.ALL: is_open if actor.office_path else Q(),
        Shelf.CLOSED: Q(state=State.CLOSED.value),
        Shelf.TO_ACCEPT: running & Q(step=Step.ACCEPT.value),
        Shelf.TO_HANDLE: running
        & Q(step__in=[step.value for step in Step if step not in _OWN_TRAY]),
        Shelf.TO_PAY: running & Q(step=Step.PAY.value),
        Shelf.WAITING: is_open & Q(stopped=True),
        Shelf.TOLD: Q(state=State.WAITING.value),
        Shelf.RUNNING: is_open & ~Q(state=State.WAITING.value),
        Shelf.SOON: running & Q(yellow_from__lte=today, overdue_on__gt=today),
        Shelf.OVERDUE: running & Q(overdue_on__lte=today),
    }
    return shelves[shelf]


_OWN_TRAY: Final = (Step.APPLY, Step.ACCEPT, Step.PAY)
