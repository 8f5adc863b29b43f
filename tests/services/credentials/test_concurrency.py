"""Two readers of one code at one moment: one wins, the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection
from tests.region import LOADED_AT
from tests.services.cases.stage import envelope
from tests.services.credentials.wallet import activated, party_of, shown_by

from tongban.core.credentials.purposes import Purpose
from tongban.core.refusals import Refusal
from tongban.records.credentials.models import Credential, CredentialUse
from tongban.services.access.scope import scoped
from tongban.services.cases.envelope import Envelope
from tongban.services.credentials.operations import activate
from tongban.services.credentials.using import ShownPerson, use_code
from tongban.services.demo.operations import load_demo

pytestmark = pytest.mark.django_db(transaction=True)
READERS = 6


@pytest.fixture(autouse=True)
def _region_again(
    _staged: None, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Load the region for each test: threads commit, so each test is emptied."""
    monkeypatch.setattr(settings, "TONGBAN_DEMO", True)
    load_demo(LOADED_AT)


def together(*commands: Callable[[], object]) -> list[object]:
    barrier = Barrier(len(commands))

    def run(command: Callable[[], object]) -> object:
        try:
            barrier.wait()
            return command()
        except Refusal as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(commands)) as pool:
        return list(pool.map(run, commands))


def reading(sent: Envelope, code: str) -> Callable[[], ShownPerson]:
    def read() -> ShownPerson:
        with scoped(sent.actor):
            return use_code(sent, code, purpose=Purpose.COUNTER)

    return read


@pytest.mark.parametrize("read_out", [False, True])
def test_one_code_at_many_windows_at_once_is_taken_by_exactly_one(read_out):
    activated("zhaolei")
    shown = shown_by("zhaolei")
    code = "".join(shown.groups) if read_out else shown.text
    senders = [envelope(f"clerk{1 + place % 2}") for place in range(READERS)]
    answers = together(*(reading(sent, code) for sent in senders))
    won = [one for one in answers if isinstance(one, ShownPerson)]
    told = [one.code for one in answers if isinstance(one, Refusal)]
    assert len(won) == 1
    assert told == ["credentials.code_used"] * (READERS - 1)
    assert CredentialUse.objects.count() == 1


def test_one_scan_sent_twice_at_once_is_one_use_and_two_answers():
    activated("zhaolei")
    sent = envelope("clerk1", key="scan")
    answers = together(*[reading(sent, shown_by("zhaolei").text)] * 2)
    assert answers[0] == answers[1]
    assert CredentialUse.objects.count() == 1


def test_one_person_at_two_windows_at_once_gets_one_credential():
    senders = [envelope("clerk1"), envelope("clerk2")]
    whose = party_of("zhaolei")
    answers = together(
        *(lambda sent=sent: activate(sent, party_id=whose) for sent in senders)
    )
    refused = [one.code for one in answers if isinstance(one, Refusal)]
    assert refused == ["credentials.already_active"]
    assert Credential.objects.count() == 1
