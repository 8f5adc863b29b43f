"""Citizens of the demo region at their pages, on Monday 11 September 2023."""

import pytest
from django.test import Client
from tests.portals.citizen.visitors import MONDAY, signed_in
from tests.region import demo_region  # noqa: F401 - a fixture

from tongban.services.timekeeping.operations import set_clock


@pytest.fixture(autouse=True)
def _staged(demo_region: None, db: None) -> None:  # noqa: F811 - as above
    """Give every test the region, its own transaction and a standing clock."""
    set_clock(moment=MONDAY, set_by="tests")


@pytest.fixture
def zhaolei() -> Client:
    """A resident who was in hospital."""
    return signed_in("zhaolei")


@pytest.fixture
def wangjianguo() -> Client:
    """An employee who moves to another province."""
    return signed_in("wangjianguo")
