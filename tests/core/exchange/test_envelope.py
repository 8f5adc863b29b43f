"""A message reads back as it was sent; what is not one is refused by field."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.exchange.envelope import (
    Envelope,
    EnvelopeFaulty,
    digest_of,
    envelope_of,
    signed_text,
)
from tongban.core.exchange.kinds import MessageKind

SENT = datetime(2026, 11, 20, 9, 30, tzinfo=timezone(timedelta(hours=8)))


def message(**changed: object) -> Envelope:
    said = {
        "protocol": "1.1",
        "sender": "370000",
        "receiver": "440100",
        "number": 3,
        "previous": "ab",
        "kind": MessageKind.TRANSFER_SHEET,
        "subject": "T-1",
        "sequence": 2,
        "from_region": "370102",
        "to_region": "440104",
        "sent_at": SENT,
        "body": {"months": 12},
    }
    return Envelope(**{**said, **changed})  # type: ignore[arg-type]


def test_a_message_reads_back_from_its_own_bytes() -> None:
    read = envelope_of(json.loads(message().content))
    assert read.content == message().content
    assert read.sent_at == SENT
    assert read.kind is MessageKind.TRANSFER_SHEET


def test_the_same_moment_in_another_zone_gives_the_same_bytes() -> None:
    assert message(sent_at=SENT.astimezone(UTC)).content == message().content


@given(
    st.dictionaries(
        st.text(max_size=5), st.integers(-(10**9), 10**9) | st.text(max_size=9)
    )
)
def test_any_body_reads_back(body: dict[str, object]) -> None:
    sent = message(body=body)
    assert envelope_of(json.loads(sent.content)).body == body


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "transfer.unheard"),
        ("kind", None),
        ("sent_at", "yesterday"),
        ("sent_at", "2026-11-20T09:30:00"),
        ("number", 0),
        ("number", "three"),
        ("sequence", 0),
        ("body", "words"),
        ("sender", ""),
        ("receiver", ""),
        ("subject", ""),
        ("protocol", ""),
        ("from_region", ""),
        ("to_region", ""),
    ],
)
def test_a_field_that_does_not_fit_is_refused_and_named(
    field: str, value: object
) -> None:
    said = {**json.loads(message().content), field: value}
    with pytest.raises(EnvelopeFaulty) as refused:
        envelope_of(said)
    assert field in refused.value.data["field"]


@pytest.mark.parametrize("said", [None, [], "message", 3])
def test_what_is_no_object_is_no_message(said: object) -> None:
    with pytest.raises(EnvelopeFaulty):
        envelope_of(said)


def test_a_signature_is_for_one_receiver_one_moment_and_these_bytes() -> None:
    content = message().content
    texts = {
        signed_text(content, receiver="440100", moment="1"),
        signed_text(content, receiver="320000", moment="1"),
        signed_text(content, receiver="440100", moment="2"),
        signed_text(content + b" ", receiver="440100", moment="1"),
    }
    assert len(texts) == 4
    assert digest_of(content) in signed_text(content, receiver="440100", moment="1")
