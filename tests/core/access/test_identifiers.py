"""Identifiers: the check sign, the form, and what they tell."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.access.identifiers import (
    BadBankAccount,
    BadCreditCode,
    BadIdentifier,
    BadPhone,
    BadResidentId,
    check_bank_account,
    check_credit_code,
    check_identifier,
    check_phone,
    check_resident_id,
    credit_check_sign,
    resident_check_sign,
)
from tongban.core.access.parties import IdKind

# The worked example of GB 11643-1999, annex: its check sign is X.
GB_EXAMPLE = "11010519491231002X"


def test_the_example_of_the_standard_is_right():
    found = check_resident_id(GB_EXAMPLE)

    assert (found.number, found.born_on, found.is_male) == (
        GB_EXAMPLE,
        date(1949, 12, 31),
        False,
    )


def test_spaces_and_a_small_x_do_not_matter():
    assert check_resident_id(" 110105 19491231 002x ").number == GB_EXAMPLE


def test_a_number_beginning_with_99_is_taken_because_it_belongs_to_nobody():
    first = "99000119510308001"

    found = check_resident_id(first + resident_check_sign(first))

    assert found.born_on == date(1951, 3, 8)
    assert found.is_male


@pytest.mark.parametrize(
    ("case", "number", "why"),
    [
        ("seventeen signs", "11010519491231002", "form"),
        ("nineteen signs", "11010519491231002X1", "form"),
        ("a letter inside", "1101051949123100AX", "form"),
        ("a zero at the front", "01010519491231002X", "form"),
        ("digits of another script", "１１０１０５１９４９１２３１００２X", "form"),
        ("the thirtieth of February", "110105194902300021", "birth"),
        ("a thirteenth month", "110105194913310021", "birth"),
        ("another check sign", "110105194912310021", "check"),
    ],
)
def test_a_wrong_id_number_is_refused_with_the_reason(case, number, why):
    with pytest.raises(BadResidentId) as no:
        check_resident_id(number)

    assert no.value.data["why"] == why


@given(
    born_on=st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    order=st.integers(0, 999),
    place=st.integers(0, 16),
    step=st.integers(1, 9),
)
def test_one_changed_digit_never_passes(born_on, order, place, step):
    first = f"990001{born_on:%Y%m%d}{order:03d}"
    number = first + resident_check_sign(first)
    changed = str((int(number[place]) + step) % 10)
    broken = number[:place] + changed + number[place + 1 :]

    assert check_resident_id(number).born_on == born_on
    with pytest.raises(BadResidentId):
        check_resident_id(broken)


def test_a_published_credit_code_is_right():
    # The example of GB 32100-2015.
    assert check_credit_code("91350100M000100Y43") == "91350100M000100Y43"


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ("another check sign", "91350100M000100Y44"),
        ("a letter that is never used", "91350100I000100Y43"),
        ("too short", "91350100M000100Y4"),
    ],
)
def test_a_wrong_credit_code_is_refused(case, code):
    with pytest.raises(BadCreditCode):
        check_credit_code(code)


@given(number=st.integers(0, 999_999))
def test_a_credit_code_made_with_its_check_sign_passes(number):
    first = f"99370705990{number:06d}"

    assert check_credit_code(first + credit_check_sign(first))


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (IdKind.RESIDENT_CARD, GB_EXAMPLE, "110105194912310021"),
        (IdKind.CREDIT_CODE, "91350100M000100Y43", "91350100M000100Y44"),
        (IdKind.PASSPORT, "E12345678", "E 1"),
        (IdKind.HONG_KONG_MACAO_PERMIT, "H12345678", "X12345678"),
        (IdKind.TAIWAN_PERMIT, "12345678", "1234567"),
        (IdKind.FOREIGN_RESIDENCE, "USA110099010101", "US1100990101011"),
        (IdKind.OTHER, "JUN-12345", "?"),
    ],
)
def test_each_paper_has_its_own_form(kind, good, bad):
    assert check_identifier(kind, good.lower()) == good
    with pytest.raises((BadIdentifier, BadResidentId, BadCreditCode)):
        check_identifier(kind, bad)


@pytest.mark.parametrize("given_number", ["10000000001", "+86 100 0000 0001"])
def test_a_mobile_number_is_kept_plain(given_number):
    assert check_phone(given_number) == "10000000001"


@pytest.mark.parametrize("given_number", ["1000000000", "100000000011", "20000000001"])
def test_what_is_no_mobile_number_is_refused(given_number):
    with pytest.raises(BadPhone):
        check_phone(given_number)


def test_a_card_number_with_its_luhn_digit_passes():
    # The number every payment system keeps for tests.
    assert check_bank_account("4111 1111 1111 1111") == "4111111111111111"


@pytest.mark.parametrize(
    "number", ["4111111111111112", "41111111116", "41111111111111111118"]
)
def test_what_is_no_card_number_is_refused(number):
    with pytest.raises(BadBankAccount):
        check_bank_account(number)
