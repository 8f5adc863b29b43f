"""Every number is the length of the list behind it, and columns add up."""

from datetime import date, timedelta

import pytest
from tests.region import LOADED_AT
from tests.services.cases.stage import actor

from tongban.core.access.rights import NotAllowed
from tongban.core.figures.counting import Span
from tongban.records.cases.models import Case
from tongban.services.figures.measures import Measure
from tongban.services.figures.tables import (
    Behind,
    By,
    cases_behind,
    table,
    totals,
    trend,
)

TODAY = LOADED_AT.date()
QUARTER = Span(TODAY - timedelta(days=60), TODAY)


def boss():
    return actor("supervisor", TODAY)


@pytest.mark.parametrize("by", list(By))
def test_each_number_is_the_length_of_its_list_and_rows_add_up(by):
    found = table(boss(), by=by, span=QUARTER)
    assert found.lines

    for line in found.lines:
        for measure in Measure:
            behind = Behind(measure, QUARTER, by, line.key)
            listed = cases_behind(boss(), behind).count
            assert getattr(line.tally, measure.value) == listed, (line.name, measure)
    assert found.total == totals(boss(), QUARTER)


def test_the_total_is_what_lies_in_the_table_of_cases():
    found = totals(boss(), QUARTER)
    path = boss().office_path
    below = Case.objects.filter(office_path__startswith=path)

    assert found.received == below.filter(received_at__date__gte=QUARTER.first).count()
    decided = below.filter(outcome__in=["granted", "rejected", "refused"])
    assert found.closed == decided.count()
    assert found.told > 0
    assert found.instant > 0


def test_a_day_outside_has_nothing():
    empty = Span(date(2022, 1, 1), date(2022, 1, 31))

    assert totals(boss(), empty).received == 0
    assert table(boss(), by=By.ITEM, span=empty).lines == ()
    assert trend(boss(), empty) == ()


def test_a_trend_sums_to_the_totals_by_day_and_by_month():
    year = Span(TODAY - timedelta(days=364), TODAY)
    for span in (QUARTER, year):
        points = trend(boss(), span)
        assert sum(point.received for point in points) == totals(boss(), span).received
        assert sum(point.closed for point in points) == totals(boss(), span).closed


def test_lists_are_paged_and_mask_names():
    behind = Behind(Measure.RECEIVED, QUARTER)
    first = cases_behind(boss(), behind)

    assert first.count > len(first.lines) == 50
    assert cases_behind(boss(), behind, page=99).page == first.pages
    assert any("*" in line.applicant for line in first.lines)


def test_only_who_may_see_figures_does():
    with pytest.raises(NotAllowed):
        totals(actor("clerk1", TODAY), QUARTER)
