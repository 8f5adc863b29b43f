"""One limit of each layer fits the facts; a missing fact is asked for."""

import pytest
from tests.core.items.samples import limit, terms

from tongban.core.items.catalogue import Audience, LimitLayer
from tongban.core.items.limits import (
    CROSS_PROVINCE,
    IN_PROVINCE,
    FactMissing,
    LimitsCollide,
    LimitUnknown,
    facts_of_audience,
    find_collision,
    length_of,
    limits_for,
    limits_of_audience,
    matches,
    route_between,
)

CROSS = limit(15, "cross", facts={"route": ("cross_province",)})
INSIDE = limit(9, "inside", facts={"route": ("in_province",)})
CEILING = limit(20, "ceiling", layer=LimitLayer.NATION)
TRANSFER = terms(limits=(CROSS, INSIDE, CEILING))
INSTANT = limit(0, "instant", facts={"disease": ("tumour", "dialysis")})
OTHERS = limit(20, "others")
CHRONIC = terms(limits=(INSTANT, OTHERS))


@pytest.mark.clause("SD28-10", "SD28-11", "CN39-七")
@pytest.mark.parametrize(
    ("start", "end", "limits"),
    [
        ("370700", "440300", (CEILING, CROSS)),
        ("370700", "370100", (CEILING, INSIDE)),
        ("370783", "370705", (CEILING, INSIDE)),
    ],
)
def test_the_route_of_a_transfer_chooses_its_limit(start, end, limits):
    assert limits_for(TRANSFER, {"route": route_between(start, end)}) == limits


def test_routes_are_told_by_the_province():
    assert route_between("370700", "370783112201") == IN_PROVINCE
    assert route_between("370700", "440000") == CROSS_PROVINCE


@pytest.mark.clause("SD28-14")
@pytest.mark.parametrize(
    ("disease", "found"),
    [("tumour", INSTANT), ("dialysis", INSTANT), ("hypertension", OTHERS)],
)
def test_the_named_diseases_are_instant_and_others_take_the_default(disease, found):
    assert limits_for(CHRONIC, {"disease": disease}) == (found,)


def test_without_the_disease_the_limit_is_not_guessed():
    with pytest.raises(FactMissing) as refused:
        limits_for(CHRONIC, {})
    assert refused.value.data["facts"] == ["disease"]
    assert refused.value.data["words"] == "申请病种"


def test_a_fact_that_cannot_matter_any_more_is_not_asked_for():
    narrow = limit(1, "narrow", facts={"scheme": ("resident",), "disease": ("x",)})
    found = limits_for(terms(limits=(narrow, OTHERS)), {})
    assert found == (OTHERS,)


def test_every_missing_fact_is_named_once():
    first = limit(1, "a", facts={"route": ("r",), "flood": ("f",)})
    second = limit(2, "b", facts={"route": ("q",)})
    with pytest.raises(FactMissing) as refused:
        limits_for(terms(limits=(first, second)), {})
    assert refused.value.data["facts"] == ["route", "flood"]
    assert refused.value.data["words"].endswith("、flood")


def test_facts_that_fit_no_limit_are_refused():
    with pytest.raises(LimitUnknown):
        limits_for(terms(limits=(CROSS,)), {"route": "by_sea"})


def test_the_situation_fact_may_name_several():
    quick = limit(1, "quick", facts={"situation": ("emergency",)})
    found = limits_for(
        terms(limits=(quick, OTHERS)), {"situation": "accident,emergency"}
    )
    assert found == (quick,)


def test_two_limits_of_one_layer_on_the_same_facts_are_a_mistake_named_by_both():
    again = limit(7, "again")
    with pytest.raises(LimitsCollide) as refused:
        limits_for(terms(limits=(OTHERS, again)), {})
    assert refused.value.data == {"first": "others", "second": "again"}


@pytest.mark.parametrize(
    ("audience", "scheme"),
    [
        (Audience.EMPLOYEE, "employee"),
        (Audience.EMPLOYER, "employee"),
        (Audience.RESIDENT, "resident"),
        (Audience.SCHOOL, "resident"),
        (Audience.PROVIDER, None),
    ],
)
def test_the_scheme_follows_from_the_audience(audience, scheme):
    assert facts_of_audience(audience).get("scheme") == scheme


@pytest.mark.clause("SD28-18")
def test_an_audience_keeps_only_the_limits_that_can_hold_for_it():
    four = limit(4, "four", facts={"scheme": ("employee",)})
    ten = limit(10, "ten", facts={"scheme": ("resident",)})
    plain = limit(30, "plain", layer=LimitLayer.NATION)
    kept = limits_of_audience((four, ten, plain), Audience.RESIDENT)
    assert kept == (ten, plain)
    assert limits_of_audience((four,), Audience.PHARMACY) == (four,)


def test_a_given_scheme_goes_before_the_audience():
    four = limit(4, "four", facts={"scheme": ("employee",)})
    ten = limit(10, "ten", facts={"scheme": ("resident",)})
    both = terms(limits=(four, ten))
    assert limits_for(both, {}) == (four,)
    assert limits_for(both, {"scheme": "resident"}) == (ten,)


def test_lengths_order_immediate_before_days_before_a_collection_period():
    period = limit(None, "period", collection_period=True)
    lengths = [length_of(one) for one in (limit(0), limit(1), limit(45), period)]
    assert lengths == sorted(lengths)
    assert lengths[0] == 0


def test_a_limit_matches_when_all_its_facts_do():
    both = limit(1, "both", facts={"route": ("r",), "disease": ("d",)})
    assert matches(both, {"route": "r", "disease": "d"})
    assert not matches(both, {"route": "r"})
    assert matches(limit(), {})


@pytest.mark.parametrize(
    ("case", "limits", "pair"),
    [
        ("different layers live together", (OTHERS, CEILING), None),
        ("the more exact one wins", (OTHERS, INSTANT), None),
        ("order does not matter", (INSTANT, OTHERS), None),
        ("equal weight collides", (OTHERS, limit(7, "again")), ("others", "again")),
        ("one that does not fit is no rival", (OTHERS, CROSS), None),
    ],
)
def test_collisions_are_found_before_any_case_meets_them(case, limits, pair):
    found = find_collision(limits, {"disease": "tumour"})
    assert (None if found is None else (found[0].code, found[1].code)) == pair, case
