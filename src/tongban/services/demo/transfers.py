"""The demo's transfers: people who leave for another province, and who come.

The other ends are areas nobody connected serves, so the demo alone is whole:
their sheets are typed by the clerks. ``make run-two`` shows the connected ones.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db.backends.postgresql.psycopg_any import DateRange

from tongban.core.access.parties import Scheme
from tongban.core.cases.decisions.handling import Decision
from tongban.core.cases.view import CHINA
from tongban.core.enrolment.contributions import MonthKind
from tongban.core.enrolment.kinds import CoverState, PersonKind
from tongban.core.enrolment.months import add_months, month_of
from tongban.core.items.catalogue import Audience
from tongban.core.transfers.sheet import PaidPeriod
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Command
from tongban.records.enrolment.models import Cover
from tongban.records.parties.models import Party
from tongban.services.cases import handling, intake
from tongban.services.cases.content import NewCase
from tongban.services.demo.stage import Stage, stage_at
from tongban.services.transfers.by_hand import TypedSheet, enter_sheet

if TYPE_CHECKING:
    from tongban.core.json_values import Json

ELSEWHERE: Final = "110105"
LAST_KEY: Final = "demo-transfers-complete"
STOPPED_DAYS_AGO: Final = 40
MONTHS_BROUGHT: Final = 27
BROUGHT_FEN: Final = 86_420
BASE_FEN: Final = 520_000
WORKING: Final = (PersonKind.ACTIVE.value, PersonKind.FLEXIBLE.value)
APPROVED: Final = Decision(approved=True, amount_fen=0, words="", clause="")
REJECTED: Final = Decision(
    approved=False, amount_fen=0, words="信息表与本人不符", clause="TR43 双方校验"
)


@dataclass(frozen=True, slots=True)
class Play:
    """One transfer: which end, how many working days ago, what was done since."""

    item: str
    days_ago: int
    acts: tuple[str, ...] = ()
    login: str = ""


PLAYS: Final = (
    Play("transfer-in", 8, ("accept",), login="wangjianguo"),
    Play("transfer-in", 1),
    Play("transfer-in", 6, ("accept", "sheet")),
    Play("transfer-in", 12, ("accept", "sheet", "review", "finish")),
    Play("transfer-in", 7, ("accept", "sheet", "reject")),
    Play("transfer-out", 1),
    Play("transfer-out", 5, ("accept",)),
    Play("transfer-out", 9, ("accept", "review", "finish")),
    Play("transfer-out", 3, ("withdraw",)),
)


def load_demo_transfers(now: datetime) -> None:
    """Play the demo's transfers once; an interrupted loading goes on."""
    if Command.objects.filter(key=LAST_KEY).exists():
        return
    stage = stage_at(now)
    for place, (play, party) in enumerate(_cast(now)):
        _play(stage, play, party, place)
    Command.objects.get_or_create(
        sender="system", key=LAST_KEY, defaults={"digest": "", "at": now}
    )


def _cast(now: datetime) -> list[tuple[Play, Party]]:
    """Give every play its person: the same on every machine, none with an account."""
    named = Account.objects.exclude(party=None).values("party_id")
    covers = (
        Cover.objects.filter(
            scheme=Scheme.EMPLOYEE.value,
            kind__in=WORKING,
            source="demo",
        )
        .exclude(person_id__in=named)
        .order_by("person_id")
        .select_related("person__party")
    )
    crowd = iter(covers[len(PLAYS) : 3 * len(PLAYS)])
    found = []
    for play in PLAYS:
        if play.login:
            party = Account.objects.get(login_name=play.login).party
            if party is not None:
                found.append((play, party))
            continue
        cover = next(crowd)
        if play.item == "transfer-out":
            _stop(cover, now)
        found.append((play, cover.person.party))
    return found


def _stop(cover: Cover, now: datetime) -> None:
    """End a cover some weeks ago: who leaves has stopped before."""
    stopped = now.astimezone(CHINA).date() - timedelta(days=STOPPED_DAYS_AGO)
    cover.in_force = DateRange(cover.in_force.lower, stopped)
    cover.state = CoverState.ENDED.value
    cover.save(update_fields=["in_force", "state"])


def _play(stage: Stage, play: Play, party: Party, place: int) -> None:
    day = stage.workday(-play.days_ago)
    key = f"demo-transfer-{place}"
    sent = stage.envelope("clerk1", day, minute=place, key=f"{key}-submit")
    receipt = intake.submit_case(sent, _application(play, party, sent.today))
    if receipt.joined:
        return
    for turn, act in enumerate(play.acts, start=1):
        minute = place + turn * 10
        ACTS[act](stage, receipt.number, stage.later(day, turn // 2), minute, key)


def _application(play: Play, party: Party, day: date) -> NewCase:
    leaving = play.item == "transfer-out"
    stopped = day - timedelta(days=STOPPED_DAYS_AGO)
    form: dict[str, Json] = {
        "insured_name": party.name,
        "insured_id_number": party.identifier,
        "contact_phone": party.phone or "10000000000",
        "from_region": party.region if leaving else ELSEWHERE,
        "to_region": ELSEWHERE if leaving else party.region,
        "scheme": Scheme.EMPLOYEE.value,
        "move_account": True,
    }
    form["stopped_on" if leaving else "joined_on"] = stopped.isoformat()
    return NewCase(
        item=play.item,
        audience=Audience.EMPLOYEE,
        party_id=party.pk,
        form=form,
        situations=("by-person", "self"),
        papers=("identity",),
    )


def _typed(day: date) -> TypedSheet:
    last = add_months(month_of(day), -2)
    period = PaidPeriod(
        region=ELSEWHERE,
        scheme=Scheme.EMPLOYEE,
        kind=MonthKind.ACTUAL,
        first_month=add_months(last, 1 - MONTHS_BROUGHT),
        last_month=last,
        base_fen=BASE_FEN,
    )
    return TypedSheet(add_months(last, 1), (period,), BROUGHT_FEN)


Act = Callable[[Stage, str, date, int, str], object]


def _accept(stage: Stage, number: str, day: date, minute: int, key: str) -> object:
    sent = stage.envelope("clerk1", day, minute=minute, key=f"{key}-accept")
    return intake.accept_case(sent, number=number)


def _sheet(stage: Stage, number: str, day: date, minute: int, key: str) -> object:
    sent = stage.envelope("reviewer1", day, minute=minute, key=f"{key}-sheet")
    return enter_sheet(sent, number=number, typed=_typed(day))


def _review(stage: Stage, number: str, day: date, minute: int, key: str) -> object:
    sent = stage.envelope("reviewer1", day, minute=minute, key=f"{key}-review")
    return handling.review_case(sent, number=number, decision=APPROVED)


def _reject(stage: Stage, number: str, day: date, minute: int, key: str) -> object:
    sent = stage.envelope("reviewer1", day, minute=minute, key=f"{key}-reject")
    return handling.review_case(sent, number=number, decision=REJECTED)


def _finish(stage: Stage, number: str, day: date, minute: int, key: str) -> object:
    sent = stage.envelope("clerk1", day, minute=minute, key=f"{key}-finish")
    return handling.finish_case(sent, number=number)


def _withdraw(stage: Stage, number: str, day: date, minute: int, key: str) -> object:
    sent = stage.envelope("clerk1", day, minute=minute, key=f"{key}-withdraw")
    return intake.withdraw_case(sent, number=number, words="先不转了")


ACTS: Final[dict[str, Act]] = {
    "accept": _accept,
    "sheet": _sheet,
    "review": _review,
    "reject": _reject,
    "finish": _finish,
    "withdraw": _withdraw,
}
