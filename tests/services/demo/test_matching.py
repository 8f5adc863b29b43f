"""The demo's departments send every kind of data once."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from tests.region import demo_region  # noqa: F401 - a fixture

from tongban.core.matching.facts import OF_OUR_OWN, FactKind
from tongban.core.matching.proposals import Movement
from tongban.records.matching.models import Feed, Proposal
from tongban.services.demo.enrolment import load_demo_enrolment
from tongban.services.demo.matching import load_demo_matching

NOW = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def _staged(demo_region: None, db: None) -> None:  # noqa: F811 - the fixture above
    """Give every test the region."""


def test_every_kind_is_there_once_and_nothing_is_refused():
    load_demo_enrolment(NOW)
    for _ in range(2):
        load_demo_matching(NOW)
    kinds = {FactKind(kind) for kind in Feed.objects.values_list("kind", flat=True)}
    assert kinds == set(FactKind) - OF_OUR_OWN - {FactKind.IMPRISONMENT}
    assert all(set(feed.counts) == {"new"} for feed in Feed.objects.all())
    movements = set(Proposal.objects.values_list("movement", flat=True))
    assert {Movement.ENROL, Movement.REGISTER, Movement.JOIN} <= movements
    assert {Movement.END, Movement.COMPARE} <= movements
