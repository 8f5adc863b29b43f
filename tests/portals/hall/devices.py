"""Devices of the hall, as browsers; and what visitors type into them."""

import re

from django.http import HttpResponse
from django.test import Client
from tests.services.queues.hall import OFFICE, at

from tongban.records.accounts.models import Account
from tongban.services.queues.devices import make_device

KIOSK = f"/kiosk/{OFFICE}/"
SCREEN = f"/hall/{OFFICE}/screen/"
OPEN = f"/hall/{OFFICE}/open/"
FILING = "temporary-travel-filing"
FILLED = {
    "s.trip": "travel",
    "insured_name": "李敏",
    "contact_phone": "10012345679",
    "place": "北京市",
    "start_on": "2023-10-01",
    "reason": "探亲",
    "promise": "yes",
}


def opened(kind: str) -> Client:
    client = Client()
    new = make_device(at("supervisor", 60), office=OFFICE, kind=kind, name="一楼")
    answer = client.post(OPEN, {"code": new.code})
    assert answer.status_code == 302
    return client


def identifier_of(login: str) -> str:
    account = Account.objects.select_related("party").get(login_name=login)
    return str(account.party.identifier)


def name_of(login: str) -> str:
    account = Account.objects.select_related("party").get(login_name=login)
    return str(account.party.name)


def shown(client: Client, login: str, **more: str) -> HttpResponse:
    """Type somebody's number and name."""
    sent = {"identifier": identifier_of(login), "name": name_of(login), **more}
    return client.post(f"{KIOSK}who/", sent)


def key_in(page: HttpResponse) -> str:
    found = re.search(r'name="key" value="([0-9a-f]{32})', page.content.decode())
    assert found, "no key on the page"
    return found.group(1)
