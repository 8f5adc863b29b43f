"""What a window shows of the person before it: cases, papers, drafts, mandates."""

from dataclasses import dataclass
from datetime import date, datetime

from tongban.core.access.parties import SCHEME_WORDS, PartyKind
from tongban.core.enrolment.kinds import (
    COVER_STATE_WORDS,
    PERSON_KIND_WORDS,
    CoverState,
)
from tongban.records.cases.models import Case, Mandate
from tongban.records.notices.models import Message
from tongban.services.cases.drafts import drafts_of_party
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.queries.lists import CaseRow, open_cases_of
from tongban.services.cases.queries.page import lacks_of
from tongban.services.enrolment.queries import cover_on, waiting_on
from tongban.services.parties.queries import PartyCard


@dataclass(frozen=True, slots=True)
class OpenCase:
    """One open case with the papers it still waits for."""

    row: CaseRow
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """One saved application; ``own`` says this clerk may write in it already."""

    code: str
    item: str
    item_name: str
    writer: str
    saved_at: datetime
    expires_on: date
    files: int
    own: bool


@dataclass(frozen=True, slots=True)
class HelperLine:
    """Somebody who may act for the person today."""

    helper: str
    until_on: date
    items: int
    covers_pledges: bool


@dataclass(frozen=True, slots=True)
class CoverWords:
    """How somebody is insured today, in words; ``wait_end`` ends the wait, if any."""

    words: str
    state: str
    in_force: bool
    wait_end: date | None


@dataclass(frozen=True, slots=True)
class VisitorSummary:
    """What a clerk needs to know before asking."""

    cases: tuple[OpenCase, ...]
    drafts: tuple[OpenDraft, ...]
    helpers: tuple[HelperLine, ...]
    unread: int

    def open_of(self, item: str) -> tuple[OpenCase, ...]:
        """Return the open cases of one item."""
        return tuple(case for case in self.cases if case.row.item == item)


def visitor_cover(party: PartyCard, today: date) -> CoverWords | None:
    """Return a person's cover of today, or nothing: no cover on record, or a unit."""
    if party.kind is not PartyKind.PERSON:
        return None
    cover = cover_on(party.id, today)
    if cover is None:
        return None
    wait = waiting_on(party.id, today)
    return CoverWords(
        words=f"{SCHEME_WORDS[cover.scheme]}（{PERSON_KIND_WORDS[cover.kind]}）",
        state=COVER_STATE_WORDS[cover.state],
        in_force=cover.state is CoverState.IN_FORCE,
        wait_end=None if wait is None else wait.days.end,
    )


def visitor_summary(envelope: Envelope, *, party_id: int) -> VisitorSummary:
    """Return what is open for a person or unit."""
    rows = open_cases_of(party_id, today=envelope.today)
    drafts = drafts_of_party(envelope, party_id=party_id)
    mandates = Mandate.objects.select_related("helper").filter(
        principal_id=party_id,
        revoked_at=None,
        from_on__lte=envelope.today,
        until_on__gte=envelope.today,
    )
    return VisitorSummary(
        cases=tuple(OpenCase(row, _lacking(row)) for row in rows),
        drafts=tuple(
            OpenDraft(
                code=one.code,
                item=one.item,
                item_name=one.item_name,
                writer=one.writer,
                saved_at=one.saved_at,
                expires_on=one.expires_on,
                files=len(one.files),
                own=one.account_id == envelope.actor.account_id,
            )
            for one in drafts
        ),
        helpers=tuple(
            HelperLine(
                one.helper.display_name,
                one.until_on,
                len(one.items),
                one.covers_pledges,
            )
            for one in mandates.order_by("until_on", "pk")
        ),
        unread=Message.objects.filter(party_id=party_id, read_at=None).count(),
    )


def _lacking(row: CaseRow) -> tuple[str, ...]:
    if row.state != "waiting":
        return ()
    return tuple(lack.name for lack in lacks_of(Case.objects.get(number=row.number)))
