"""Staff of the demo region at the desk, and how they send what a page shows."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice
from tests.portals.citizen.visitors import hidden, plain, signed_in, words
from tests.services.cases.stage import (
    INJURY,
    PAPERS,
    envelope,
    inpatient_form,
    submitted,
)

from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case
from tongban.services.cases.intake import accept_case
from tongban.services.timekeeping.operations import set_clock

CHINA = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2023, 9, 11, 10, tzinfo=CHINA)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"

__all__ = ["PDF", "hidden", "plain", "words"]


def at_desk(login_name: str) -> Client:
    """A client of a member of staff who has passed the second step."""
    client = signed_in(login_name)
    account = Account.objects.get(login_name=login_name)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = TOTPDevice.objects.get(user=account).persistent_id
    session.save()
    return client


def move_clock(day: str, hour: int = 10) -> None:
    moment = datetime.fromisoformat(f"{day}T{hour:02d}:00:00").replace(tzinfo=CHINA)
    set_clock(moment=moment, set_by="tests")


def handed_in(day: str = "2023-09-11", **changes: object) -> str:
    """The number of an inpatient claim handed in at a window."""
    return submitted(day, **changes).number


def accepted(day: str = "2023-09-11", **changes: object) -> str:
    number = handed_in(day, **changes)
    accept_case(envelope("clerk1", day), number=number)
    return number


def case_of(number: str) -> Case:
    return Case.objects.get(number=number)


def send(client: Client, number: str, do: str, **fields: object) -> HttpResponse:
    """Open a case, press one of its buttons, and follow to the answer."""
    address = f"/desk/cases/{number}/"
    page = client.get(address)
    sent = {
        "do": do,
        "key": _key(page),
        "version": str(case_of(number).version),
        **fields,
    }
    return client.post(address, sent, follow=True)


def _key(page: HttpResponse) -> str:
    found = re.search(r'name="key" value="([^"]+)"', page.content.decode())
    return found.group(1) if found else "no-command-on-this-page"


def identified(client: Client, party: str = "zhaolei") -> Client:
    """Let a person of the demo stand at this client's window."""
    client.post(
        "/desk/counter/",
        {"identifier": identifier_of(party), "reason": "窗口办理业务"},
    )
    return client


def identifier_of(login_name: str) -> str:
    account = Account.objects.select_related("party").get(login_name=login_name)
    assert account.party is not None
    return str(account.party.identifier)


def page_of(client: Client, number: str) -> HttpResponse:
    return client.get(f"/desk/cases/{number}/")


def told(client: Client, number: str, **fields: object) -> HttpResponse:
    """Send a one-time notice from the page."""
    return send(client, number, "notice", **fields)


def waiting_after_accident(clerk: Client) -> str:
    number = handed_in(
        situations=("accident", "planned", "self"),
        papers=PAPERS,
        form=inpatient_form(**INJURY),
        incomplete=True,
    )
    sent = {
        "judge.medical-record-copy": "missing",
        "judge.third-party-payment": "missing",
    }
    told(clerk, number, **sent)
    return number
