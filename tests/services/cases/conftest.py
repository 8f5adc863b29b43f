"""The demo region, loaded when a test finds it missing, and kept for the run."""

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker
from tests.services.cases.stage import at

from tongban.records.accounts.models import Account
from tongban.services.demo.operations import load_demo


@pytest.fixture
def _region(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Load the region outside the test's transaction, so that it stays."""
    with django_db_blocker.unblock():
        if Account.objects.filter(login_name="clerk1").exists():
            return
        before, settings.TONGBAN_DEMO = settings.TONGBAN_DEMO, True
        try:
            load_demo(at("2026-12-01"))
        finally:
            settings.TONGBAN_DEMO = before


@pytest.fixture(autouse=True)
def _staged(_region: None, db: None) -> None:
    """Give every test the region and its own transaction."""
