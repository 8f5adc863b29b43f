"""Any bytes at the door: answered there, or handed on whole; never an exception."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.express.test_door import ANSWER, TEXT, Lane, sent

from tongban.api.hsa import door

PURCHASE = TEXT.encode()


@pytest.fixture(autouse=True, scope="module")
def _still() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(door, "now", lambda: datetime(2026, 3, 2))  # noqa: DTZ001 - nobody looks
        yield


def test_a_whole_purchase_is_answered_at_the_door():
    assert sent(Lane(), PURCHASE)[0] == [ANSWER.encode()]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A purchase with some bytes put in, taken out or put in the place of others."""
    body = bytearray(PURCHASE)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(body)))
        end = draw(st.integers(start, min(start + 4, len(body))))
        body[start:end] = draw(st.binary(max_size=4))
    return bytes(body)


@settings(max_examples=300, deadline=None)
@given(body=st.one_of(mutated(), st.binary(max_size=80)))
def test_bytes_are_answered_at_the_door_or_by_the_site(body):
    found, _ = sent(Lane(), body)
    assert found in ([ANSWER.encode()], [b"site:" + body])


@settings(max_examples=100, deadline=None)
@given(
    length=st.text(max_size=8),
    kind=st.text(max_size=20),
    path=st.text(max_size=20),
    header=st.text(max_size=20),
)
def test_headers_are_answered_at_the_door_or_by_the_site(length, kind, path, header):
    found, _ = sent(
        Lane(),
        CONTENT_LENGTH=length,
        CONTENT_TYPE=kind,
        PATH_INFO=f"/hsa/{path}",
        HTTP_X_FORWARDED_FOR=header,
    )
    assert found[0] == ANSWER.encode() or found[0].startswith(b"site:")
