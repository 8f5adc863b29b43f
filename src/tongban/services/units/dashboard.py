"""What a unit sees first: what waits for it, what is due, what it may apply for."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from tongban.core.access.actor import Actor
from tongban.core.access.parties import PartyKind
from tongban.core.cases.lifecycle import State
from tongban.core.items.catalogue import Audience
from tongban.core.items.terms import audiences_of
from tongban.records.cases.models import Case
from tongban.services.calendar.queries import work_calendar
from tongban.services.cases.queries.lists import CaseRow, open_cases_of
from tongban.services.items.queries import items_on
from tongban.services.parties.queries import PartyCard, party_card
from tongban.services.units.operators import unit_of

DUE_WORKING_DAYS: Final = 15
SERVED: Final = {
    PartyKind.EMPLOYER: (Audience.EMPLOYER,),
    PartyKind.SCHOOL: (Audience.SCHOOL,),
    PartyKind.INSTITUTION: (Audience.PROVIDER,),
    PartyKind.PHARMACY: (Audience.PHARMACY,),
}


@dataclass(frozen=True, slots=True)
class ItemLink:
    """One item the unit may apply for, the most used first."""

    code: str
    number: int
    name: str
    times: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    """The unit, its open cases by what they need, and its items."""

    unit: PartyCard
    to_correct: tuple[CaseRow, ...]
    due: tuple[CaseRow, ...]
    lights: tuple[tuple[str, int], ...]
    open_count: int
    items: tuple[ItemLink, ...]


LIGHT_WORDS: Final = {
    "red": "已超期",
    "yellow": "快到期",
    "green": "正常办理",
    "grey": "已停钟",
    "instant": "即时办结",
}


def dashboard(actor: Actor, today: date) -> Dashboard:
    """Return what the unit of an account sees first."""
    unit = party_card(unit_of(actor))
    rows = open_cases_of(unit.id, today=today)
    last = work_calendar().add_workdays(today, DUE_WORKING_DAYS)
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.light.light] = counts.get(row.light.light, 0) + 1
    return Dashboard(
        unit=unit,
        to_correct=tuple(row for row in rows if row.state == State.WAITING.value),
        due=tuple(
            sorted(
                (row for row in rows if row.due_on is not None and row.due_on <= last),
                key=lambda row: row.due_on or today + timedelta(days=DUE_WORKING_DAYS),
            )
        ),
        lights=tuple(
            (words, counts[light])
            for light, words in LIGHT_WORDS.items()
            if counts.get(light)
        ),
        open_count=len(rows),
        items=_items(unit, today),
    )


def _items(unit: PartyCard, today: date) -> tuple[ItemLink, ...]:
    served = SERVED.get(unit.kind, ())
    used: dict[str, int] = {}
    for code in Case.objects.filter(party_id=unit.id).values_list("item", flat=True):
        used[code] = used.get(code, 0) + 1
    found = [
        ItemLink(str(item.code), item.number, item.name, used.get(str(item.code), 0))
        for item in items_on(unit.region, today)
        if set(audiences_of(item)) & set(served)
    ]
    return tuple(sorted(found, key=lambda one: (-one.times, one.number)))
