"""Enrols the good rows of a roster, a case for each part of it, one after another."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from tongban.core.access.identifiers import plain
from tongban.core.access.parties import PartyKind
from tongban.core.items.catalogue import Audience, Channel
from tongban.core.json_values import Json, text_of
from tongban.core.refusals import Refusal
from tongban.core.rosters.rows import Fault
from tongban.core.rosters.states import WORKING, RosterState, RowState
from tongban.records.cases.models import Case
from tongban.records.enrolment.models import Overlap
from tongban.records.parties.models import identifier_mark
from tongban.records.rosters.models import PROBLEM_MAX, Roster, RosterRow
from tongban.services.access.queries import actor_of
from tongban.services.cases.content import NewCase
from tongban.services.cases.envelope import CHINA, Envelope
from tongban.services.cases.intake import finish_by_rule, submit_case
from tongban.services.enrolment.residents import StudentsRefused
from tongban.services.messages.queries import sentence_of
from tongban.services.rosters.templates import roster_template

ITEM: Final = "resident-registration"
SITUATIONS: Final = ("student-roster", "self")
MATERIAL: Final = "student-roster"


def enrol_next(roster_id: int, *, now: datetime) -> bool:
    """Enrol the next part of a roster; say whether there may be more to do.

    The case and its rows are written together: killed half-way, the part is
    still waiting. A row the register refuses is marked, and the others go on.
    """
    while True:
        try:
            return _enrol_part(roster_id, now=now)
        except _RowsRefused as no:
            _mark(no)
        except Refusal as no:
            stop(roster_id, no, now=now)
            return False


class _RowsRefused(Exception):
    """Some rows of the part cannot be registered; nothing of the part was kept."""

    def __init__(self, whys: Mapping[int, Refusal]) -> None:
        super().__init__(f"{len(whys)} rows")
        self.whys = whys


@transaction.atomic
def _enrol_part(roster_id: int, *, now: datetime) -> bool:
    roster = (
        Roster.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("party", "account")
        .filter(pk=roster_id, state=RosterState.ENROLLING.value)
        .first()
    )
    if roster is None:
        return False
    left = roster.rows.filter(state=RowState.GOOD.value)
    part = left.order_by("part").values_list("part", flat=True).first()
    if part is None:
        roster.state, roster.ended_at = RosterState.DONE.value, now
        roster.save(update_fields=["state", "ended_at"])
        return False
    rows = list(left.filter(part=part).order_by("number"))
    envelope = Envelope(
        actor=actor_of(roster.account, now.astimezone(CHINA).date()),
        now=now,
        key=_key(roster, rows),
        channel=Channel.ONLINE,
    )
    number = submit_case(envelope, _application(roster, rows)).number
    if roster_template().by_rule:
        try:
            finish_by_rule(envelope, number=number)
        except StudentsRefused as no:
            whys = {rows[place].pk: why for place, why in no.refused}
            raise _RowsRefused(whys) from no
    _settle(rows, Case.objects.get(number=number))
    return True


def _key(roster: Roster, rows: list[RosterRow]) -> str:
    """Return the request key of a part: another one when the roster came again."""
    return f"roster:{roster.code}:{roster.run}:{rows[0].number}:{len(rows)}"


def _application(roster: Roster, rows: list[RosterRow]) -> NewCase:
    school = roster.party
    students: list[Json] = [
        {
            name: row.cells.get(name, "")
            for name in ("name", "id_number", "class_name", "guardian_phone")
            if row.cells.get(name)
        }
        for row in rows
    ]
    return NewCase(
        item=ITEM,
        audience=Audience.SCHOOL,
        party_id=school.pk,
        region=school.region,
        situations=SITUATIONS,
        files={MATERIAL: (str(roster.file_id),)},
        form={
            "school_name": school.name,
            "school_credit_code": school.identifier,
            "contact_phone": school.phone,
            "region": school.region,
            "insured_year": roster.year,
            "students": students,
        },
    )


def _settle(rows: list[RosterRow], case: Case) -> None:
    """Note the case of each row, and who has other cover on the same days."""
    disputed = set(
        Overlap.objects.filter(cover__case=case, resolved_at=None).values_list(
            "person__party__identifier_index", flat=True
        )
    )
    for row in rows:
        number = plain(text_of(row.cells, "id_number"))
        mark = identifier_mark(number, PartyKind.PERSON)
        row.case = case
        row.state = (RowState.DISPUTED if mark in disputed else RowState.SENT).value
    RosterRow.objects.bulk_update(rows, ["case", "state"])


def _mark(no: _RowsRefused) -> None:
    for row_id, why in no.whys.items():
        fault = ["id_number", Fault.REFUSED.value, sentence_of(why)]
        RosterRow.objects.filter(pk=row_id, state=RowState.GOOD.value).update(
            state=RowState.BAD.value, faults=[fault], part=None
        )


def stop(roster_id: int, why: Refusal, *, now: datetime) -> None:
    """Let a roster rest with the reason, so that others go on; it may be retried."""
    Roster.objects.filter(pk=roster_id, state__in=WORKING).update(
        state=RosterState.STOPPED.value,
        problem=sentence_of(why)[:PROBLEM_MAX],
        ended_at=now,
    )
