"""Claims need people, offices, institutions, and the second wall."""

from collections.abc import Iterator

import pytest
from tests.region import demo_region  # noqa: F401 - a fixture
from tests.services.hsa.care import stage
from tests.services.hsa.stage import hospital

from tongban.services.access.scope import enter_scope, leave_scope


@pytest.fixture(autouse=True)
def _staged(demo_region: None, db: None) -> Iterator[None]:  # noqa: F811 - as above
    """Give every test funds, lists, a hospital and an employee with cover."""
    hospital()
    enter_scope(None)
    stage("wangjianguo")
    yield
    leave_scope()
