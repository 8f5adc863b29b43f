"""Which items cross regions, and on which routes."""

from datetime import date

import pytest
from tests.core.items.samples import SOURCE

from tongban.core.items.catalogue import ItemCode, RegionCode
from tongban.core.items.limits import CROSS_PROVINCE, IN_PROVINCE
from tongban.core.items.scope import (
    ScopeRow,
    ScopeTable,
    ScopeTransfers,
    goals_of,
    is_open_between,
    rows_of,
)

FILING = ItemCode("temporary-travel-filing")
CHANGE = ItemCode("employee-change")
TRANSFER = ItemCode("transfer-out")


def row(sequence, items, goals):
    return ScopeRow(
        sequence=sequence,
        main_item="主项",
        sub_item=f"子项{sequence}",
        items=items,
        goals=goals,
        levels=None,
        printed={},
        source=SOURCE,
    )


ROWS = (
    row(3, None, (IN_PROVINCE,)),
    row(9, (FILING,), (IN_PROVINCE,)),
    row(15, (FILING,), (IN_PROVINCE, CROSS_PROVINCE)),
    row(16, (CHANGE,), (IN_PROVINCE, CROSS_PROVINCE)),
)
TABLE = ScopeTable(
    region=RegionCode("440000"),
    title="通办事项",
    source=SOURCE,
    effective_on=date(2021, 5, 24),
    verified=True,
    printed="",
    goal_words={},
    rows=ROWS,
    transfers=ScopeTransfers((TRANSFER,), (CROSS_PROVINCE,), SOURCE),
)


def test_an_item_may_stand_in_several_rows():
    assert [one.sequence for one in rows_of(TABLE, FILING)] == [9, 15]
    assert rows_of(TABLE, TRANSFER) == ()


def test_its_routes_are_those_of_all_its_rows():
    assert goals_of(TABLE, FILING) == (IN_PROVINCE, CROSS_PROVINCE)
    assert goals_of(TABLE, TRANSFER) == (CROSS_PROVINCE,)
    assert goals_of(TABLE, ItemCode("other")) == ()


@pytest.mark.clause("GD18-附件16")
@pytest.mark.parametrize(
    ("item", "asked_at", "handled_at", "is_open"),
    [
        (CHANGE, "370700", "440300", True),
        (CHANGE, "440100", "440300", True),
        (TRANSFER, "440100", "440300", False),
        (TRANSFER, "440300", "440300", True),
        (ItemCode("other"), "440100", "440300", False),
    ],
)
def test_the_route_decides_whether_a_window_may_take_it(
    item, asked_at, handled_at, is_open
):
    asked = is_open_between(TABLE, item, asked_at=asked_at, handled_at=handled_at)
    assert asked is is_open


def test_a_list_may_name_no_transfers():
    bare = ScopeTable(
        region=RegionCode("440000"),
        title="",
        source=SOURCE,
        effective_on=date(2021, 5, 24),
        verified=True,
        printed="",
        goal_words={},
        rows=(),
    )
    assert goals_of(bare, TRANSFER) == ()
