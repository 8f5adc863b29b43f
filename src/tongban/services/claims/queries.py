"""What pages show of a claim's bills and of somebody's settlements."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from tongban.core.access.actor import Actor
from tongban.core.benefits.vocabulary import (
    CARE_KIND_WORDS,
    FUND_WORDS,
    LEVEL_WORDS,
    PLACE_WORDS,
    CareKind,
    Fund,
    Level,
    Place,
)
from tongban.core.cases.view import CHINA, fold
from tongban.core.medical_catalogue.terms import GRADE_WORDS, Grade
from tongban.core.refusals import Refusal
from tongban.records.cases.models import Case
from tongban.records.claims.models import ClaimBill
from tongban.records.settlement.models import FeeLine, Settlement
from tongban.services.benefits.slip import (
    FundShare,
    Slip,
    SlipLine,
    slip_lines,
    slip_of,
)
from tongban.services.cases import engine
from tongban.services.cases.queries.page import case_within_reach
from tongban.services.claims.bills import bills_of
from tongban.services.claims.entering import EFFECTS
from tongban.services.claims.refusals import SlipUnknown
from tongban.services.claims.settling import quotes_of
from tongban.services.items.pinning import terms_by_digest
from tongban.services.settlement.steps import steps_read

PER_PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class BillFacts:
    """One bill in words; the amount in fen."""

    id: int
    receipt: str
    kind: str
    institution: str
    level: str
    place: str
    first: date
    last: date
    total_fen: int
    third_percent: str
    lines: tuple["LineFacts", ...]


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One line of a bill in words; the amount in fen."""

    name: str
    code: str
    grade: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class BillLine:
    """A bill with its slip, or the sentence's refusal why it cannot be counted."""

    bill: BillFacts
    slip: Slip | None


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """The bills of a claim; ``open`` says they may change now.

    ``refused`` is why they cannot be counted; the sums are of all bills.
    """

    number: str
    version: int
    party_id: int
    item_name: str
    applicant: str
    bills: tuple[BillLine, ...]
    refused: Refusal | None
    open: bool
    settled: bool

    @property
    def total_fen(self) -> int:
        """What all bills ask for."""
        return sum(one.bill.total_fen for one in self.bills)

    @property
    def funds_fen(self) -> int:
        """What the funds pay for all bills."""
        return sum(one.slip.funds_fen for one in self.bills if one.slip)


@dataclass(frozen=True, slots=True)
class SettledLine:
    """One settlement in a list; amounts in fen, below zero when it undoes another."""

    id: int
    on: date
    kind: str
    institution: str
    total_fen: int
    funds_fen: int
    own_fen: int
    undone: bool
    undoes: bool


@dataclass(frozen=True, slots=True)
class SettledSlip:
    """A settlement with every step; all amounts in fen."""

    line: SettledLine
    at: datetime
    account_fen: int
    family_fen: int
    cash_fen: int
    shares: tuple[tuple[str, int], ...]
    steps: tuple[SlipLine, ...]
    items: tuple[LineFacts, ...]
    receipt: str
    case_number: str
    verified: bool


def pays_bills(effect: str) -> bool:
    """Say whether an item is paid by bills."""
    return effect in EFFECTS


def is_claimed(number: str) -> bool:
    """Say whether bills were entered for a case: then no amount is typed."""
    return ClaimBill.objects.filter(
        visit__case__number=number, withdrawn_at=None
    ).exists()


def claim_page(actor: Actor, number: str, *, now: datetime) -> ClaimPage:
    """Return the bills of a case within reach, each counted as it stands now."""
    record = case_within_reach(actor, number)
    view = fold(engine.events_of(record))
    terms = terms_by_digest(record.terms_digest)
    refused: Refusal | None = None
    try:
        bills = tuple(_lines(record, decided=view.decided, now=now))
    except Refusal as no:
        refused = no
        bills = tuple(BillLine(_facts(bill), None) for bill in bills_of(record))
    running = record.state not in {"closed", "draft"}
    return ClaimPage(
        number=record.number,
        version=record.version,
        party_id=record.party_id,
        item_name=record.item_name,
        applicant=record.party.name,
        bills=bills,
        refused=refused,
        open=running and pays_bills(terms.effect) and not view.decided,
        settled=view.decided,
    )


