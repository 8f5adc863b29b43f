"""What knocks at the door: kept once if it is whole, signed, timely and for us."""

from datetime import timedelta

import pytest
from tests.services.exchange.far import Far, message

from tongban.core.exchange.envelope import BODY_BYTES_MAX, EnvelopeFaulty
from tongban.core.exchange.rules import ClockSkewed
from tongban.records.exchange.models import Inbound
from tongban.services.exchange.receiving import (
    Brought,
    MessageTooLong,
    NotForUs,
    SenderUnknown,
    VersionUnknown,
    receive,
)
from tongban.services.exchange.rules import exchange_rules
from tongban.services.exchange.storing import NumberReused, SequenceReused

pytestmark = pytest.mark.usefixtures("region")


@pytest.fixture
def far(settings) -> Far:
    """Another deployment that we know."""
    made = Far()
    settings.PEERS = (made.peer,)
    settings.TONGBAN_EXCHANGE_CODE = "370700"
    return made


def test_the_same_message_again_changes_nothing_and_is_told_so(far: Far) -> None:
    first, again = (receive(far.brings(message(1))) for _ in range(2))
    assert (first.kept.repeated, again.kept.repeated) == (False, True)
    assert first.kept.digest == again.kept.digest
    assert Inbound.objects.count() == 1


def test_the_same_number_with_other_content_is_refused(far: Far) -> None:
    receive(far.brings(message(1)))
    with pytest.raises(NumberReused):
        receive(far.brings(message(1, body={"changed": 1})))
    with pytest.raises(SequenceReused):
        receive(far.brings(message(2, sequence=1)))
    assert Inbound.objects.get().body == {}


def test_one_byte_changed_on_the_way_is_refused(far: Far) -> None:
    brought = far.brings(message(1, body={"fen": 100}))
    changed = brought.content.replace(b"100", b"900")
    with pytest.raises(SenderUnknown):
        receive(Brought(brought.sender, brought.moment, brought.signature, changed))


def test_who_is_not_known_or_signs_with_another_key_is_refused(far: Far) -> None:
    brought = Far().brings(message(1))
    with pytest.raises(SenderUnknown):
        receive(brought)
    for sender in ("self", "110000", ""):
        with pytest.raises(SenderUnknown):
            receive(Brought(sender, brought.moment, brought.signature, b"{}"))


def test_what_was_signed_for_another_receiver_proves_nothing_here(far: Far) -> None:
    with pytest.raises(SenderUnknown):
        receive(far.brings(message(1), receiver="320000"))


@pytest.mark.parametrize("sign", [1, -1])
def test_clocks_may_differ_by_what_the_rules_say(far: Far, sign: int) -> None:
    most = exchange_rules().skew_max
    near = timedelta(seconds=sign * (most - 5))
    assert abs(receive(far.brings(message(1), late=near)).skew_seconds) >= most - 10
    with pytest.raises(ClockSkewed):
        receive(far.brings(message(2), late=timedelta(seconds=sign * (most + 30))))


def test_another_protocol_and_other_ends_are_refused(far: Far) -> None:
    with pytest.raises(VersionUnknown) as refused:
        receive(far.brings(message(1, protocol="9.0")))
    assert "1.0" in str(refused.value.data["ours"])
    for changed in (
        {"to_region": "110000"},
        {"receiver": "110000"},
        {"sender": "110000"},
    ):
        with pytest.raises(NotForUs):
            receive(far.brings(message(1, **changed)))


def test_what_is_no_message_is_refused_before_anything_is_kept(far: Far) -> None:
    for content in (b"no json", b"[]", b'{"kind": "ping"}'):
        with pytest.raises(EnvelopeFaulty):
            receive(far.brings(message(1), content=content))
    spaced = message(1).content.replace(b'":', b'" :', 1)
    with pytest.raises(EnvelopeFaulty):
        receive(far.brings(message(1), content=spaced))
    with pytest.raises(MessageTooLong):
        receive(far.brings(message(1), content=b" " * (BODY_BYTES_MAX + 1)))
    assert not Inbound.objects.exists()
