"""Outputs stand whole in the order of their table; mistakes of a handler are loud."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from tests.core.hsa.tables import TABLE

from tongban.core.hsa.outputs import OutputFaulty, build_output
from tongban.core.hsa.values import CHINA

AT = datetime(2026, 1, 31, 8, 30, tzinfo=CHINA)


def test_every_field_is_there_and_what_is_empty_says_so():
    built = build_output({"": {"total": Decimal("1.5")}, "info": {}, "rows": []}, TABLE)
    assert built == {
        "total": Decimal("1.50"),
        "info": {"name": "", "count": 0, "day": "", "at": "", "words": [], "inner": []},
        "rows": [],
    }


def test_values_are_written_as_the_table_says():
    info = {
        "name": 12,
        "count": 3,
        "day": AT,
        "at": AT,
        "words": ["a"],
        "inner": [{"sn": "1"}],
    }
    built = build_output({"info": info, "rows": [{"sn": None}]}, TABLE)
    assert built["info"] == {
        "name": "12",
        "count": 3,
        "day": "2026-01-31",
        "at": "2026-01-31 08:30:00",
        "words": ["a"],
        "inner": [{"sn": "1"}],
    }
    assert built["rows"] == [{"sn": ""}]
    plain = build_output({"info": {"day": date(2026, 1, 31), "at": "已结"}}, TABLE)
    assert plain["info"]["day"] == "2026-01-31"  # type: ignore[index]
    assert plain["info"]["at"] == "已结"  # type: ignore[index]


@pytest.mark.parametrize(
    "said",
    [
        {"none": {}},
        {"info": {"none": 1}},
        {"info": "x"},
        {"rows": 7},
        {"info": {"count": "三"}},
    ],
)
def test_what_the_table_does_not_have_is_a_mistake_of_the_program(said):
    with pytest.raises(OutputFaulty):
        build_output(said, TABLE)
