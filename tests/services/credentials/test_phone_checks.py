"""A code goes to the phone on record, serves once, and not for ever."""

from datetime import timedelta

import pytest
from tests.services.cases.stage import envelope
from tests.services.credentials.wallet import code_on_phone, later, party_of

from tongban.records.credentials.models import PhoneCheck
from tongban.records.parties.models import Party
from tongban.services.credentials.phone_checks import (
    check_phone_code,
    own_masked_phone,
    send_phone_code,
)
from tongban.services.credentials.refusals import (
    PhoneCodeNotSent,
    PhoneCodesSpent,
    PhoneCodeTooSoon,
    PhoneCodeWrong,
    PhoneMissing,
)


def sent_to(login: str = "zhaolei", **how):
    sent = envelope(login, **how)
    masked = send_phone_code(sent, party_id=party_of(login))
    return sent, masked


def test_the_code_reaches_the_phone_and_only_its_digest_is_kept():
    _, masked = sent_to()
    code = code_on_phone("zhaolei")
    row = PhoneCheck.objects.get()
    assert code not in row.digest
    assert "****" in masked
    assert own_masked_phone(envelope("zhaolei")) == masked


def test_a_code_serves_once():
    sent, _ = sent_to()
    code = code_on_phone("zhaolei")
    check_phone_code(sent, party_id=party_of("zhaolei"), code=f" {code[:3]} {code[3:]}")
    with pytest.raises(PhoneCodeWrong):
        check_phone_code(sent, party_id=party_of("zhaolei"), code=code)


@pytest.mark.parametrize(("seconds", "serves"), [(299, True), (300, False)])
def test_a_code_ends_on_the_second(seconds, serves):
    sent, _ = sent_to()
    code, late = code_on_phone("zhaolei"), later(sent, seconds)
    if serves:
        check_phone_code(late, party_id=party_of("zhaolei"), code=code)
        return
    with pytest.raises(PhoneCodeWrong):
        check_phone_code(late, party_id=party_of("zhaolei"), code=code)


def test_after_five_wrong_tries_the_right_code_is_no_good():
    sent, _ = sent_to()
    for _ in range(5):
        with pytest.raises(PhoneCodeWrong):
            check_phone_code(sent, party_id=party_of("zhaolei"), code="wrong")
    with pytest.raises(PhoneCodeWrong):
        check_phone_code(
            sent, party_id=party_of("zhaolei"), code=code_on_phone("zhaolei")
        )
    assert PhoneCheck.objects.get().tries == 5


def test_codes_are_sent_with_a_pause_and_so_many_a_day():
    sent, _ = sent_to()
    with pytest.raises(PhoneCodeTooSoon) as no:
        send_phone_code(later(sent, 59), party_id=party_of("zhaolei"))
    assert no.value.data["seconds"] == 1
    for turn in range(1, 10):
        send_phone_code(later(sent, 60 * turn), party_id=party_of("zhaolei"))
    with pytest.raises(PhoneCodesSpent):
        send_phone_code(later(sent, 60 * 10), party_id=party_of("zhaolei"))
    tomorrow = later(sent, int(timedelta(days=1).total_seconds()))
    send_phone_code(tomorrow, party_id=party_of("zhaolei"))


def test_a_new_code_ends_the_former_one():
    sent, _ = sent_to()
    former = code_on_phone("zhaolei")
    again = later(sent, 60)
    send_phone_code(again, party_id=party_of("zhaolei"))
    if code_on_phone("zhaolei") == former:
        pytest.skip("one chance in a million: the same code twice")
    with pytest.raises(PhoneCodeWrong):
        check_phone_code(again, party_id=party_of("zhaolei"), code=former)


def test_a_code_of_one_account_serves_no_other():
    sent_to("zhaolei")
    code = code_on_phone("zhaolei")
    with pytest.raises(PhoneCodeWrong):
        check_phone_code(envelope("limin"), party_id=party_of("zhaolei"), code=code)


def test_without_phone_or_supplier_nothing_is_sent(settings):
    settings.TONGBAN_MESSAGING = "none"
    with pytest.raises(PhoneCodeNotSent):
        sent_to()
    assert not PhoneCheck.objects.exists()
    Party.objects.filter(pk=party_of("zhaolei")).update(phone="", phone_index="")
    with pytest.raises(PhoneMissing):
        sent_to()
    assert own_masked_phone(envelope("zhaolei")) == ""
