"""What leaves: in order, again until a receipt proves it, then somebody is asked."""

import json
from datetime import timedelta

import pytest
from tests.services.cases.stage import at, envelope
from tests.services.exchange.far import CODE, HOME, REGION, Far

from tongban.core.access.rights import NotAllowed
from tongban.core.exchange.kinds import MessageKind
from tongban.core.exchange.rules import ExchangeRules
from tongban.gateways import exchange_http
from tongban.gateways.exchange_http import Answer
from tongban.records.exchange.models import Inbound, Mending, Outgoing, PeerState
from tongban.services.exchange.delivering import deliver
from tongban.services.exchange.mending import (
    MessageUnknown,
    NotStuck,
    PeerUnknown,
    ReasonMissing,
    apply_again,
    give_up,
    ping,
    resend,
)
from tongban.services.exchange.proof import verify_messages
from tongban.services.exchange.rules import exchange_rules
from tongban.services.exchange.sending import send
from tongban.services.exchange.watching import Box, messages_in, peer_lines, stuck_count

pytestmark = pytest.mark.usefixtures("region")
NOW = at("2026-11-20")
SILENT = Answer(0, {})


@pytest.fixture
def far(settings, monkeypatch: pytest.MonkeyPatch) -> Far:
    """Another deployment that answers as told, and keeps what it takes."""
    made = Far()
    settings.PEERS = (made.peer,)
    settings.TONGBAN_EXCHANGE_CODE = HOME

    def post(url: str, content: bytes, **_: str) -> Answer:
        assert url == made.peer[3]
        if made.answers:
            return made.answers.pop(0)
        return made.takes(content, json.loads(content)["number"])

    monkeypatch.setattr(exchange_http, "post", post)
    monkeypatch.setattr(exchange_http, "versions", lambda _: made.speaks)
    monkeypatch.setattr(ExchangeRules, "wait_after", lambda *_, **__: timedelta())
    return made


def written(subject: str = "S", place: int = 1) -> None:
    send(
        MessageKind.PING,
        to_region=REGION,
        from_region=HOME,
        subject=subject,
        body={"place": place},
        at=NOW,
    )


def states() -> list[str]:
    return list(Outgoing.objects.order_by("pk").values_list("state", flat=True))


def test_messages_leave_numbered_and_chained(far: Far) -> None:
    for place in (1, 2, 3):
        written(place=place)
    assert deliver(NOW) == 3
    sent = [json.loads(content) for content in far.got]
    assert [one["number"] for one in sent] == [1, 2, 3]
    assert [one["sequence"] for one in sent] == [1, 2, 3]
    assert sent[0]["previous"] == ""
    assert sent[1]["previous"] == Outgoing.objects.get(number=1).digest
    assert not list(verify_messages())


def test_no_answer_keeps_number_and_bytes(far: Far) -> None:
    written()
    far.answers = [SILENT]
    assert deliver(NOW) == 0
    first = Outgoing.objects.get()
    assert (first.state, first.tries, first.code) == ("waiting", 1, "unreachable")
    assert deliver(NOW) == 1
    assert json.loads(far.got[0])["number"] == 1
    assert Outgoing.objects.get().digest == first.digest


def test_a_receipt_that_is_not_theirs_is_no_receipt(far: Far) -> None:
    written()
    stranger = Far()
    far.answers = [stranger.takes(b"x", 1), Answer(201, {"number": 1, "digest": "x"})]
    assert deliver(NOW) == 0
    assert deliver(NOW) == 0
    assert Outgoing.objects.get().code == "exchange.receipt_faulty"
    assert deliver(NOW) == 1


def test_what_is_behind_a_dead_letter_of_its_subject_waits(far: Far) -> None:
    written("A", 1)
    far.answers = [SILENT] * exchange_rules().tries_max
    for _ in range(exchange_rules().tries_max):
        deliver(NOW)
    written("A", 2)
    written("B", 1)
    deliver(NOW)
    assert states() == ["dead", "waiting", "delivered"]
    assert stuck_count() == 1
    peer = next(one for one in peer_lines() if one.code == CODE)
    assert (peer.stuck, peer.waiting) == (1, 1)
    assert messages_in(Box.STUCK, page=1).lines[0].reason == "连接不上"

    dead = Outgoing.objects.get(state="dead").pk
    sent = envelope("supervisor")
    resend(sent, message=dead)
    resend(sent, message=dead)
    assert deliver(NOW) == 2
    assert states() == ["delivered"] * 3
    assert Mending.objects.get().act == "resent"
    assert not list(verify_messages())


def dead_letter(far: Far) -> int:
    written("A", 1)
    far.answers = [SILENT] * exchange_rules().tries_max
    for _ in range(exchange_rules().tries_max):
        deliver(NOW)
    return Outgoing.objects.get().pk


def test_who_gives_up_says_why_and_what_follows_is_given_up_too(far: Far) -> None:
    dead = dead_letter(far)
    written("A", 2)
    written("B", 1)
    with pytest.raises(ReasonMissing):
        give_up(envelope("supervisor"), message=dead, words="  ")
    sent = envelope("supervisor")
    assert give_up(sent, message=dead, words="对方改为电话办理") == 2
    assert give_up(sent, message=dead, words="对方改为电话办理") == 0
    deliver(NOW)
    assert states() == ["stopped", "stopped", "delivered"]
    assert messages_in(Box.SENT, page=1, subject="A").lines[-1].mendings == (
        "放弃：褚明远，对方改为电话办理",
    )
    with pytest.raises(NotStuck):
        resend(envelope("supervisor"), message=dead)


def test_only_who_may_and_only_what_is_there(far: Far) -> None:
    dead = dead_letter(far)
    with pytest.raises(NotAllowed):
        resend(envelope("clerk1"), message=dead)
    with pytest.raises(MessageUnknown):
        give_up(envelope("supervisor"), message=dead + 99, words="不送了")
    with pytest.raises(MessageUnknown):
        apply_again(envelope("supervisor"), message=1)
    with pytest.raises(PeerUnknown):
        ping(envelope("supervisor"), peer="999999")


def test_a_failed_message_may_be_applied_again(far: Far) -> None:
    row = Inbound.objects.create(
        peer=CODE,
        number=1,
        sequence=1,
        kind="ping",
        subject="S",
        body={},
        sent_at=NOW,
        stored_at=NOW,
        state="failed",
    )
    line = messages_in(Box.STUCK, page=1).lines[0]
    assert (line.id, line.may_apply, line.may_resend) == (row.pk, True, False)
    apply_again(envelope("supervisor"), message=row.pk)
    row.refresh_from_db()
    assert (row.state, row.tries) == ("stored", 0)
    with pytest.raises(NotStuck):
        apply_again(envelope("supervisor"), message=row.pk)


def test_versions_are_agreed_when_ours_is_not_spoken(far: Far) -> None:
    far.speaks = ("7.0", "1.1")
    written()
    far.answers = [Answer(422, {"code": "exchange.version_unknown"})]
    deliver(NOW)
    assert PeerState.objects.get(peer=CODE).protocol == "1.1"
    written("B")
    deliver(NOW)
    assert json.loads(far.got[-1])["protocol"] == "1.1"


def test_a_connection_is_tried_with_a_message_that_asks_for_nothing(far: Far) -> None:
    ping(envelope("supervisor"), peer=CODE)
    assert deliver(NOW) == 1
    assert json.loads(far.got[0])["kind"] == "ping"
    assert next(one for one in peer_lines() if one.code == CODE).failure == ""
