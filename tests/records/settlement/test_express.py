"""What the lane hands over is all that the tables keep, also after a change of them."""

import pytest

from tongban.records.hsa.models import Message
from tongban.records.ledger.models import Journal, Posting
from tongban.records.settlement.express import SHEETS
from tongban.records.settlement.models import FeeLine, Settlement, Visit

OF_SETTLEMENT = {"institution_id", "person_id"}
# What no plain purchase has: its column stays empty.
EMPTY = {
    Message: {"id"},  # the database gives it
    Visit: {"case_id", "ended_at"},
    Journal: {"case_id", "reverses_id"},
    Posting: {"id"},
    Settlement: {"case_id", "reverses_id"},
    FeeLine: {"withdrawn_at"},
}


@pytest.mark.parametrize(
    ("model", "sheet", "elsewhere"),
    [
        (Message, "message", {*OF_SETTLEMENT, "msgid", "at"}),
        (Visit, "visit", {*OF_SETTLEMENT, "scheme", "kind"}),
        (Journal, "journal", {"id", "at", "region"}),
        (Posting, "posting", set()),
        (Settlement, "settlement", {"visit_id"}),
        (FeeLine, "line", set()),
    ],
)
def test_every_column_is_handed_over_or_empty(model, sheet, elsewhere):
    columns = {field.attname for field in model._meta.concrete_fields}
    assert columns == {*SHEETS[sheet], *elsewhere, *EMPTY[model]} - {"bill"}
