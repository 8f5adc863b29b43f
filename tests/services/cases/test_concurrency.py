"""Two hands at one moment: one wins, the other is told, nothing is doubled."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection
from tests.region import LOADED_AT
from tests.services.cases.stage import Application, envelope, submitted

from tongban.core.refusals import Refusal
from tongban.records.cases.models import Case, CaseEvent
from tongban.services.cases.envelope import Envelope, Receipt
from tongban.services.cases.intake import accept_case, submit_case, withdraw_case
from tongban.services.demo.operations import load_demo

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _region_again(
    _staged: None, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Load the region for each test: threads commit, so each test is emptied."""
    monkeypatch.setattr(settings, "TONGBAN_DEMO", True)
    load_demo(LOADED_AT)


def together(*commands: Callable[[], Receipt]) -> list[Receipt | Refusal]:
    """Run the commands in threads that start at one moment."""
    barrier = Barrier(len(commands))

    def run(command: Callable[[], Receipt]) -> Receipt | Refusal:
        try:
            barrier.wait()
            return command()
        except Refusal as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(commands)) as pool:
        return list(pool.map(run, commands))


def test_one_application_sent_twice_at_once_makes_one_case():
    new = Application().new()
    senders: list[Envelope] = [envelope("clerk1"), envelope("zhaolei")]
    answers = together(*(lambda sent=sent: submit_case(sent, new) for sent in senders))
    assert all(isinstance(answer, Receipt) for answer in answers)
    assert sorted(answer.joined for answer in answers) == [False, True]
    assert Case.objects.count() == 1


def test_one_request_sent_twice_at_once_is_done_once():
    new = Application().new()
    sent = envelope("clerk1", key="same")
    first, again = together(*[lambda: submit_case(sent, new)] * 2)
    assert first.number == again.number
    assert sorted((first.repeated, again.repeated)) == [False, True]
    assert CaseEvent.objects.count() == 1


def test_two_clerks_who_saw_one_version_do_not_overwrite_each_other():
    receipt = submitted()
    accept = envelope("clerk1", version=receipt.version)
    withdraw = envelope("zhaolei", version=receipt.version)
    answers = together(
        lambda: accept_case(accept, number=receipt.number),
        lambda: withdraw_case(withdraw, number=receipt.number, words=""),
    )
    refused = [answer for answer in answers if isinstance(answer, Refusal)]
    assert [refusal.code for refusal in refused] == ["cases.stale_version"]
    assert Case.objects.get().version == 2
