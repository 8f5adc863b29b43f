"""Every page of the site, opened by somebody who may: wide, narrow, elder.

No page scrolls sideways, fails the accessibility check or lacks its title; what
it looks like is kept in test-artefacts/pages for people to look at.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests.copies import copied
from tests.journeys.addresses import (
    ACCOUNTS,
    CITIZEN,
    DEVICES,
    ITEM,
    QUERIES,
    SAMPLES,
    Address,
    every_address,
)
from tests.journeys.conftest import ARTEFACTS
from tests.journeys.window import sideways
from tests.portals.citizen.visitors import signed_in
from tests.portals.desk.staff import at_desk, identified
from tests.portals.hall.devices import opened, shown

from tongban.core.access.actor import ActorKind
from tongban.core.items.catalogue import Audience, Channel
from tongban.records.accounts.models import Account
from tongban.services.access.queries import actor_of
from tongban.services.cases.drafts import start_draft
from tongban.services.cases.envelope import Envelope
from tongban.services.demo.everything import load_everything
from tongban.services.items.catalogue import forget_catalogue
from tongban.services.timekeeping.operations import set_clock

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
MONDAY = datetime(2023, 9, 11, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
PART = re.compile(r"<([^>]+)>")
SHOTS = ARTEFACTS / "pages"
CLERK = ACCOUNTS["clerk"]
PAGES: dict[str, list[Address]] = defaultdict(list)
for found in every_address():
    PAGES[found.login].append(found)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files of the demo lie, whoever looks at them."""
    return tmp_path_factory.mktemp("files")


@pytest.fixture
def site(
    live_server: LiveServer, monkeypatch: pytest.MonkeyPatch, files: Path
) -> Iterator[str]:
    """The demo region with its cases, served."""
    monkeypatch.setattr(settings, "TONGBAN_DEMO", True)
    monkeypatch.setattr(settings, "TONGBAN_FILES", files)
    SHOTS.mkdir(parents=True, exist_ok=True)
    with copied("everything", load):
        yield str(live_server.url)
    forget_catalogue()


def load() -> None:
    """Load all of the demo as of a Monday."""
    set_clock(moment=MONDAY, set_by="tests")
    load_everything(MONDAY)


def client_of(login: str) -> Client:
    if not login:
        return Client()
    if login in DEVICES.values():
        return _device(login)
    account = Account.objects.get(login_name=login)
    if account.kind != ActorKind.STAFF.value:
        if login == CITIZEN:
            _with_draft(login, Audience.RESIDENT)
        return signed_in(login)
    client = at_desk(login)
    if login == CLERK:
        identified(client, CITIZEN)
        _with_draft(login, Audience.RESIDENT)
    return client


def _device(kind: str) -> Client:
    """Let somebody stand at the terminal; a screen has nobody before it."""
    client = opened(kind)
    if kind == "kiosk":
        assert shown(client, CITIZEN).status_code == 302
    return client


def _with_draft(login: str, audience: Audience) -> None:
    """Let somebody have begun an application of the citizen."""
    party = Account.objects.get(login_name=CITIZEN).party_id
    assert party is not None
    start_draft(
        Envelope(
            actor_of(Account.objects.get(login_name=login), MONDAY.date()),
            MONDAY,
            f"draft {login}",
            Channel.ONLINE,
        ),
        item=ITEM,
        audience=audience,
        party_id=party,
        region="370705",
    )


def path_of(address: Address) -> str | None:
    """The address with its parts filled in; none when the demo has no such thing."""
    account = Account.objects.filter(login_name=address.login).first()
    part, value = address.chosen
    path = address.route.replace(f"<{part}>", value)
    for part in PART.findall(path):
        sample = SAMPLES.get(f"{address.route}:{part}", SAMPLES.get(address.route))
        sample = sample or SAMPLES.get(part)
        if sample is None:
            return None
        value = sample(account)
        if value is None:
            return None
        path = path.replace(f"<{part}>", str(value))
    return f"/{path}{QUERIES.get(address.route, '')}"


def scrolled(page: Page) -> list[str]:
    """By how much the page can be scrolled sideways; nothing when it fits."""
    pixels = sideways(page)
    return [f"scrolls {pixels} px sideways"] if pixels > 0 else []


@pytest.mark.parametrize("login", sorted(PAGES), ids=lambda login: login or "visitor")
def test_every_page_fits_and_can_be_used_by_everybody(
    site: str, page: Page, accessibility_faults: Callable[[], list[str]], login: str
) -> None:
    client = client_of(login)
    page.context.add_cookies(
        [
            {"name": name, "value": morsel.value, "url": site}
            for name, morsel in client.cookies.items()
        ]
    )
    faults: list[str] = []
    for address in PAGES[login]:
        path = path_of(address)
        if path is None:
            faults.append(f"{address.name}: say in addresses.py what stands for it")
        elif _is_page(client, path):
            faults += _faults(page, site + path, address.name, accessibility_faults)
    assert not faults, "\n".join(faults)


def _is_page(client: Client, path: str) -> bool:
    """Whether GET answers with a page; actions, ways on and files are none."""
    answer = client.get(path)
    assert answer.status_code in {200, 204, 302, 405}, f"{path}: {answer.status_code}"
    return answer.status_code == 200 and "text/html" in answer["Content-Type"]


def _faults(
    page: Page, url: str, route: str, accessibility_faults: Callable[[], list[str]]
) -> list[str]:
    name = re.sub(r"[^a-z]+", "-", route).strip("-") or "home"
    faults = []
    page.set_viewport_size(WIDE)
    page.goto(url)
    page.wait_for_load_state("load")
    if not page.title().split(" · ")[0]:
        faults.append(f"{route}: no title")
    faults += [f"{route}: {one}" for one in accessibility_faults()]
    page.screenshot(path=SHOTS / f"{name}-1280.png", full_page=True)
    page.set_viewport_size(PHONE)
    faults += [f"{route}: {one} at 390" for one in scrolled(page)]
    page.screenshot(path=SHOTS / f"{name}-390.png", full_page=True)
    page.evaluate("document.documentElement.setAttribute('data-elder', 'yes')")
    faults += [f"{route}: {one} in elder mode" for one in scrolled(page)]
    faults += [f"{route} (elder): {one}" for one in accessibility_faults()]
    page.screenshot(path=SHOTS / f"{name}-elder.png", full_page=True)
    return faults
