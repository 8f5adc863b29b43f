"""The hall of the city on Monday 11 September 2023, in the demo region."""

import pytest
from django.test import Client
from tests.portals.citizen.visitors import MONDAY
from tests.portals.hall.devices import opened
from tests.region import demo_region  # noqa: F401 - a fixture
from tests.services.queues.hall import set_up

from tongban.services.timekeeping.operations import set_clock


@pytest.fixture(autouse=True)
def _staged(demo_region: None, db: None) -> None:  # noqa: F811 - as above
    """Give every test the region, two windows and a standing clock."""
    set_clock(moment=MONDAY, set_by="tests")
    set_up((), ())


@pytest.fixture
def kiosk() -> Client:
    """A terminal of the hall."""
    return opened("kiosk")


@pytest.fixture
def screen() -> Client:
    """A screen of the hall."""
    return opened("screen")
