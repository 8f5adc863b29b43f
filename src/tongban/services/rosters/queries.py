"""Rosters as their school and the desk see them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Q, QuerySet

from tongban.core.access.actor import Actor
from tongban.core.access.masking import mask_identifier, mask_name
from tongban.core.items.regions import digits_within
from tongban.core.json_values import text_of
from tongban.core.rosters.states import (
    CAN_CANCEL,
    CAN_CONFIRM,
    ROSTER_STATE_WORDS,
    WORKING,
    RosterState,
    RowState,
)
from tongban.core.rosters.template import RosterTemplate
from tongban.gateways.sheets import cell_name
from tongban.records.offices.models import Office
from tongban.records.rosters.models import Roster, RosterRow
from tongban.services.messages.queries import sentences
from tongban.services.rosters.intake import RosterUnknown
from tongban.services.rosters.templates import faults_xlsx, roster_template

LISTED_PER_PAGE: Final = 20
FAULTS_PER_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One roster with the counts of its rows."""

    code: str
    party_id: int
    school: str
    year: int
    file_name: str
    state: RosterState
    state_word: str
    problem: str
    received_at: datetime
    rows: int
    good: int
    bad: int
    sent: int
    disputed: int

    @property
    def working(self) -> bool:
        """Whether the background is at it now."""
        return self.state in WORKING

    @property
    def may_confirm(self) -> bool:
        """Whether there is something to confirm."""
        return self.state in CAN_CONFIRM and self.good > 0

    @property
    def may_cancel(self) -> bool:
        """Whether it can be put away."""
        return self.state in CAN_CANCEL and not self.sent and not self.disputed

    @property
    def percent(self) -> int:
        """How much of the good rows is enrolled, of a hundred."""
        done = self.sent + self.disputed
        return 100 * done // max(1, done + self.good)


@dataclass(frozen=True, slots=True)
class RosterList:
    """One page of rosters, the latest first."""

    lines: tuple[RosterLine, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class FaultLine:
    """One fault: the cell as the spreadsheet names it, whose, what, what to do."""

    cell: str
    column: str
    who: str
    identifier: str
    what: str
    how: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case of a roster, with how many students went into it."""

    number: str
    state: str
    outcome: str
    students: int


@dataclass(frozen=True, slots=True)
class RosterPage:
    """One roster: counts, a page of faults, its cases."""

    line: RosterLine
    faults: tuple[FaultLine, ...]
    page: int
    pages: int
    cases: tuple[CaseLine, ...]


def own_rosters(actor: Actor, *, page: int) -> RosterList:
    """Return a page of the rosters of one's own school."""
    return _listed(Roster.objects.filter(party_id__in=actor.party_ids), page)


def office_rosters(actor: Actor, *, page: int) -> RosterList:
    """Return a page of the rosters of an office's region."""
    office = Office.objects.get(code=actor.office_code)
    within = digits_within(office.region)
    return _listed(Roster.objects.filter(region__startswith=within), page)


def own_roster(actor: Actor, code: str, *, page: int) -> RosterPage:
    """Return one roster of one's own school; refuses another's."""
    return _page(Roster.objects.filter(party_id__in=actor.party_ids), code, page)


def office_roster(actor: Actor, code: str, *, page: int) -> RosterPage:
    """Return one roster of an office's region; refuses one elsewhere."""
    office = Office.objects.get(code=actor.office_code)
    within = digits_within(office.region)
    return _page(Roster.objects.filter(region__startswith=within), code, page)


def faults_file(actor: Actor, code: str) -> bytes:
    """Return the bad rows of one's own roster as a table to correct and send."""
    row = Roster.objects.filter(party_id__in=actor.party_ids, code=code).first()
    if row is None:
        raise RosterUnknown
    template = roster_template()
    return faults_xlsx(_bad_rows(row, template))


def _bad_rows(
    roster: Roster, template: RosterTemplate
) -> Iterator[tuple[Mapping[str, str], str, str]]:
    rows = roster.rows.filter(state=RowState.BAD.value).order_by("number")
    for row in rows.iterator():
        lines = [_fault(roster, row, fault, template) for fault in row.faults]
        what = "；".join(f"{one.cell}（{one.column}）{one.what}" for one in lines)
        how = "；".join(dict.fromkeys(one.how for one in lines))
        yield {name: str(text) for name, text in row.cells.items()}, what, how


def _listed(rows: QuerySet[Roster], page: int) -> RosterList:
    total = rows.count()
    pages = max(1, -(-total // LISTED_PER_PAGE))
    place = min(max(page, 1), pages)
    first = (place - 1) * LISTED_PER_PAGE
    found = _counted(rows).order_by("-pk")[first : first + LISTED_PER_PAGE]
    return RosterList(tuple(_line(row) for row in found), place, pages)


def _counted(rows: QuerySet[Roster]) -> QuerySet[Roster]:
    counts = {
        f"n_{state.value}": Count("rows", filter=Q(rows__state=state.value))
        for state in RowState
    }
    return rows.select_related("party", "file").annotate(**counts)


def _line(row: Roster) -> RosterLine:
    counts = {state: getattr(row, f"n_{state.value}") for state in RowState}
    state = RosterState(row.state)
    return RosterLine(
        code=row.code,
        party_id=row.party_id,
        school=row.party.name,
        year=row.year,
        file_name=row.file.name,
        state=state,
        state_word=ROSTER_STATE_WORDS[state],
        problem=row.problem,
        received_at=row.received_at,
        rows=sum(counts.values()),
        good=counts[RowState.GOOD],
        bad=counts[RowState.BAD],
        sent=counts[RowState.SENT],
        disputed=counts[RowState.DISPUTED],
    )


def _page(rows: QuerySet[Roster], code: str, page: int) -> RosterPage:
    found = _counted(rows).filter(code=code).first()
    if found is None:
        raise RosterUnknown
    template, line = roster_template(), _line(found)
    pages = max(1, -(-line.bad // FAULTS_PER_PAGE))
    place = min(max(page, 1), pages)
    first = (place - 1) * FAULTS_PER_PAGE
    bad = found.rows.filter(state=RowState.BAD.value).order_by("number")
    return RosterPage(
        line=line,
        faults=tuple(
            _fault(found, row, fault, template)
            for row in bad[first : first + FAULTS_PER_PAGE]
            for fault in row.faults
        ),
        page=place,
        pages=pages,
        cases=_cases(found),
    )


def _cases(roster: Roster) -> tuple[CaseLine, ...]:
    found = (
        roster.rows.exclude(case=None)
        .values("case__number", "case__state", "case__outcome")
        .annotate(students=Count("pk"))
        .order_by("case__number")
    )
    return tuple(
        CaseLine(
            number=one["case__number"],
            state=one["case__state"],
            outcome=one["case__outcome"],
            students=one["students"],
        )
        for one in found
    )


def _fault(
    roster: Roster, row: RosterRow, fault: list[str], template: RosterTemplate
) -> FaultLine:
    code, kind, words = fault
    column = next(one for one in template.columns if one.code == code)
    said = sentences()
    return FaultLine(
        cell=cell_name(row.number, roster.places[code] + 1),
        column=column.title,
        who=mask_name(text_of(row.cells, "name")),
        identifier=mask_identifier(text_of(row.cells, "id_number")),
        what=said[f"rosters.fault.{kind}"].format(words=words),
        how=said[f"rosters.cure.{kind}"],
    )
