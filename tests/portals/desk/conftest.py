"""The desk on Monday 11 September 2023, in the demo region."""

import pytest
from django.test import Client
from tests.portals.desk.staff import MONDAY, at_desk
from tests.region import demo_region  # noqa: F401 - a fixture

from tongban.services.timekeeping.operations import set_clock


@pytest.fixture(autouse=True)
def _staged(demo_region: None, db: None) -> None:  # noqa: F811 - as above
    """Give every test the region, its own transaction and a standing clock."""
    set_clock(moment=MONDAY, set_by="tests")


@pytest.fixture
def clerk() -> Client:
    return at_desk("clerk1")


@pytest.fixture
def reviewer() -> Client:
    return at_desk("reviewer1")


@pytest.fixture
def finance() -> Client:
    return at_desk("finance1")


@pytest.fixture
def supervisor() -> Client:
    return at_desk("supervisor")
