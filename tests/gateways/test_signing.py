"""Signatures: made with our key, proved with its public half only."""

import pytest

from tongban.gateways.signing import (
    ALGORITHMS,
    KeyUnreadable,
    is_signed,
    key_id,
    known_keys,
    public_key,
    sign,
)


@pytest.fixture(params=ALGORITHMS, autouse=True)
def algorithm(request, settings):
    settings.TONGBAN_PAPER_SIGNATURE = request.param
    return request.param


def test_a_text_is_proved_by_its_signature_and_no_other(algorithm):
    public = public_key()
    assert public.startswith(f"{algorithm}:")
    assert is_signed("文书", sign("文书"), public=public)
    assert not is_signed("文书。", sign("文书"), public=public)
    assert not is_signed("文书", "not base64!", public=public)
    assert not is_signed("文书", "", public=public)


def test_another_secret_has_another_key(settings):
    ours, signature = public_key(), sign("文书")
    settings.TONGBAN_PAPER_KEY = "another " + "x" * 60
    assert public_key() != ours
    assert not is_signed("文书", signature, public=public_key())
    assert is_signed("文书", signature, public=ours)


def test_known_keys_are_ours_and_the_former_ones(settings):
    settings.TONGBAN_PAPER_KEYS_FORMER = ("ed25519:old",)
    assert known_keys() == {
        key_id("ed25519:old"): "ed25519:old",
        key_id(public_key()): public_key(),
    }


@pytest.mark.parametrize(
    "public", ["", "ed25519:", "ed25519:AAAA", "rsa:AAAA", "ecdsa-p256:AAAA"]
)
def test_a_text_that_is_no_key_is_refused(public):
    with pytest.raises(KeyUnreadable):
        is_signed("文书", sign("文书"), public=public)
