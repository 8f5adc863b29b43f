"""Messages come from the demo region's hospital and pharmacy, to the web role."""

from collections.abc import Iterator

import pytest
from tests.region import demo_region  # noqa: F401 - a fixture
from tests.services.hsa.stage import hospital, pharmacy

from tongban.services.access.scope import enter_scope, leave_scope


@pytest.fixture(autouse=True)
def _staged(demo_region: None, db: None) -> Iterator[None]:  # noqa: F811 - as above
    """Give every test the institutions, its own transaction, and the second wall."""
    hospital()
    pharmacy()
    enter_scope(None)
    yield
    leave_scope()