def own_settlements(
    party_ids: Sequence[int], *, page: int = 1
) -> tuple[tuple[SettledLine, ...], int]:
    """Return a page of somebody's settlements, newest first, and how many pages."""
    rows = Settlement.objects.filter(person_id__in=list(party_ids))
    pages = max(1, -(-rows.count() // PER_PAGE))
    place = (min(max(page, 1), pages) - 1) * PER_PAGE
    chosen = _related(rows).order_by("-on", "-pk")[place : place + PER_PAGE]
    return tuple(settled_line(row) for row in chosen), pages


def own_slip(party_ids: Sequence[int], settlement_id: int) -> SettledSlip:
    """Return one of somebody's settlements with every step; refuse others'."""
    rows = Settlement.objects.filter(person_id__in=list(party_ids), pk=settlement_id)
    row = _related(rows).first()
    if row is None:
        raise SlipUnknown
    return whole_slip(row)


def whole_slip(row: Settlement) -> SettledSlip:
    """Return a settlement with every step that counted it."""
    return SettledSlip(
        line=settled_line(row),
        at=row.at,
        account_fen=row.account_fen,
        family_fen=row.family_fen,
        cash_fen=row.cash_fen,
        shares=tuple(
            (FUND_WORDS[Fund(code)], fen) for code, fen in row.shares.items() if fen
        ),
        steps=_steps(row.steps),
        items=_items(FeeLine.objects.filter(pk__in=row.lines_settled).order_by("pk")),
        receipt=row.receipt,
        case_number="" if row.case is None else row.case.number,
        verified=row.verified,
    )


def _related(rows: Any) -> Any:  # noqa: ANN401 - a query set of either kind
    return rows.select_related(
        "institution", "case", "visit__claim_bill", "reversed_by"
    )


def _lines(record: Case, *, decided: bool, now: datetime) -> Iterator[BillLine]:
    """Count the bills; of a decided claim tell what was settled."""
    if not decided:
        for one in quotes_of(record, now=now):
            yield BillLine(_facts(one.bill), slip_of(one.quote))
        return
    rows = Settlement.objects.filter(case=record, reverses=None)
    for row in _related(rows).order_by("pk"):
        yield BillLine(_facts(row.visit.claim_bill), _slip(row))


def _slip(row: Settlement) -> Slip:
    shares: Mapping[str, int] = row.shares
    return Slip(
        total_fen=row.total_fen,
        shares=tuple(
            FundShare(FUND_WORDS[Fund(code)], fen) for code, fen in shares.items()
        ),
        funds_fen=row.funds_fen,
        own_fen=row.account_fen + row.family_fen + row.cash_fen,
        lines=_steps(row.steps),
        version=row.terms,
        verified=row.verified,
    )


def _steps(said: Sequence[Mapping[str, Any]]) -> tuple[SlipLine, ...]:
    return tuple(slip_lines(steps_read(said)))


def settled_line(row: Settlement) -> SettledLine:
    """Return one settlement as a line of a list."""
    bill = getattr(row.visit, "claim_bill", None)
    place = row.institution.name if row.institution else ""
    return SettledLine(
        id=row.pk,
        on=row.on,
        kind=CARE_KIND_WORDS[CareKind(row.kind)],
        institution=place or (bill.institution_name if bill else ""),
        total_fen=row.total_fen,
        funds_fen=row.funds_fen,
        own_fen=row.account_fen + row.family_fen + row.cash_fen,
        undone=hasattr(row, "reversed_by"),
        undoes=row.reverses_id is not None,
    )


def _facts(bill: ClaimBill) -> BillFacts:
    visit = bill.visit
    return BillFacts(
        id=bill.pk,
        receipt=bill.receipt,
        kind=CARE_KIND_WORDS[CareKind(visit.kind)],
        institution=bill.institution_name,
        level=LEVEL_WORDS[Level(bill.level)],
        place=PLACE_WORDS[Place(visit.place)],
        first=visit.began_at.astimezone(CHINA).date(),
        last=(visit.ended_at or visit.began_at).astimezone(CHINA).date(),
        total_fen=bill.total_fen,
        third_percent=f"{bill.third_bp / 100:g}%" if bill.third_bp else "",
        lines=_items(FeeLine.objects.filter(visit=visit, withdrawn_at=None)),
    )


def _items(rows: Any) -> tuple[LineFacts, ...]:  # noqa: ANN401 - rows of lines
    return tuple(
        LineFacts(
            name=row.name or "目录中没有的项目",
            code=row.code,
            grade=GRADE_WORDS[Grade(row.grade)],
            amount_fen=row.amount_fen,
        )
        for row in rows.order_by("pk")
    )
