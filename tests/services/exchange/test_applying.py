"""Messages come late, twice and in any order; each is done once, in its own."""

from datetime import timedelta
from itertools import count

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.services.cases.stage import at
from tests.services.exchange.far import Far, message

from tongban.core.exchange.kinds import MessageKind
from tongban.core.exchange.rules import ExchangeRules
from tongban.core.refusals import Refusal
from tongban.records.exchange.models import Inbound, Outgoing
from tongban.services.exchange import applying
from tongban.services.exchange.applying import FAULTS_MAX, apply_stored
from tongban.services.exchange.incoming import Incoming
from tongban.services.exchange.storing import Delivery, keep

pytestmark = pytest.mark.usefixtures("region")
NOW = at("2026-11-20")


class Unwanted(Refusal):
    """A refusal of tests only."""

    code = "transfers.unknown"


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch, settings) -> list[tuple[str, object]]:
    """What was applied: subject and place, in order."""
    settings.PEERS = (Far().peer,)
    found: list[tuple[str, object]] = []

    def handle(said: Incoming) -> None:
        if said.body.get("do") == "refuse":
            raise Unwanted("no")
        if said.body.get("do") == "fail":
            raise ZeroDivisionError
        found.append((said.subject, said.body.get("place")))

    handlers = {MessageKind.PING: handle}
    monkeypatch.setattr(applying, "HANDLERS", handlers)
    monkeypatch.setattr(ExchangeRules, "wait_after", lambda *_: timedelta())
    return found


def stored(number: int, subject: str, place: int, do: str = "") -> None:
    body = {"place": place, "do": do}
    sent = message(number, subject=subject, sequence=place, body=body)
    keep(Delivery(sent, "440100", "", 0))


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    order=st.permutations([(s, place) for s in "AB" for place in (1, 2, 3)]),
    twice=st.lists(st.integers(0, 5), max_size=4),
    looks=st.sets(st.integers(0, 9)),
)
def test_any_order_any_repetition_each_once_in_its_own_order(
    done: list[tuple[str, object]],
    order: list[tuple[str, int]],
    twice: list[int],
    looks: set[int],
) -> None:
    numbers = {one: place for place, one in enumerate(sorted(order), start=1)}
    arriving = order + [order[place] for place in twice]
    done.clear()
    with transaction.atomic():
        for turn, one in enumerate(arriving):
            stored(numbers[one], *one)
            if turn in looks:
                apply_stored(NOW)
        apply_stored(NOW)
        assert apply_stored(NOW) == 0
        transaction.set_rollback(True)
    for subject in "AB":
        assert [place for s, place in done if s == subject] == [1, 2, 3]


def test_a_refusal_is_final_and_told_to_who_sent_it(done) -> None:
    stored(1, "A", 1, do="refuse")
    stored(2, "A", 2)
    apply_stored(NOW)
    assert done == [("A", 2)], "what follows is not held up by a refusal"
    row = Inbound.objects.get(number=1)
    assert (row.state, row.code) == ("refused", "transfers.unknown")
    told = Outgoing.objects.get()
    assert (told.kind, told.peer) == ("exchange.refused", "440100")
    assert told.body == {"number": 1, "code": "transfers.unknown"}


def test_a_fault_is_tried_again_then_waits_and_holds_only_its_own_subject(done) -> None:
    stored(1, "A", 1, do="fail")
    stored(2, "A", 2)
    stored(3, "B", 1)
    for _ in range(FAULTS_MAX):
        apply_stored(NOW)
    row = Inbound.objects.get(number=1)
    assert (row.state, row.code, row.tries) == (
        "failed",
        "ZeroDivisionError",
        FAULTS_MAX,
    )
    assert done == [("B", 1)]
    assert Inbound.objects.get(number=2).state == "stored"


def test_that_ours_was_refused_is_seen_on_it(done) -> None:
    ours = Outgoing.objects.create(
        peer="440100", kind="ping", subject="A", body={}, sent_at=NOW, number=7
    )
    body = {"number": 7, "code": "transfers.unknown"}
    sent = message(1, kind=MessageKind.REFUSED, body=body)
    keep(Delivery(sent, "440100", "", 0))
    apply_stored(NOW)
    ours.refresh_from_db()
    assert (ours.state, ours.code) == ("refused", "transfers.unknown")
    assert not Outgoing.objects.exclude(pk=ours.pk).exists(), "nobody answers that"


def test_waiting_has_a_clock_of_its_own(done, monkeypatch) -> None:
    waits = count(3_600)
    monkeypatch.setattr(
        ExchangeRules, "wait_after", lambda *_: timedelta(seconds=next(waits))
    )
    stored(1, "A", 1, do="fail")
    assert apply_stored(NOW) == 1
    assert apply_stored(NOW) == 0
    assert Inbound.objects.get().tries == 1
