"""Somebody who worked in one city and has joined another, and who works there."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count

from django.db.backends.postgresql.psycopg_any import DateRange
from tests.services.cases.stage import actor, at, envelope
from tests.services.ledger.books import put

from tongban.core.access.actor import Actor, ActorKind, Grant, Role
from tongban.core.access.parties import Scheme
from tongban.core.cases.decisions.handling import Decision
from tongban.core.enrolment.contributions import MonthKind
from tongban.core.enrolment.kinds import CoverState, PersonKind
from tongban.core.enrolment.months import add_months, months_between
from tongban.core.items.catalogue import Audience, Channel
from tongban.core.json_values import Json
from tongban.core.transfers.stages import Side
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case
from tongban.records.enrolment.models import (
    ContributionMonth,
    Cover,
    InsuredPerson,
)
from tongban.records.offices.models import Office
from tongban.records.parties.models import Party
from tongban.records.transfers.models import Transfer
from tongban.services.access.scope import scoped
from tongban.services.cases.content import NewCase
from tongban.services.cases.envelope import Envelope, Receipt
from tongban.services.cases.handling import finish_case, review_case
from tongban.services.cases.intake import submit_case
from tongban.services.exchange.rounds import run_round

HERE, THERE = "370700", "370100"
LOGIN = "wangjianguo"
BALANCE = 123_456
STOPPED, JOINED = date(2023, 9, 1), date(2023, 9, 10)
DAY = "2023-09-22"
APPROVED = Decision(approved=True, amount_fen=0, words="", clause="")
REJECTED = Decision(approved=False, amount_fen=0, words="信息有误", clause="TR43 校验")
KEYS = count(1)


def party() -> Party:
    found = Account.objects.get(login_name=LOGIN).party
    assert found is not None
    return found


def open_hall(region: str, name: str) -> Office:
    province = Office.objects.get(path="/370000/")
    office, _ = Office.objects.get_or_create(
        code=region,
        defaults={
            "name": name,
            "region": region,
            "level": "city",
            "kind": "bureau",
            "parent": province,
            "path": f"/370000/{region}/",
        },
    )
    return office


def worker(region: str, account: int) -> Actor:
    """Somebody at the hall of a city who may accept, review and close."""
    path = f"/370000/{region}/"
    return Actor(
        kind=ActorKind.STAFF,
        account_id=account,
        name="经办人员",
        office_code=region,
        office_path=path,
        grants=(Grant(Role.CLERK, path), Grant(Role.REVIEWER, path)),
        office_level="city",
    )


def sent_by(who: Actor, day: str = DAY, hour: int = 14) -> Envelope:
    return Envelope(
        actor=who,
        now=at(day, hour),
        key=f"transfer-test-{next(KEYS)}",
        channel=Channel.COUNTER,
    )


@contextmanager
def working(who: Actor) -> Iterator[Actor]:
    with scoped(who):
        yield who


def moved_city(*, balance: int = BALANCE, months: int = 30) -> Party:
    """Stop in the first city after some months, join the second; money stays."""
    person = party()
    InsuredPerson.objects.get_or_create(party=person, defaults={"sex": "male"})
    Cover.objects.filter(person_id=person.pk).delete()
    ContributionMonth.objects.filter(person_id=person.pk).delete()
    first = add_months(STOPPED, -months)
    if months:
        _covered("370705", DateRange(first, STOPPED), CoverState.ENDED)
    _covered("370102", DateRange(JOINED, None), CoverState.IN_FORCE)
    for month in months_between(first, add_months(STOPPED, -1)):
        paid_month(month)
    if balance:
        put(LOGIN, balance)
    return person


def _covered(region: str, days: DateRange, state: CoverState) -> None:
    Cover.objects.create(
        person_id=party().pk,
        scheme=Scheme.EMPLOYEE.value,
        kind=PersonKind.ACTIVE.value,
        region=region,
        in_force=days,
        base_fen=500_000,
        state=state.value,
    )


def paid_month(month: date, kind: MonthKind = MonthKind.ACTUAL) -> None:
    ContributionMonth.objects.create(
        person_id=party().pk,
        month=month,
        scheme=Scheme.EMPLOYEE.value,
        base_fen=500_000,
        unit_fen=40_000,
        own_fen=10_000,
        kind=kind.value,
        paid_on=month,
    )


def application(item: str, **changes: Json) -> NewCase:
    person = party()
    form: dict[str, Json] = {
        "insured_name": person.name,
        "insured_id_number": person.identifier,
        "contact_phone": "10012345679",
        "from_region": "370705",
        "to_region": "370102",
        "scheme": "employee",
        "move_account": True,
        **({"stopped_on": STOPPED.isoformat()} if item == "transfer-out" else {}),
        **({"joined_on": JOINED.isoformat()} if item == "transfer-in" else {}),
    }
    return NewCase(
        item=item,
        audience=Audience.EMPLOYEE,
        party_id=person.pk,
        form={**form, **changes},
        situations=("by-person", "self"),
        region="370705" if item == "transfer-out" else THERE,
        files={},
        papers=("identity",),
    )


def applied(item: str = "transfer-in", day: str = DAY, **changes: Json) -> Receipt:
    who = envelope(LOGIN, day, channel=Channel.ONLINE)
    with scoped(actor(LOGIN)):
        return submit_case(who, application(item, **changes))


def exchanged(day: str = DAY, hour: int = 13) -> int:
    return run_round(at(day, hour))


def side(which: Side) -> Transfer:
    return Transfer.objects.get(person_id=party().pk, side=which.value)


def case_of(which: Side) -> Case:
    case = side(which).case
    assert case is not None
    return case


def handled(which: Side, day: str = DAY, decision: Decision = APPROVED) -> None:
    """Review and close the case of one side, by two people of its city."""
    number = case_of(which).number
    region = HERE if which is Side.OUT else THERE
    with working(worker(region, 990_001)) as who:
        review_case(sent_by(who, day), number=number, decision=decision)
    if decision.approved:
        with working(worker(region, 990_002)) as who:
            finish_case(sent_by(who, day, hour=15), number=number)
