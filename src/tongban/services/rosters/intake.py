"""Taking rosters in, confirming and cancelling them (学生花名册上传)."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.db import transaction

from tongban.core.access.parties import Duty, PartyKind
from tongban.core.access.rights import check_duty
from tongban.core.files.uploads import FileType, TypeNotTaken
from tongban.core.refusals import Refusal
from tongban.core.rosters.states import CAN_CANCEL, CAN_CONFIRM, RosterState, RowState
from tongban.core.rosters.template import places_of
from tongban.gateways.sheets import read_rows
from tongban.records.parties.models import Party
from tongban.records.register.models import RegisterEntry
from tongban.records.rosters.models import CODE_CHARACTERS, Roster
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.guard import NotYours
from tongban.services.enrolment.terms import enrolment_terms
from tongban.services.files.operations import Upload, store_upload
from tongban.services.rosters.templates import roster_template
from tongban.services.rosters.waking import wake

ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"


class NotASchool(Refusal):
    """Only a school sends a roster."""

    code = "rosters.not_a_school"

    def __init__(self) -> None:
        super().__init__("The party is no school.")


class HeadingUnknown(Refusal):
    """The first row is not the heading of the template."""

    code = "rosters.heading_unknown"

    def __init__(self, titles: str) -> None:
        super().__init__("The heading lacks columns.", titles=titles)


class RosterEmpty(Refusal):
    """There is no row below the heading."""

    code = "rosters.empty"

    def __init__(self) -> None:
        super().__init__("No rows.")


class RosterUnknown(Refusal):
    """There is no such roster within reach."""

    code = "rosters.unknown"

    def __init__(self) -> None:
        super().__init__("No such roster within reach.")


class RosterNotNow(Refusal):
    """The roster stands so that this cannot be done."""

    code = "rosters.not_now"

    def __init__(self, state: str) -> None:
        super().__init__(f"Not while {state}.", state=state)


@dataclass(frozen=True, slots=True)
class NewRoster:
    """A file and the year it enrols for."""

    party_id: int
    year: int
    file_name: str
    chunks: Iterable[bytes]


@transaction.atomic
def take_roster(envelope: Envelope, new: NewRoster) -> str:
    """Keep a table and let it be checked; return the roster's code.

    The same table for the same year is the same roster; one that was cancelled
    is checked anew. Refuses files that are no table, lack a column, are empty or
    too long, and years nothing is laid down for.
    """
    envelope.check()
    check_duty(envelope.actor, new.party_id, Duty.APPLY)
    party = Party.objects.get(pk=new.party_id)
    if party.kind != PartyKind.SCHOOL.value:
        raise NotASchool
    enrolment_terms(party.region).premium_of(new.year)
    upload = Upload(new.file_name, new.chunks)
    file = store_upload(
        envelope.actor, upload, now=envelope.now, party_id=party.pk, look=_check_shape
    )
    row, is_new = Roster.objects.get_or_create(
        party=party,
        year=new.year,
        digest=file.digest,
        defaults={
            "code": "".join(secrets.choice(ALPHABET) for _ in range(CODE_CHARACTERS)),
            "account_id": _sender(envelope),
            "region": party.region,
            "file_id": file.id,
            "received_at": envelope.now,
        },
    )
    if not is_new:
        _come_again(row, envelope)
    transaction.on_commit(wake)
    return str(row.code)


def _come_again(row: Roster, envelope: Envelope) -> None:
    """Check a roster anew that was cancelled; let rows wait that were taken back."""
    if row.state == RosterState.CANCELLED:
        row.state, row.problem = RosterState.WAITING.value, ""
        row.received_at, row.ended_at = envelope.now, None
    elif row.state == RosterState.DONE:
        reversed_cases = RegisterEntry.objects.exclude(reversed_at=None).values("case")
        back = row.rows.filter(case__in=reversed_cases)
        if not back.update(state=RowState.GOOD.value, case=None):
            return
        row.state, row.ended_at = RosterState.CHECKED.value, None
    else:
        return
    row.run += 1
    row.save(update_fields=["run", "state", "problem", "received_at", "ended_at"])


def _check_shape(kind: FileType, path: Path) -> None:
    if kind is not FileType.XLSX:
        raise TypeNotTaken
    template = roster_template()
    rows = read_rows(path, rows_max=template.rows_max + 1)
    heading = next(rows, None)
    if heading is None or places_of(heading.cells, template) is None:
        titles = "、".join(one.title for one in template.columns if one.required)
        raise HeadingUnknown(titles)
    if sum(1 for _ in rows) == 0:
        raise RosterEmpty


@transaction.atomic
def confirm_roster(envelope: Envelope, *, code: str) -> None:
    """Let the good rows be enrolled; once begun it goes on by itself."""
    row = _locked(envelope, code, Duty.SUBMIT)
    if row.state in {RosterState.ENROLLING, RosterState.DONE}:
        return
    if row.state not in CAN_CONFIRM:
        raise RosterNotNow(row.get_state_display())
    row.state, row.problem = RosterState.ENROLLING.value, ""
    row.confirmed_at, row.account_id = envelope.now, _sender(envelope)
    row.save(update_fields=["state", "problem", "confirmed_at", "account"])
    transaction.on_commit(wake)


@transaction.atomic
def cancel_roster(envelope: Envelope, *, code: str) -> None:
    """Put a roster away before anybody is enrolled by it."""
    row = _locked(envelope, code, Duty.APPLY)
    if row.state == RosterState.CANCELLED:
        return
    enrolled = row.rows.exclude(case=None).exists()
    if row.state not in CAN_CANCEL or enrolled:
        raise RosterNotNow(row.get_state_display())
    row.state, row.ended_at = RosterState.CANCELLED.value, envelope.now
    row.save(update_fields=["state", "ended_at"])


def _sender(envelope: Envelope) -> int:
    if envelope.actor.account_id is None:
        raise NotYours
    return envelope.actor.account_id


def _locked(envelope: Envelope, code: str, duty: Duty) -> Roster:
    row = Roster.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise RosterUnknown
    check_duty(envelope.actor, row.party_id, duty)
    return row
