"""Sealed values and blind indexes."""

import pytest

from tongban.records.security.cipher import (
    PACKED_FROM,
    SealBroken,
    blind_index,
    current_key_id,
    seal,
    unseal,
)

PLACE = "parties.party.name"


def test_what_was_sealed_comes_back():
    sealed = seal("张桂兰", place=PLACE)

    assert "张桂兰" not in sealed
    assert sealed.startswith(f"{current_key_id()}:")
    assert unseal(sealed, place=PLACE) == "张桂兰"


@pytest.mark.parametrize("length", [PACKED_FROM - 1, PACKED_FROM, 40 * PACKED_FROM])
def test_a_long_text_is_packed_and_comes_back(length):
    text = "a" * length

    sealed = seal(text, place=PLACE)

    assert unseal(sealed, place=PLACE) == text
    assert (len(sealed) < length) == (length >= PACKED_FROM)


def test_a_packed_text_is_not_taken_for_a_plain_one():
    sealed = seal("a" * PACKED_FROM, place=PLACE)

    with pytest.raises(SealBroken):
        unseal(sealed.replace(".", ":", 1), place=PLACE)


def test_two_seals_of_one_text_differ():
    assert seal("张桂兰", place=PLACE) != seal("张桂兰", place=PLACE)


def test_a_value_moved_to_another_field_does_not_open():
    sealed = seal("张桂兰", place=PLACE)

    with pytest.raises(SealBroken, match="does not match"):
        unseal(sealed, place="parties.party.phone")


def test_a_changed_value_does_not_open():
    sealed = seal("张桂兰", place=PLACE)
    last = "A" if sealed[-6] != "A" else "B"

    with pytest.raises(SealBroken):
        unseal(sealed[:-6] + last + sealed[-5:], place=PLACE)


def test_after_rotation_old_values_open_and_new_ones_use_the_new_key(settings):
    old_key = settings.TONGBAN_FIELD_KEY
    old = seal("张桂兰", place=PLACE)
    settings.TONGBAN_FIELD_KEY = "another key of more than forty characters, surely"

    with pytest.raises(SealBroken, match="No key"):
        unseal(old, place=PLACE)
    settings.TONGBAN_FIELD_KEYS_FORMER = (old_key,)

    assert unseal(old, place=PLACE) == "张桂兰"
    assert seal("张桂兰", place=PLACE)[:8] != old[:8]


def test_the_blind_index_ignores_case_and_spaces_and_separates_purposes():
    mark = blind_index("99000119500101002x", purpose="id")

    assert blind_index(" 990001 19500101 002X ", purpose="id") == mark
    assert blind_index("99000119500101002X", purpose="phone") != mark
    assert blind_index("990001195001010020", purpose="id") != mark
    assert blind_index("  ", purpose="id") == ""
