"""Transfers in words for pages: where they stand, whose turn it is, what came."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q

from tongban.core.access.actor import Actor
from tongban.core.access.masking import mask_identifier
from tongban.core.access.parties import SCHEME_WORDS, Scheme
from tongban.core.access.rights import Act, may
from tongban.core.cases.view import CHINA
from tongban.core.enrolment.contributions import MonthKind
from tongban.core.exchange.kinds import MessageKind, OutState
from tongban.core.transfers.checks import AGAINST_WORDS, Against
from tongban.core.transfers.continuity import BOND_WORDS, Bond
from tongban.core.transfers.legs import (
    SHEET_LIGHT_WORDS,
    WAITING_WORDS,
    Legs,
    SheetLight,
    sheet_due,
    sheet_light,
)
from tongban.core.transfers.sheet import InformationSheet, sheet_of
from tongban.core.transfers.stages import OPEN, STAGE_WORDS, Basis, Side, Stage
from tongban.records.exchange.models import Outgoing
from tongban.records.transfers.models import Transfer
from tongban.services.calendar.queries import work_calendar
from tongban.services.cases.queries.page import case_within_reach
from tongban.services.items.queries import place_name
from tongban.services.transfers.opening import SIDE_OF, route_of
from tongban.services.transfers.terms import transfer_terms
from tongban.services.transfers.tracing import TransferUnknown

OPEN_SHOWN_MAX: Final = 200
KIND_WORDS: Final = {MonthKind.ACTUAL: "实际缴费", MonthKind.DEEMED: "视同缴费"}


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """One period of an information table in words."""

    place: str
    scheme: str
    kind: str
    first: date
    last: date
    months: int
    base_fen: int


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened, and when."""

    at: datetime
    what: str


@dataclass(frozen=True, slots=True)
class TransferCase:
    """A case of items 10 and 11 as the desk works on it.

    ``types_sheet`` says that the table is typed, by this actor: nobody sends it.
    """

    number: str
    version: int
    item_name: str
    applicant: str
    person_id: int
    masked_number: str
    lines: tuple["TransferLine", ...]
    types_sheet: bool


@dataclass(frozen=True, slots=True)
class TransferLine:
    """One side of a transfer as a page shows it.

    ``waiting`` says what is still to come at the side that joins; ``due_on`` is
    the day this side has to be done by, ``whole_due_on`` that of its case.
    """

    number: str
    side: Side
    case_number: str
    origin: str
    target: str
    from_region: str
    scheme: str
    scheme_code: str
    stage: Stage
    stage_words: str
    automatic: bool
    by_hand: bool
    objection_until: date | None
    reasons: tuple[str, ...]
    words: str
    waiting: str
    due_on: date | None
    whole_due_on: date | None
    periods: tuple[PeriodLine, ...]
    actual_months: int
    deemed_months: int
    digest: str
    seal: str
    balance_fen: int | None
    money_fen: int | None
    sheet_words: str
    sheet_due_on: date | None
    sheet_alarm: bool
    bond: str
    gap_months: int
    steps: tuple[Step, ...]


def own_transfers(party_id: int, *, day: date) -> tuple[TransferLine, ...]:
    """Return somebody's transfers, open ones first; an employer's those it follows."""
    rows = Transfer.objects.filter(Q(person_id=party_id) | Q(employer_id=party_id))
    lines = [_line(row, day) for row in rows.select_related("case").order_by("-pk")]
    return tuple(sorted(lines, key=lambda one: one.stage not in OPEN))


def transfers_of_case(number: str, *, day: date) -> tuple[TransferLine, ...]:
    """Return the sides of transfers that a case is about, none for other items."""
    rows = Transfer.objects.filter(case__number=number).select_related("case")
    return tuple(_line(row, day) for row in rows.order_by("pk"))


def transfer_case(actor: Actor, number: str, *, day: date) -> TransferCase:
    """Return the transfer of a case within reach; refuses other items' cases."""
    record = case_within_reach(actor, number)
    row = Transfer.objects.filter(case=record).select_related("person").first()
    if row is None:
        raise TransferUnknown
    agreed = row.stage == Stage.AGREED.value
    return TransferCase(
        number=record.number,
        version=record.version,
        item_name=record.item_name,
        applicant=row.person.name,
        person_id=row.person_id,
        masked_number=mask_identifier(row.person.identifier),
        lines=transfers_of_case(number, day=day),
        types_sheet=row.by_hand
        and row.side == Side.IN.value
        and agreed
        and may(actor, Act.REVIEW),
    )


def open_transfers(*, day: date) -> tuple[TransferLine, ...]:
    """Return what is on its way within reach, the longest waiting first."""
    rows = Transfer.objects.filter(stage__in=[stage.value for stage in OPEN])
    ordered = rows.select_related("case").order_by("asked_at", "pk")[:OPEN_SHOWN_MAX]
    return tuple(_line(row, day) for row in ordered)


