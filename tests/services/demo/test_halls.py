"""The demo's halls: windows, people waiting, and some served already."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tongban.records.queues.models import ServiceWindow, Ticket
from tongban.services.demo.halls import load_demo_halls
from tongban.services.demo.operations import load_demo
from tongban.services.demo.roster import halls

CHINA = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=CHINA)


@pytest.fixture(autouse=True)
def _loaded(db, settings):
    settings.TONGBAN_DEMO = True
    load_demo(NOON)


def test_windows_stand_free_and_people_wait():
    load_demo_halls(NOON)
    wanted = sum(len(hall.windows) for hall in halls())
    assert ServiceWindow.objects.filter(state="closed", account=None).count() == wanted
    assert Ticket.objects.filter(state="waiting").count() == 7
    assert Ticket.objects.filter(state="closed").count() == 4
    assert not Ticket.objects.exclude(taken_at__date=NOON.date()).exists()


def test_loading_twice_is_once():
    assert load_demo_halls(NOON) == load_demo_halls(NOON)


def test_just_after_midnight_nobody_has_been_served():
    load_demo_halls(NOON.replace(hour=0, minute=3))
    assert not Ticket.objects.exclude(state="waiting").exists()
    assert not Ticket.objects.exclude(day=NOON.date()).exists()
