"""A certificate at the terminal: printed for who showed their own code, only them."""

import pytest
from tests.portals.citizen.visitors import MONDAY, words
from tests.portals.hall.devices import KIOSK, key_in, shown
from tests.portals.hall.test_kiosk_veil import by_code, values_in

from tongban.records.papers.models import Paper
from tongban.services.demo.enrolment import load_demo_enrolment

DO = f"{KIOSK}do/person-enquiry/"
CERTIFICATE = f"{KIOSK}certificate/"


@pytest.fixture(autouse=True)
def _register(settings, tmp_path):
    settings.TONGBAN_FILES = tmp_path
    load_demo_enrolment(MONDAY)


def looked_up(client, **changes: str):
    page = client.get(DO, {"s.handler": "self"})
    typed = {
        **values_in(page),
        "s.handler": "self",
        "subject": "contributions",
        "from_month": "2023-01",
        "to_month": "2023-09",
        "print_certificate": "yes",
        "key": key_in(page),
        "collect": "counter",
        **changes,
    }
    return client.post(DO, typed, follow=True)


@pytest.mark.clause("SD28-8")
def test_who_showed_their_own_code_prints_the_certificate(kiosk):
    by_code(kiosk, "limin")
    done = looked_up(kiosk)
    assert "打印证明" in words(done)
    pdf = kiosk.get(CERTIFICATE)
    assert pdf["Content-Type"] == "application/pdf"
    assert Paper.objects.filter(kind="contributions").count() == 1
    kiosk.post(f"{KIOSK}end/")
    assert kiosk.get(CERTIFICATE).status_code == 404


def test_number_and_name_alone_print_nothing(kiosk):
    shown(kiosk, "limin")
    done = looked_up(kiosk)
    assert "打印回执" in words(done)
    assert "打印证明" not in words(done)
    assert kiosk.get(CERTIFICATE).status_code == 404
