"""Either side is killed at every point of a transfer; all ends in one place only."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from pytest_django import DjangoDbBlocker
from tests.copies import copied, twins
from tests.region import load_region
from tests.services.cases.stage import actor, at
from tests.services.exchange.pair import NEVER, Doing, Side, knock_once
from tests.services.ledger.books import put
from tests.services.transfers import stage
from tests.services.transfers.stage import (
    APPROVED,
    BALANCE,
    HERE,
    JOINED,
    LOGIN,
    REJECTED,
    STOPPED,
    THERE,
    application,
    case_of,
    open_hall,
    party,
    worker,
)

from tongban.core.cases.decisions.handling import Decision
from tongban.core.enrolment.months import add_months, months_between
from tongban.core.items.catalogue import Channel
from tongban.core.transfers.stages import Side as End
from tongban.records.enrolment.models import ContributionMonth
from tongban.records.exchange.models import Inbound, Outgoing
from tongban.records.ledger.models import LedgerAccount, Posting
from tongban.records.transfers.models import PriorPeriod, Transfer
from tongban.services.access.scope import scoped
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.handling import finish_case, review_case
from tongban.services.cases.intake import submit_case
from tongban.services.exchange.proof import verify_messages
from tongban.services.exchange.rounds import run_round
from tongban.services.items.catalogue import forget_catalogue

pytestmark = pytest.mark.django_db(transaction=True)

DAY = "2023-09-22"
MONTHS = 30
ROUNDS_MAX = 12
# What somebody at a desk does is one transaction: a few points of it are enough.
STEP_OF_COMMANDS = 9
ONE_IN_CHECKED = 3


@dataclass(frozen=True, slots=True)
class Holding:
    """What one side holds of the person: fen, and months that count there."""

    own_fen: int
    transit_fen: int
    months: int
    stages: tuple[str, ...]


def holding() -> Holding:
    """Count everything from the postings, not from kept balances."""
    lines = Posting.objects.filter(account__owner_id=party().pk)
    transit = Posting.objects.filter(account__kind="transit")
    own = ContributionMonth.objects.filter(person_id=party().pk, moved_by=None)
    brought = PriorPeriod.objects.filter(person_id=party().pk, moved_by=None)
    months = own.count() + sum(
        len(months_between(one.months.lower, one.months.upper)) - 1 for one in brought
    )
    total = lines.aggregate(all=Sum("amount_fen"))["all"] or 0
    kept = LedgerAccount.objects.filter(owner_id=party().pk).aggregate(
        all=Sum("balance_fen")
    )
    assert total == (kept["all"] or 0)
    return Holding(
        own_fen=total,
        transit_fen=transit.aggregate(all=Sum("amount_fen"))["all"] or 0,
        months=months,
        stages=tuple(Transfer.objects.order_by("pk").values_list("stage", flat=True)),
    )


def settle_here() -> None:
    """At the side that is left: cover that stopped, months paid, money saved."""
    stage.InsuredPerson.objects.get_or_create(party=party(), defaults={"sex": "male"})
    first = add_months(STOPPED, -MONTHS)
    stage._covered("370705", stage.DateRange(first, STOPPED), stage.CoverState.ENDED)
    for month in months_between(first, add_months(STOPPED, -1)):
        stage.paid_month(month)
    put(LOGIN, BALANCE)


def settle_there() -> None:
    """At the side that is joined: cover that runs."""
    stage.InsuredPerson.objects.get_or_create(party=party(), defaults={"sex": "male"})
    stage._covered("370102", stage.DateRange(JOINED, None), stage.CoverState.IN_FORCE)


def read_policy_once() -> None:
    """Play a transfer and forget it: the processes below inherit what was read."""
    before = settings.TONGBAN_EXCHANGE_REGIONS
    with transaction.atomic():
        settings.TONGBAN_EXCHANGE_REGIONS = [HERE, THERE]
        stage.moved_city()
        stage.applied()
        stage.exchanged()
        stage.handled(End.OUT)
        stage.exchanged()
        stage.handled(End.IN)
        knock_once()
        transaction.set_rollback(True)
    settings.TONGBAN_EXCHANGE_REGIONS = before


@pytest.fixture
def pair(
    transactional_db: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[Side, Side]]:
    """A west that is left and an east that is joined."""
    with django_db_blocker.unblock(), copied("region", load_region):
        open_hall(THERE, "济南市医保服务大厅（示例）")
        read_policy_once()
        with twins("west", "east") as (west, east):
            left = Side(HERE, west, "west-secret-" * 5, "ed25519")
            joined = Side(THERE, east, "east-secret-" * 5, "sm2")
            left.other, joined.other = joined, left
            left.does(settle_here)
            joined.does(settle_there)
            yield left, joined
    forget_catalogue()


def apply_there() -> str:
    who = Envelope(actor=actor(LOGIN), now=at(DAY), key="apply", channel=Channel.ONLINE)
    with scoped(actor(LOGIN)):
        return submit_case(who, application("transfer-in")).number


def decide(end: End, region: str, decision: Decision = APPROVED) -> Doing:
    """Review by one clerk of a side and close by another, as they would again."""

    def doing() -> None:
        number = case_of(end).number
        first, second = worker(region, 990_001), worker(region, 990_002)
        with scoped(first):
            sent = Envelope(first, at(DAY, 14), f"{end}-review", Channel.COUNTER)
            review_case(sent, number=number, decision=decision)
        if decision.approved:
            with scoped(second):
                sent = Envelope(second, at(DAY, 15), f"{end}-close", Channel.COUNTER)
                finish_case(sent, number=number)

    return doing


def a_round() -> int:
    return run_round(at(DAY, 16))


def until_alive(side: Side, doing: Doing, *, step: int = 1) -> int:
    """Kill a side ever later in what it does, until it lives; say how often."""
    killed, point = 0, 1
    while True:
        lived, _ = side.does(doing, dies_at=point)
        if lived or killed % ONE_IN_CHECKED == 0:
            check_middle(side)
        if lived:
            return killed
        killed += 1
        point += step


def check_middle(side: Side) -> None:
    """At no moment is money in both accounts, and none is ever lost."""
    other = side.other
    assert other is not None
    one, two = (each.does(holding)[1] for each in (side, other))
    assert {one.own_fen, two.own_fen} <= {0, BALANCE}
    assert one.own_fen + two.own_fen <= BALANCE
    everything = one.own_fen + two.own_fen + one.transit_fen + two.transit_fen
    assert everything >= BALANCE
    assert min(one.months, two.months) in {0, 1}, "months count on one side only"


Bringing = Callable[[Side], int]


def brought(side: Side) -> int:
    """Let a side bring its messages forward undisturbed."""
    side.does(a_round)
    return 0


def killed_often(side: Side) -> int:
    """Let a side do so, killed at every point."""
    return until_alive(side, a_round)


def knocked(side: Side) -> int:
    """Let a side do so while the door it knocks at is killed at every point."""
    killed = 0
    while side.does(has_unsent)[1]:
        side.door_dies_at = killed + 1
        side.does(a_round)
        check_middle(side)
        killed += 1
    side.door_dies_at = NEVER
    side.does(a_round)
    return killed


def exchange(left: Side, joined: Side, *, bringing: Bringing = brought) -> int:
    """Let both bring their messages forward until none waits; say who was killed."""
    killed = 0
    for _ in range(ROUNDS_MAX):
        killed += bringing(left) + bringing(joined)
        if not any(side.does(waits)[1] for side in (left, joined)):
            return killed
    raise AssertionError("The messages never come to rest.")


def has_unsent() -> bool:
    return Outgoing.objects.exclude(state="delivered").exists()


def waits() -> bool:
    """Say whether a message of this side is not where it should end."""
    return has_unsent() or Inbound.objects.exclude(state="applied").exists()


def proved() -> tuple[list[object], int]:
    return list(verify_messages()), Inbound.objects.count()


def check_end(left: Side, joined: Side, *, moved: bool) -> None:
    here, there = left.does(holding)[1], joined.does(holding)[1]
    if moved:
        assert (here.own_fen, here.transit_fen, here.months) == (0, 0, 0)
        assert (there.own_fen, there.months) == (BALANCE, MONTHS)
        assert here.stages == there.stages == ("settled",)
    else:
        assert (here.own_fen, here.transit_fen, here.months) == (BALANCE, 0, MONTHS)
        assert (there.own_fen, there.months) == (0, 0)
    for side in (left, joined):
        faults, received = side.does(proved)[1]
        assert not faults
        assert received > 0


def test_a_transfer_between_two_deployments(pair):
    left, joined = pair
    joined.does(apply_there)
    exchange(left, joined)
    left.does(decide(End.OUT, HERE))
    exchange(left, joined)
    joined.does(decide(End.IN, THERE))
    exchange(left, joined)
    check_end(left, joined, moved=True)


def test_each_side_is_killed_at_every_point(pair):
    left, joined = pair
    killed = until_alive(joined, apply_there, step=STEP_OF_COMMANDS)
    killed += exchange(left, joined, bringing=killed_often)
    killed += until_alive(left, decide(End.OUT, HERE), step=STEP_OF_COMMANDS)
    killed += exchange(left, joined, bringing=killed_often)
    killed += until_alive(joined, decide(End.IN, THERE), step=STEP_OF_COMMANDS)
    killed += exchange(left, joined, bringing=killed_often)
    check_end(left, joined, moved=True)
    assert killed > 100


def test_doors_are_killed_at_every_point_and_what_is_not_wanted_comes_back(pair):
    left, joined = pair
    joined.does(apply_there)
    killed = exchange(left, joined, bringing=knocked)
    left.does(decide(End.OUT, HERE))
    killed += exchange(left, joined, bringing=knocked)
    joined.does(decide(End.IN, THERE, REJECTED))
    killed += exchange(left, joined, bringing=knocked)
    check_end(left, joined, moved=False)
    assert killed > 20
