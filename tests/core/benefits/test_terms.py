"""Which deductible, rate, ceiling and plan hold for whom, where and when."""

from dataclasses import replace
from datetime import date

import pytest
from tests.core.benefits.plans import DAY, SURE, WITHHELD, ceiling, layer, plan, rates

from tongban.core.access.parties import Scheme
from tongban.core.benefits.terms import (
    Band,
    Deductible,
    DeductibleRow,
    NoBenefits,
    Per,
    RegionBenefits,
)
from tongban.core.benefits.vocabulary import CareKind, Group, Level


def test_the_last_deductible_holds_for_all_further_stays():
    terms = Deductible(
        Per.STAY, (DeductibleRow(frozenset({Level.PRIMARY}), (300, 150)),), 0, (), SURE
    )
    assert [terms.of(Level.PRIMARY, stay) for stay in (1, 2, 9)] == [300, 150, 150]
    assert terms.of(Level.TERTIARY, 1) == 0


def test_a_layer_is_for_the_groups_and_levels_it_names():
    only = layer(
        rates=(rates(Band(None, 8_000), levels=frozenset({Level.PRIMARY})),),
        ceilings=ceiling(5),
    )
    assert only.row(Group.LOW, Level.PRIMARY) is not None
    assert only.row(Group.LOW, Level.TERTIARY) is None
    assert only.ceiling(Group.LOW) is not None
    assert layer().ceiling(Group.LOW) is None


def test_the_plan_of_a_day_and_disease_is_found_or_refused():
    general = plan(layer())
    own = replace(general, disease="dialysis", version="透析")
    region = RegionBenefits("371300", (general, own), WITHHELD)
    found = region.plan_for(Scheme.EMPLOYEE, CareKind.INPATIENT, DAY, "dialysis")
    assert found is own
    other = region.plan_for(Scheme.EMPLOYEE, CareKind.INPATIENT, DAY, "asthma")
    assert other is general
    with pytest.raises(NoBenefits):
        region.plan_for(Scheme.EMPLOYEE, CareKind.INPATIENT, date(2023, 1, 1))
    with pytest.raises(NoBenefits):
        RegionBenefits("371300", (own,), WITHHELD).plan_for(
            Scheme.EMPLOYEE, CareKind.INPATIENT, DAY
        )
