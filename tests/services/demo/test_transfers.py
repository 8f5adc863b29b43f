"""The demo's transfers: both ends in many stages, loaded once, books in order."""

import pytest
from tests.region import LOADED_AT, demo_region  # noqa: F401 - a fixture

from tongban.core.transfers.stages import Side, Stage
from tongban.records.cases.models import Case
from tongban.records.transfers.models import Transfer
from tongban.services.cases.verify import verify_cases
from tongban.services.demo.enrolment import load_demo_enrolment
from tongban.services.demo.personal_accounts import load_demo_personal_accounts
from tongban.services.demo.transfers import PLAYS, load_demo_transfers
from tongban.services.ledger.verify import verify_ledger


@pytest.fixture(autouse=True)
def _staged(demo_region: None, db: None) -> None:  # noqa: F811 - as above
    """Give the test offices, staff and people."""


def test_transfers_are_played_once_and_end_in_every_way():
    load_demo_enrolment(LOADED_AT)
    load_demo_personal_accounts(LOADED_AT)
    for _ in range(2):
        load_demo_transfers(LOADED_AT)
    assert Transfer.objects.count() == len(PLAYS)
    assert set(Case.objects.values_list("item_number", flat=True)) == {10, 11}
    for side in Side:
        stages = set(
            Transfer.objects.filter(side=side.value).values_list("stage", flat=True)
        )
        assert {
            Stage.REQUESTED.value,
            Stage.AGREED.value,
            Stage.SETTLED.value,
        } <= stages
    assert list(verify_cases(now=LOADED_AT)) == []
    assert list(verify_ledger()) == []
