"""Checks the rows of a roster: from the table alone, then against the register."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from shutil import copyfileobj
from typing import Final

from django.db import transaction

from tongban.core.access.identifiers import plain
from tongban.core.access.parties import PartyKind
from tongban.core.cases.view import CHINA
from tongban.core.rosters.rows import CellFault, Fault, RowChecker
from tongban.core.rosters.states import RosterState, RowState
from tongban.core.rosters.template import RosterTemplate, places_of
from tongban.gateways.sheets import SheetRow, read_rows
from tongban.gateways.storage import file_store
from tongban.records.enrolment.models import PremiumYear
from tongban.records.parties.models import Party, identifier_mark
from tongban.records.rosters.models import Roster, RosterRow
from tongban.services.rosters.templates import roster_template

ROWS_PER_STEP: Final = 1000


@dataclass(slots=True)
class _Read:
    """One row with what is wrong with it so far."""

    number: int
    cells: dict[str, str]
    faults: list[CellFault]


@transaction.atomic
def check_roster(roster_id: int, *, now: datetime) -> None:
    """Check every row of a roster that waits; all of it in one transaction.

    Killed half-way nothing is kept, and the next round begins anew.
    """
    roster = (
        Roster.objects.select_for_update(skip_locked=True)
        .filter(pk=roster_id, state=RosterState.WAITING.value)
        .first()
    )
    if roster is None:
        return
    roster.rows.all().delete()
    template, part, kept_before = roster_template(), 0, 0
    for step in _steps(_rows(roster, template, now.astimezone(CHINA).date())):
        _against_register(step, year=roster.year)
        rows = []
        for one in step:
            good = not one.faults
            rows.append(_row_of(roster, one, part if good else None))
            kept_before += good
            part = kept_before // template.rows_per_case
        RosterRow.objects.bulk_create(rows)
    roster.state, roster.checked_at = RosterState.CHECKED.value, now
    roster.save(update_fields=["state", "checked_at", "places"])


def _row_of(roster: Roster, one: _Read, part: int | None) -> RosterRow:
    return RosterRow(
        roster=roster,
        number=one.number,
        cells=one.cells,
        faults=[[fault.column, fault.fault.value, fault.words] for fault in one.faults],
        state=(RowState.BAD if one.faults else RowState.GOOD).value,
        part=part,
    )


def _rows(roster: Roster, template: RosterTemplate, today: date) -> Iterator[_Read]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / roster.code
        with file_store().open(roster.digest) as kept, path.open("wb") as copy:
            copyfileobj(kept, copy)
        rows = read_rows(path, rows_max=template.rows_max + 1)
        places = places_of(next(rows).cells, template) or {}
        roster.places = dict(places)
        checker = RowChecker(today)
        for row in rows:
            cells = _cells(row, places)
            if any(cells.values()):
                faults = list(checker.faults_of(row.number, cells))
                yield _Read(row.number, cells, faults)


def _cells(row: SheetRow, places: Mapping[str, int]) -> dict[str, str]:
    found = {
        code: row.cells[place] if place < len(row.cells) else ""
        for code, place in places.items()
    }
    return {code: " ".join(text.split()) for code, text in found.items()}


def _steps(rows: Iterable[_Read]) -> Iterator[list[_Read]]:
    rest = iter(rows)
    while step := list(islice(rest, ROWS_PER_STEP)):
        yield step


def _against_register(step: list[_Read], *, year: int) -> None:
    """Add what the register knows better: another name, or the year already there."""
    marks = {
        identifier_mark(plain(one.cells["id_number"]), PartyKind.PERSON): one
        for one in step
        if not one.faults
    }
    known = Party.objects.filter(
        kind=PartyKind.PERSON.value, identifier_index__in=marks
    )
    found = {row.identifier_index: row for row in known}
    enrolled = set(
        PremiumYear.objects.filter(
            person_id__in=[row.pk for row in found.values()], year=year, void=False
        ).values_list("person_id", flat=True)
    )
    for mark, party in found.items():
        one = marks[mark]
        if party.name != one.cells["name"]:
            one.faults.append(CellFault("name", Fault.NAME_DIFFERS))
        elif party.pk in enrolled:
            one.faults.append(CellFault("id_number", Fault.ENROLLED_ALREADY))
