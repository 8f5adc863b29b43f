"""What stays readable of personal data, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.access.masking import (
    mask_bank_account,
    mask_identifier,
    mask_name,
    mask_phone,
)


@pytest.mark.parametrize(
    ("name", "shown"), [("张桂兰", "张**"), ("王伟", "王*"), ("李", "李"), ("", "")]
)
def test_of_a_name_the_first_character_stays(name, shown):
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("990001195103080012", "9900**********0012"),
        ("E12345678", "E123*5678"),
        ("12345678", "1*******"),
        ("", ""),
    ],
)
def test_of_an_id_the_ends_stay(number, shown):
    assert mask_identifier(number) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("10000000001", "100****0001"), ("0536123", "0******"), ("", "")],
)
def test_of_a_phone_three_and_four_digits_stay(phone, shown):
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("account", "shown"),
    [("6222 0000 0000 0000 007", "***************0007"), ("1234", "****"), ("", "")],
)
def test_of_a_bank_account_only_the_last_four_stay(account, shown):
    assert mask_bank_account(account) == shown


@given(text=st.text(alphabet="0123456789", max_size=30))
def test_a_mask_keeps_the_length_and_hides_something_of_everything_long(text):
    for shown in (mask_identifier(text), mask_phone(text), mask_bank_account(text)):
        assert len(shown) == len(text)
        assert len(text) < 2 or "*" in shown