def is_transfer(item: str) -> bool:
    """Say whether an item moves a relation from one area to another."""
    return item in SIDE_OF


def stuck_sheets(*, day: date) -> tuple[TransferLine, ...]:
    """Return transfers whose table has not arrived when it should be looked at."""
    rows = Transfer.objects.filter(
        side=Side.OUT.value, stage=Stage.SENT.value, by_hand=False
    )
    lines = (_line(row, day) for row in rows.select_related("case").order_by("pk"))
    return tuple(one for one in lines if one.sheet_alarm)


def _line(row: Transfer, day: date) -> TransferLine:
    side, stage = Side(row.side), Stage(row.stage)
    sheet = sheet_of(row.sheet) if row.sheet else None
    light, due = _sheet_light(row, day)
    joins = side is Side.IN and stage is Stage.AGREED
    legs = Legs(None if sheet is None else sheet.balance_fen, row.money_fen)
    return TransferLine(
        number=row.number,
        side=side,
        case_number="" if row.case is None else row.case.number,
        origin=place_name(row.from_region),
        target=place_name(row.to_region),
        from_region=row.from_region,
        scheme=SCHEME_WORDS[Scheme(row.scheme)],
        scheme_code=row.scheme,
        stage=stage,
        stage_words=STAGE_WORDS[stage],
        automatic=row.basis == Basis.AUTOMATIC.value,
        by_hand=row.by_hand,
        objection_until=row.objection_until,
        reasons=tuple(AGAINST_WORDS[Against(one)] for one in row.reasons),
        words=row.words,
        waiting=WAITING_WORDS[legs.waiting] if joins else "",
        due_on=_leg_due(row),
        whole_due_on=None if row.case is None else row.case.due_on,
        periods=() if sheet is None else _periods(sheet),
        actual_months=0 if sheet is None else sheet.actual_months,
        deemed_months=0 if sheet is None else sheet.deemed_months,
        digest=row.sheet_digest,
        seal=row.sheet_seal,
        balance_fen=None if sheet is None else sheet.balance_fen,
        money_fen=row.money_fen,
        sheet_words="" if light is None else SHEET_LIGHT_WORDS[light],
        sheet_due_on=due,
        sheet_alarm=light in {SheetLight.ALARM, SheetLight.LATE},
        bond=BOND_WORDS[Bond(row.bond)] if row.bond else "",
        gap_months=row.gap_months or 0,
        steps=_steps(row),
    )


def _leg_due(row: Transfer) -> date | None:
    """Return the day this side has to be done by, where its days are printed."""
    days = transfer_terms(row.region).days_of(route_of(row), Side(row.side))
    begun = row.agreed_at
    if row.side == Side.IN.value and row.sheet_at and row.money_at:
        begun = max(row.sheet_at, row.money_at)
    elif row.side == Side.IN.value:
        return None  # its days begin when sheet and money have come
    if days is None or begun is None:
        return None
    return work_calendar().add_workdays(begun.astimezone(CHINA).date(), days)


def _sheet_light(row: Transfer, day: date) -> tuple[SheetLight | None, date | None]:
    """Return how the table of a side that left stands, and when it is due."""
    if row.side != Side.OUT.value or row.sheet_made_on is None or row.by_hand:
        return None, None
    sent = Outgoing.objects.filter(
        subject=row.number, kind=MessageKind.TRANSFER_SHEET.value
    )
    arrived = sent.filter(state=OutState.DELIVERED.value).exists()
    terms, calendar = transfer_terms(row.region).sheet, work_calendar()
    light = sheet_light(
        made_on=row.sheet_made_on,
        arrived=arrived or row.stage != Stage.SENT.value,
        today=day,
        terms=terms,
        calendar=calendar,
    )
    return light, sheet_due(row.sheet_made_on, terms, calendar)


def _periods(sheet: InformationSheet) -> tuple[PeriodLine, ...]:
    return tuple(
        PeriodLine(
            place=place_name(one.region),
            scheme=SCHEME_WORDS[one.scheme],
            kind=KIND_WORDS[one.kind],
            first=one.first_month,
            last=one.last_month,
            months=one.months,
            base_fen=one.base_fen,
        )
        for one in sheet.periods
    )


def _steps(row: Transfer) -> tuple[Step, ...]:
    """Return what happened on this side, in order."""
    out = row.side == Side.OUT.value
    said = (
        (row.asked_at, "提出转移" if row.basis == Basis.APPLIED.value else "自动发起"),
        (row.agreed_at, "两地校验通过，受理"),
        (row.sheet_at, "信息表已发出" if out else "信息表已收到"),
        (row.money_at, "账户资金已转出" if out else "账户资金已到"),
        (row.ended_at, STAGE_WORDS[Stage(row.stage)]),
    )
    found = [Step(at, what) for at, what in said if at is not None]
    return tuple(sorted(found, key=lambda one: one.at))
