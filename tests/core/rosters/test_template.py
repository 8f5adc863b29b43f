"""Columns are found wherever they stand, and a missing one is noticed."""

from tongban.core.rosters.template import Column, RosterTemplate, places_of

TEMPLATE = RosterTemplate(
    columns=(
        Column("name", "姓名", required=True, width=8, help="h", sample="s"),
        Column("id_number", "证件号码", required=True, width=8, help="h", sample="s"),
        Column("sex", "性别", required=False, width=8, help="h", sample="s"),
    ),
    rows_max=10,
    rows_per_case=5,
    by_rule=True,
)


def test_columns_may_stand_in_any_order_beside_others():
    heading = ["序号", "证件号码*", " 姓名 "]
    assert places_of(heading, TEMPLATE) == {"name": 2, "id_number": 1}


def test_a_heading_without_a_column_that_is_required_is_none():
    assert places_of(["姓名", "性别"], TEMPLATE) is None
