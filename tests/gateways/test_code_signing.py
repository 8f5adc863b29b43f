"""Codes are signed with a key of their own, and proved with its public half."""

import pytest

from tongban.gateways.code_signing import (
    code_key,
    code_keys,
    is_code_signed,
    key_mark,
    number_mark,
    sign_code,
)
from tongban.gateways.signing import KeyUnreadable, public_key


def test_a_content_is_proved_by_its_signature_and_no_other():
    signature = sign_code(b"content")
    assert len(signature) == 64
    assert is_code_signed(b"content", signature, public=code_key())
    assert not is_code_signed(b"contend", signature, public=code_key())
    assert not is_code_signed(b"content", b"\0" * 64, public=code_key())


def test_the_key_is_not_that_of_papers_and_changes_with_the_secret(settings):
    ours, signature = code_key(), sign_code(b"content")
    settings.TONGBAN_PAPER_SIGNATURE = "ed25519"
    assert ours != public_key()
    assert code_keys() == {key_mark(ours): ours}
    settings.TONGBAN_PAPER_KEY = "another " + "x" * 60
    assert code_key() != ours
    assert not is_code_signed(b"content", signature, public=code_key())
    assert is_code_signed(b"content", signature, public=ours)


@pytest.mark.parametrize("text", ["", "ed25519:!!", "ed25519:AAAA", "rsa:AAAA"])
def test_what_is_no_key_is_told(text):
    with pytest.raises(KeyUnreadable):
        is_code_signed(b"content", b"", public=text)


def test_the_mark_of_a_number_changes_with_number_turn_and_secret(settings):
    first = number_mark("0000000001", 7)
    assert first == number_mark("0000000001", 7)
    assert first != number_mark("0000000002", 7)
    assert first != number_mark("0000000001", 8)
    settings.TONGBAN_PAPER_KEY = "another " + "x" * 60
    assert first != number_mark("0000000001", 7)
