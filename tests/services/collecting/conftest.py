"""Results are collected in the demo region."""

import pytest
from django.conf import settings
from tests.region import demo_region  # noqa: F401 - a fixture


@pytest.fixture(autouse=True)
def _staged(
    demo_region: None,  # noqa: F811 - as above
    db: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Give every test the region, its own transaction and the demo's carrier."""
    monkeypatch.setattr(settings, "TONGBAN_DEMO", True)
