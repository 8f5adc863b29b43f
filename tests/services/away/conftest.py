"""Filings play in the demo region: its hospital, and one in another province."""

from collections.abc import Iterator

import pytest
from tests.region import demo_region  # noqa: F401 - a fixture
from tests.services.away.stage import elsewhere
from tests.services.hsa.stage import hospital

from tongban.services.access.scope import enter_scope, leave_scope


@pytest.fixture(autouse=True)
def _staged(demo_region: None, db: None) -> Iterator[None]:  # noqa: F811 - as above
    """Give every test the institutions, its own transaction, and the second wall."""
    hospital()
    elsewhere()
    enter_scope(None)
    yield
    leave_scope()
