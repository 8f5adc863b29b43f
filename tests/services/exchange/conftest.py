"""Messages are exchanged in the demo region."""

import pytest
from tests.region import demo_region  # noqa: F401 - a fixture


@pytest.fixture
def region(demo_region: None, db: None) -> None:  # noqa: F811 - the fixture above
    """The demo region, for tests of one side only."""
