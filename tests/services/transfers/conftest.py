"""Transfers play in the demo region, with a second city beside it."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from tests.region import demo_region  # noqa: F401 - a fixture
from tests.services.transfers.stage import HERE, THERE, open_hall


@pytest.fixture(autouse=True)
def _two_cities(demo_region: None, db: None) -> Iterator[None]:  # noqa: F811
    """Let this deployment serve both cities; the messages go round in it."""
    before = settings.TONGBAN_EXCHANGE_REGIONS
    settings.TONGBAN_EXCHANGE_REGIONS = [HERE, THERE]
    open_hall(THERE, "济南市医保服务大厅（示例）")
    yield
    settings.TONGBAN_EXCHANGE_REGIONS = before
