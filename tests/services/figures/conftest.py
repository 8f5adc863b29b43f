"""Figures are counted over the demo's cases."""

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker
from tests.region import LOADED_AT, demo_region  # noqa: F401 - a fixture

from tongban.services.demo.cases import load_demo_cases


@pytest.fixture(scope="module")
def demo_cases(
    demo_region: None,  # noqa: F811 - as above
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """The demo's cases, outside any test's transaction."""
    with django_db_blocker.unblock():
        before, settings.TONGBAN_DEMO = settings.TONGBAN_DEMO, True
        try:
            load_demo_cases(LOADED_AT)
        finally:
            settings.TONGBAN_DEMO = before


@pytest.fixture(autouse=True)
def _staged(demo_cases: None, db: None) -> None:
    """Give every test the cases and its own transaction."""
