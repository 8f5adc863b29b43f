"""Everything the desk holds of one person or one employer, in one place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from tongban.core.access.actor import Actor
from tongban.core.days import ONE_DAY
from tongban.core.enrolment.employers import EMPLOYER_KIND_WORDS
from tongban.core.enrolment.kinds import SEX_WORDS
from tongban.records.enrolment.models import EmployerLink, SpecialGroup
from tongban.records.parties.models import Party
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.queries.lists import CaseRow, Filter, Shelf, work_list
from tongban.services.credentials.queries import CredentialView, credential_of
from tongban.services.enrolment.disputes import OverlapLine, overlaps_of
from tongban.services.enrolment.history import (
    HistoryPage,
    history_of_employer,
    history_of_person,
    word,
)
from tongban.services.enrolment.lines import EmployerLine, PersonLine
from tongban.services.enrolment.own import Insurance, insurance_of
from tongban.services.enrolment.queries import employer_line, person_line
from tongban.services.enrolment.staff import StaffPage, staff_page
from tongban.services.ledger.queries import AccountLine, personal_account
from tongban.services.papers.asking import Certificate, certificates_of
from tongban.services.personal_accounts.queries import (
    ExplainedMovement,
    explained_movements,
)

CASES_SHOWN_MAX: Final = 20
MOVEMENTS_SHOWN_MAX: Final = 5
CHINESE: Final = "cn"


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases of one party: those open, and the latest closed."""

    open_rows: tuple[CaseRow, ...]
    closed_rows: tuple[CaseRow, ...]


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group with rules of its own a person belongs to, and who says so."""

    name: str
    source: str
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One employer this one came from or went into."""

    party_id: int
    name: str
    how: str
    on: date
    is_former: bool


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person: register, account, credential, cases, certificates, history."""

    known: PersonLine | None
    sex: str
    insurance: Insurance
    groups: tuple[GroupLine, ...]
    overlaps: tuple[OverlapLine, ...]
    account: AccountLine | None
    movements: tuple[ExplainedMovement, ...]
    credential: CredentialView | None
    cases: Cases
    certificates: tuple[Certificate, ...]
    history: HistoryPage

    @property
    def foreign(self) -> bool:
        """Whether the register names another nationality than Chinese."""
        return self.known is not None and self.known.nationality not in {"", CHINESE}


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit: registration, staff and bill, links, cases, history."""

    known: EmployerLine | None
    kind: str
    staff: StaffPage | None
    links: tuple[LinkLine, ...]
    cases: Cases
    certificates: tuple[Certificate, ...]
    history: HistoryPage


def person_view(
    envelope: Envelope, party_id: int, *, year: int | None, page: int
) -> PersonView:
    """Return one person; ``year`` chooses the months, ``page`` that of the history."""
    actor, today = envelope.actor, envelope.today
    known, account = person_line(party_id), personal_account(party_id)
    return PersonView(
        known=known,
        sex="" if known is None else SEX_WORDS[known.sex],
        insurance=insurance_of(party_id, day=today, year=year),
        groups=_groups(party_id),
        overlaps=overlaps_of(actor, party_id),
        account=account,
        movements=()
        if account is None
        else explained_movements(
            account.id, region=account.region, count=MOVEMENTS_SHOWN_MAX
        ),
        credential=credential_of(envelope, party_id),
        cases=_cases(actor, party_id, today),
        certificates=certificates_of([party_id]),
        history=history_of_person(party_id, page=page),
    )


def unit_view(envelope: Envelope, party_id: int, *, staff: int) -> UnitView:
    """Return one unit; ``staff`` is the page of its staff."""
    actor, today = envelope.actor, envelope.today
    known = employer_line(party_id)
    return UnitView(
        known=known,
        kind="" if known is None else EMPLOYER_KIND_WORDS[known.kind],
        staff=staff_page(party_id, day=today, page=staff),
        links=_links(party_id),
        cases=_cases(actor, party_id, today),
        certificates=certificates_of([party_id]),
        history=history_of_employer(party_id, page=1),
    )


def _cases(actor: Actor, party_id: int, today: date) -> Cases:
    shown = [
        work_list(
            actor,
            Filter(shelf=shelf, party_id=party_id),
            today=today,
            rows=CASES_SHOWN_MAX,
        ).rows
        for shelf in (Shelf.ALL, Shelf.CLOSED)
    ]
    return Cases(*shown)


def _groups(party_id: int) -> tuple[GroupLine, ...]:
    rows = SpecialGroup.objects.filter(person_id=party_id, void=False)
    return tuple(
        GroupLine(
            name=word("group", row.code),
            source=row.source,
            first=row.in_force.lower,
            last=None if row.in_force.upper is None else row.in_force.upper - ONE_DAY,
        )
        for row in rows.order_by("-in_force")
    )


def _links(party_id: int) -> tuple[LinkLine, ...]:
    former = EmployerLink.objects.filter(successor_id=party_id, void=False)
    later = EmployerLink.objects.filter(former_id=party_id, void=False)
    pairs = [(row, row.former_id, True) for row in former]
    pairs += [(row, row.successor_id, False) for row in later]
    names = _names(other for _, other, _ in pairs)
    return tuple(
        LinkLine(other, names.get(other, ""), word("how", row.how), row.on, is_former)
        for row, other, is_former in pairs
    )


def _names(parties: Iterable[int]) -> dict[int, str]:
    return {row.pk: row.name for row in Party.objects.filter(pk__in=set(parties))}
