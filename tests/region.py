"""The demo region for a folder of tests: a copy of it for each module.

A folder's conftest says::

    from tests.region import demo_region  # noqa: F401 - a fixture

and makes an autouse fixture that asks for ``demo_region`` and ``db``.
"""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker
from tests.copies import copied

from tongban.services.demo.operations import load_demo
from tongban.services.items.catalogue import forget_catalogue

LOADED_AT = datetime(2026, 12, 1, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(scope="module")
def demo_region(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Offices, staff and people, outside any test's transaction."""
    with django_db_blocker.unblock(), copied("region", load_region):
        yield
    forget_catalogue()  # numbers begin again, the clock of the tests stands still


def load_region() -> None:
    """Load the demo region as of the tests' day."""
    before, settings.TONGBAN_DEMO = settings.TONGBAN_DEMO, True
    try:
        load_demo(LOADED_AT)
    finally:
        settings.TONGBAN_DEMO = before
