"""A terminal takes a credential once, and counts what nobody was shown."""

import pytest
from tests.portals.citizen.visitors import MONDAY, words
from tests.portals.hall.devices import KIOSK
from tests.services.cases.stage import envelope
from tests.services.credentials.wallet import party_of, shown_by

from tongban.records.credentials.models import CredentialUse
from tongban.records.queues.models import HallDevice
from tongban.services.credentials.operations import activate

WHO = f"{KIOSK}who/"


@pytest.fixture
def shown():
    activate(envelope("clerk1"), party_id=party_of("limin"))
    return shown_by("limin")


@pytest.mark.clause("PT25-20")
@pytest.mark.parametrize("read_out", [False, True])
def test_a_credential_begins_a_visit_that_may_see_its_own_data(kiosk, shown, read_out):
    code = " ".join(shown.groups) if read_out else shown.text
    assert kiosk.post(WHO, {"code": code, "key": "k"}).status_code == 302
    assert "李*，您好" in words(kiosk.get(KIOSK))
    use = CredentialUse.objects.get()
    assert (use.purpose, use.at) == ("kiosk", MONDAY)
    assert use.place.endswith("自助终端")


def test_a_code_used_at_one_terminal_is_refused_at_the_next_try(kiosk, shown):
    assert kiosk.post(WHO, {"code": shown.text, "key": "one"}).status_code == 302
    assert kiosk.post(WHO, {"code": shown.text, "key": "one"}).status_code == 302
    kiosk.get(f"{KIOSK}end/")
    again = kiosk.post(WHO, {"code": shown.text, "key": "two"})
    assert again.status_code == 422
    assert "已经用于自助终端" in words(again)
    assert HallDevice.objects.get().wrong_tries == 0


def test_made_up_codes_lock_the_terminal_like_wrong_numbers(kiosk, shown):
    digits = "".join(shown.groups)
    wrong = digits[:-1] + str((int(digits[-1]) + 1) % 10)
    for _ in range(5):
        assert kiosk.post(WHO, {"code": wrong}).status_code == 422
    locked = kiosk.post(WHO, {"code": shown.text})
    assert locked.status_code == 422
    assert not CredentialUse.objects.exists()
