"""What is published of ratings, and what is hidden."""

from datetime import date

import pytest
from tests.services.cases.stage import actor, envelope
from tests.services.ratings.saying import (
    BAD,
    GOOD,
    NOBODY,
    closed_case,
    rated,
    rated_by_code,
)

from tongban.core.access.rights import NotAllowed
from tongban.core.ratings.giving import Way
from tongban.records.ratings.models import RatingSample
from tongban.services.access.scope import scoped
from tongban.services.ratings.lists import (
    RatingFilter,
    RatingOrder,
    bursts_of,
    every_rating,
    ratings_of,
)
from tongban.services.ratings.operations import Given, rate
from tongban.services.ratings.queries import Grouping, month_counts, results
from tongban.services.ratings.samples import (
    SampleChecked,
    SampleUnknown,
    check_sample,
    draw_samples,
    sampled_month,
    samples_of,
)
from tongban.services.ratings.served import own_case

CITY = "370700"
TODAY = date(2023, 9, 25)
SUPERVISOR = RatingFilter(month=TODAY)


def many(count: int, given: Given = GOOD, **changes: object) -> None:
    for _ in range(count):
        rated_by_code(closed_case(**changes), given)


@pytest.mark.clause("SD28-指南一5.2", "SD20-三(三)")
def test_a_month_is_published_in_counts_to_anybody():
    many(5)
    rated(closed_case(), BAD)
    with scoped(NOBODY):
        found = month_counts(region=CITY, today=TODAY)
        shown = results(region=CITY, month=TODAY, today=TODAY, by=Grouping.ITEM)
    assert (found.ratings, found.bad, found.good_share) == (6, 1, "83.3%")
    (line,) = shown.groups
    assert (line.name, line.hidden) == ("住院费用报销", False)
    assert line.counts.by_grade == {"satisfied": 5, "very_dissatisfied": 1}


def test_a_month_with_few_ratings_says_nothing():
    many(4)
    found = month_counts(region=CITY, today=TODAY)
    assert (found.shown, found.ratings, found.good_share) == (False, 0, "—")
    shown = results(region=CITY, month=TODAY, today=TODAY)
    assert shown.total is None
    assert [group.hidden for group in shown.groups] == [True]


def test_a_small_office_is_not_worked_out_from_the_total():
    many(6, region="370702")
    many(7, region="370703")
    many(2, region="370704")
    shown = results(region=CITY, month=TODAY, today=TODAY, by=Grouping.REGION)
    assert shown.total is not None
    assert shown.total.total == 15
    assert {group.code: group.hidden for group in shown.groups} == {
        "370702": True,
        "370703": False,
        "370704": True,
    }


def test_other_months_and_regions_are_apart():
    many(5)
    assert month_counts(region=CITY, today=date(2023, 10, 9)).ratings == 0
    assert month_counts(region="370705", today=TODAY).ratings == 0


def test_supervisors_list_and_narrow_ratings_and_clerks_do_not():
    many(2)
    rated(closed_case(), BAD)
    supervisor = actor("supervisor", TODAY)
    found = ratings_of(supervisor, SUPERVISOR, today=TODAY)
    assert found.total == 3
    bad = RatingFilter(month=TODAY, kind="bad")
    (line,) = ratings_of(supervisor, bad, today=TODAY).lines
    assert (line.grade_name, line.correction_word) == ("非常不满意", "待整改")
    with pytest.raises(NotAllowed):
        ratings_of(actor("clerk2", TODAY), SUPERVISOR, today=TODAY)


def test_many_good_ratings_of_one_device_are_pointed_out():
    device = Given("very_satisfied", device="10.0.0.9 browser")
    for _ in range(5):
        case = closed_case()
        sent = envelope("zhaolei", "2023-09-25")
        with own_case(sent.actor, case.number) as served:
            rate(sent, served, given=device, way=Way.PORTAL)
    many(3)
    supervisor = actor("supervisor", TODAY)
    (burst,) = bursts_of(supervisor, TODAY)
    assert burst.count == 5
    lines = ratings_of(supervisor, SUPERVISOR, today=TODAY).lines
    assert sorted(line.in_a_burst for line in lines) == [False] * 3 + [True] * 5
    only = RatingFilter(month=TODAY, suspected=True)
    assert ratings_of(supervisor, only, today=TODAY).total == 5
    taken = every_rating(supervisor, SUPERVISOR, today=TODAY)
    assert sum(line.in_a_burst for line in taken) == 5


def test_the_list_is_narrowed_by_way_and_put_in_order():
    first = closed_case()
    rated(first, BAD)
    second = closed_case()
    rated_by_code(second, GOOD)
    supervisor = actor("supervisor", TODAY)

    def numbers(**asked):
        chosen = RatingFilter(month=TODAY, **asked)
        lines = ratings_of(supervisor, chosen, today=TODAY).lines
        return [line.number for line in lines]

    assert numbers(way=Way.CODE.value) == [second.number]
    assert numbers(order=RatingOrder.LATEST) == [second.number, first.number]
    assert numbers(order=RatingOrder.EARLIEST) == [first.number, second.number]
    assert numbers(order=RatingOrder.WORST) == [first.number, second.number]


def test_another_office_asks_about_a_sample_once():
    many(6, region="370705")
    rated(closed_case(region="370705"), BAD)
    moment = envelope("supervisor", "2023-10-01").now
    assert draw_samples(TODAY, now=moment) == 3
    assert draw_samples(TODAY, now=moment) == 0
    kuiwen = actor("kuiwen-clerk").office_path
    assert not RatingSample.objects.filter(office_path=kuiwen).exists()
    found = samples_of(actor("supervisor"), TODAY)
    assert len(found) == 3
    assert all(line.grade_name == "满意" for line in found)
    sent = envelope("supervisor", "2023-10-09")
    check_sample(sent, sample_id=found[0].id, genuine=True, words="本人作出")
    after = samples_of(actor("supervisor"), TODAY)
    assert [line.checked for line in after] == [False, False, True]
    assert after[-1].genuine is True
    assert sampled_month(actor("supervisor"), otherwise=date(2020, 1, 1)) == date(
        2023, 9, 1
    )
    with pytest.raises(SampleChecked):
        check_sample(
            envelope("supervisor", "2023-10-09"),
            sample_id=found[0].id,
            genuine=False,
            words="",
        )
    with pytest.raises(SampleUnknown):
        check_sample(sent_new(), sample_id=0, genuine=None, words="")


def sent_new():
    return envelope("supervisor", "2023-10-09")
