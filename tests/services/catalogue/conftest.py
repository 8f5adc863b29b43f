"""The catalogue's editors in the demo region; every test in its own transaction."""

import pytest
from tests.region import demo_region  # noqa: F401 - a fixture

from tongban.services.timekeeping.operations import set_clock


@pytest.fixture(autouse=True)
def _staged(demo_region: None, db: None) -> None:  # noqa: F811 - as above
    """Give every test the region and a clock that stands at the drafts' day."""
    from tests.services.cases.stage import at  # noqa: PLC0415 - needs apps

    set_clock(moment=at("2023-09-11"), set_by="tests")
