"""Workers side by side: every message goes out once, and its chain stays whole."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection
from tests.region import LOADED_AT
from tests.services.notices.telling import NOON, OLD, YOUNG, phone_of, told, ways

from tongban.gateways.phones import Phones
from tongban.records.notices.models import Message
from tongban.services.demo.operations import load_demo
from tongban.services.notices.operations import mark_read
from tongban.services.notices.proof import verify_messages
from tongban.services.notices.rounds import run_round

pytestmark = pytest.mark.django_db(transaction=True)
SLOW_SECONDS = 0.05


@pytest.fixture(autouse=True)
def _region_again(
    _staged: None, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Load the region for each test: threads commit, so each test is emptied."""
    monkeypatch.setattr(settings, "TONGBAN_DEMO", True)
    load_demo(LOADED_AT)


def together(*commands: Callable[[], object]) -> None:
    """Run the commands in threads that start at one moment."""
    barrier = Barrier(len(commands))

    def run(command: Callable[[], object]) -> None:
        try:
            barrier.wait()
            command()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(commands)) as pool:
        list(pool.map(run, commands))


def test_three_workers_and_a_reader_at_once(drawer, monkeypatch):
    real = Phones.send
    keys: list[str] = []

    def slowly(self, message):
        keys.append(message.key)
        time.sleep(SLOW_SECONDS)
        return real(self, message)

    monkeypatch.setattr(Phones, "send", slowly)
    message = told(YOUNG)
    told(OLD)
    reader = (message.party_id,)
    together(
        *[lambda: run_round(NOON)] * 3,
        lambda: mark_read(party_ids=reader, message_ids=[message.pk], now=NOON),
    )
    for _ in range(2):  # one to hand over what was held, one for its receipt
        run_round(NOON)
    assert len(keys) == len(set(keys))
    assert len(drawer.messages(phone_of(YOUNG))) == 1
    assert len(drawer.messages(phone_of(OLD))) == 1
    assert list(verify_messages()) == []
    assert ways(message) == {"sms": "delivered"}
    assert Message.objects.get(pk=message.pk).read_at == NOON
