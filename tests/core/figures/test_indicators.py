"""An indicator is a value."""

from datetime import date

from tongban.core.figures.indicators import Indicator


def test_an_indicator_is_compared_by_what_it_says():
    said = ("late", "逾期办结", "件", "…", "39", "经办管理", date(2021, 1, 1))

    assert Indicator(*said) == Indicator(*said)
