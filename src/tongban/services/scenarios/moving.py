"""What a scenario says of moving: cover of before, messages, tables, transfers."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from django.db.backends.postgresql.psycopg_any import DateRange

from tongban.core.access.parties import Scheme
from tongban.core.days import ONE_DAY
from tongban.core.enrolment.contributions import MonthKind
from tongban.core.enrolment.kinds import CoverState, PersonKind
from tongban.core.enrolment.months import month_of, months_between
from tongban.core.json_values import Json, text_of
from tongban.core.money import fen_from_yuan
from tongban.core.transfers.sheet import PaidPeriod
from tongban.core.transfers.stages import Side
from tongban.records.enrolment.models import ContributionMonth, Cover, InsuredPerson
from tongban.records.parties.models import Party
from tongban.records.transfers.models import Transfer
from tongban.services.cases.envelope import Envelope
from tongban.services.exchange.rounds import run_round
from tongban.services.scenarios.reading import Step
from tongban.services.scenarios.stage import Stage, party_named
from tongban.services.transfers.by_hand import TypedSheet, enter_sheet
from tongban.services.transfers.queries import transfers_of_case

NONE: Final = "无"
SOURCE: Final = "原系统"
BASE_FEN: Final = 500_000
EMPLOYED: Final = "参保职工"


def bring_cover(_stage: Stage, step: Step, sent: Envelope) -> None:
    """Enter cover the register took over from a former system (原有参保).

    Both days included; without a last one it runs on. Every month of an
    employee up to today is paid.
    """
    party = party_named(text_of(step.fields, "申请人"))
    employed = text_of(step.fields, "身份") == EMPLOYED
    first = date.fromisoformat(text_of(step.fields, "自"))
    last = _day(step, "至")
    InsuredPerson.objects.get_or_create(party=party, defaults={"sex": "male"})
    Cover.objects.create(
        person_id=party.pk,
        scheme=(Scheme.EMPLOYEE if employed else Scheme.RESIDENT).value,
        kind=(PersonKind.ACTIVE if employed else PersonKind.ADULT).value,
        region=text_of(step.fields, "地区") or party.region,
        in_force=DateRange(first, None if last is None else last + ONE_DAY),
        base_fen=BASE_FEN if employed else 0,
        state=(CoverState.IN_FORCE if last is None else CoverState.ENDED).value,
        source=SOURCE,
    )
    if employed:
        _pay(party, first, last or sent.today)


def _pay(party: Party, first: date, last: date) -> None:
    ContributionMonth.objects.bulk_create(
        ContributionMonth(
            person_id=party.pk,
            month=month,
            scheme=Scheme.EMPLOYEE.value,
            base_fen=BASE_FEN,
            kind=MonthKind.ACTUAL.value,
            unit_fen=0,
            own_fen=0,
            paid_on=month,
        )
        for month in months_between(month_of(first), month_of(last))
    )


def _day(step: Step, name: str) -> date | None:
    said = text_of(step.fields, name)
    return date.fromisoformat(said) if said else None


def exchange(_stage: Stage, _step: Step, sent: Envelope) -> None:
    """Bring the messages between areas forward (交换消息)."""
    run_round(sent.now)


def enter(stage: Stage, step: Step, sent: Envelope) -> None:
    """Type the table of an area that is not connected (录入信息表)."""
    number = stage.number(step)
    row = Transfer.objects.get(case__number=number, side=Side.IN.value)
    first = date.fromisoformat(text_of(step.fields, "自"))
    last = date.fromisoformat(text_of(step.fields, "至"))
    period = PaidPeriod(
        region=row.from_region,
        scheme=Scheme(row.scheme),
        kind=MonthKind.ACTUAL,
        first_month=month_of(first),
        last_month=month_of(last),
        base_fen=BASE_FEN,
    )
    typed = TypedSheet(
        stopped_on=last + ONE_DAY,
        periods=(period,),
        money_fen=fen_from_yuan(text_of(step.fields, "金额")),
    )
    enter_sheet(sent, number=number, typed=typed)


def _transfer(stage: Stage, step: Step, _expected: Json) -> Json:
    """Return how the transfer of the case stands, and what it still waits for."""
    lines = transfers_of_case(stage.number(step), day=step.at.date())
    said = (f"{one.stage_words} {one.waiting}".strip() for one in lines)
    return "；".join(said) or NONE


Found = Callable[[Stage, Step, Json], Json]
FOUND: Final[Mapping[str, Found]] = {"转移": _transfer}
