"""Filing for a person and withdrawing it: one implementation with the counter.

What an item of the catalogue decides becomes a case of that item, handed in by
the institution (channel ``provider``): a transfer to another city is filed by
rule (SD28 13), a chronic disease is recognised by a review (SD28 14). What no
item decides stands by itself, dated.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tongban.core.access.actor import Actor, ActorKind
from tongban.core.access.parties import Scheme
from tongban.core.cases.decisions.intake import AlreadyDecided
from tongban.core.cases.lifecycle import Outcome, State
from tongban.core.days import Period
from tongban.core.enrolment.kinds import scheme_of
from tongban.core.filings.kinds import FilingKind
from tongban.core.hsa.json_text import json_text
from tongban.core.items.catalogue import Audience, Channel
from tongban.core.json_values import Json
from tongban.records.cases.models import Case
from tongban.records.filings.models import Filing
from tongban.records.register.models import RegisterEntry
from tongban.records.turns import take_turn
from tongban.services.cases.content import NewCase
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.intake import submit_case, withdraw_case
from tongban.services.cases.revoking import revoke_case
from tongban.services.enrolment.queries import cover_on
from tongban.services.filings.refusals import (
    AppliedElsewhere,
    FilingNotCovered,
    FilingStands,
    FilingUnknown,
    RightHeld,
)
from tongban.services.institutions.queries import InstitutionLine
from tongban.services.settlement.standing import disease_right
from tongban.services.settlement.visits import number_of


@dataclass(frozen=True, slots=True)
class Occasion:
    """Which institution files, by which message, when."""

    institution: InstitutionLine
    message: str
    at: datetime
    day: date

    def envelope(self, person_id: int) -> Envelope:
        """Return the envelope of a command for one person."""
        actor = Actor(
            kind=ActorKind.INSTITUTION,
            account_id=None,
            name=self.institution.name,
            office_code=self.institution.code,
            party_ids=(person_id,),
        )
        key = f"hsa {self.institution.code} {self.message}"
        return Envelope(actor=actor, now=self.at, key=key, channel=Channel.PROVIDER)


@dataclass(frozen=True, slots=True)
class Application:
    """What an item asks for, as the message says it."""

    item: str
    form: Mapping[str, Json]
    situations: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewFiling:
    """What is filed; ``scheme`` is nothing when the message does not say it.

    ``code``, ``sort`` and ``rank`` say what the filing is about: the same cannot
    stand twice over the same days.
    """

    kind: FilingKind
    person_id: int
    days: Period
    scheme: Scheme | None = None
    code: str = ""
    name: str = ""
    sort: str = ""
    rank: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    application: Application | None = None


@transaction.atomic
def file_for(occasion: Occasion, new: NewFiling) -> Filing:
    """Keep a filing, with the case it opens; refuses what stands already.

    Only who is covered today in the scheme is filed for.
    """
    cover = cover_on(new.person_id, occasion.day)
    if cover is None or new.scheme not in {None, scheme_of(cover.kind)}:
        raise FilingNotCovered
    take_turn(f"filing {new.person_id}")
    _check_new(new)
    row = Filing(
        kind=new.kind.value,
        person_id=new.person_id,
        institution_id=occasion.institution.id,
        scheme=cover.scheme.value,
        region=cover.region,
        in_force=DateRange(new.days.start, new.days.end),
        code=new.code,
        name=new.name,
        sort=new.sort,
        rank=new.rank,
        details=json_text(dict(new.details)),
        message=occasion.message,
        filed_at=occasion.at,
    )
    if new.application is None:
        row.number = _next_number()
    else:
        row.case = _applied(occasion, new, new.application, row)
        row.number = row.case.number
    row.save(force_insert=True)
    return row


@transaction.atomic
def withdraw_filing(
    occasion: Occasion, kind: FilingKind, *, number: str, person_id: int, words: str
) -> None:
    """Withdraw what the institution filed; doing it again changes nothing.

    An application is withdrawn until the agency decided on it; what was filed by
    rule is given back.
    """
    row = (
        Filing.objects.select_for_update(of=("self",), no_key=True)
        .filter(
            number=number.strip(),
            kind=kind.value,
            person_id=person_id,
            institution_id=occasion.institution.id,
        )
        .first()
    )
    if row is None:
        raise FilingUnknown
    if row.withdrawn_at is not None:
        return
    row.withdrawn_at, row.withdrawn_words = occasion.at, words
    row.save(update_fields=["withdrawn_at", "withdrawn_words"])
    if row.case is not None:
        _end_case(occasion, row, row.case, words)


def _end_case(occasion: Occasion, row: Filing, case: Case, words: str) -> None:
    """End the case of a filing, unless it came to nothing or was undone already."""
    envelope = occasion.envelope(row.person_id)
    if case.state != State.CLOSED.value:
        withdraw_case(envelope, number=case.number, words=words)
    elif case.outcome == Outcome.GRANTED.value and not _is_undone(case):
        if row.kind != FilingKind.TRANSFER:
            raise AlreadyDecided
        revoke_case(envelope, number=case.number, words=words)


def _is_undone(case: Case) -> bool:
    return RegisterEntry.objects.filter(case=case, reversed_at__isnull=False).exists()


def _applied(
    occasion: Occasion, new: NewFiling, said: Application, row: Filing
) -> Case:
    """Hand the application in and return its case; one open elsewhere is theirs."""
    receipt = submit_case(
        occasion.envelope(new.person_id),
        NewCase(
            item=said.item,
            audience=Audience(row.scheme),
            party_id=new.person_id,
            form=dict(said.form),
            situations=said.situations,
            papers=said.papers,
            region=row.region,
        ),
    )
    if receipt.joined:
        raise AppliedElsewhere(receipt.number)
    return Case.objects.get(number=receipt.number)


def _check_new(new: NewFiling) -> None:
    if new.kind is FilingKind.CHRONIC:
        right = disease_right(new.person_id, new.code, new.days.start)
        if right is not None:
            raise RightHeld(right.name, right.in_force.lower.isoformat())
    rows = Filing.objects.filter(
        person_id=new.person_id,
        kind=new.kind.value,
        sort=new.sort,
        rank=new.rank,
        withdrawn_at=None,
        in_force__overlap=DateRange(new.days.start, new.days.end),
    )
    if new.kind is not FilingKind.FIXED:
        rows = rows.filter(code=new.code)  # one rank holds one provider at a time
    for row in rows.select_related("case", "institution"):
        if not _is_over(row):
            since = row.in_force.lower.isoformat()
            raise FilingStands(row.number, row.institution.name, since)


def _is_over(row: Filing) -> bool:
    """Say whether an application came to nothing: it may then be filed anew."""
    case = row.case
    if case is None:
        return False
    return case.outcome not in {"", Outcome.GRANTED.value} or _is_undone(case)


def _next_number() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('filing_number')")
        (following,) = cursor.fetchone()
    return number_of(following)
