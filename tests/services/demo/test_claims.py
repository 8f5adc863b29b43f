"""The demo's claims: one paid to the close, one waiting for its reviewer."""

import pytest
from tests.region import LOADED_AT, demo_region  # noqa: F401 - a fixture

from tongban.records.cases.models import Case
from tongban.records.claims.models import ClaimBill
from tongban.records.settlement.models import Settlement
from tongban.services.demo.claims import load_demo_claims
from tongban.services.demo.enrolment import load_demo_enrolment


@pytest.fixture(autouse=True)
def _staged(demo_region: None, db: None) -> None:  # noqa: F811 - as above
    """Give the test offices, staff and people."""


def test_claims_are_played_once():
    load_demo_enrolment(LOADED_AT)
    for _ in range(2):
        load_demo_claims(LOADED_AT)
    assert ClaimBill.objects.count() == 2
    row = Settlement.objects.get()
    assert row.funds_fen > 0
    assert (row.case.state, row.case.outcome) == ("closed", "granted")
    waiting = Case.objects.get(party__accounts__login_name="wangjianguo")
    assert waiting.step == "review"
