"""One layer: deductible, bands, ceiling, quota, bonus, purse."""

from dataclasses import replace

import pytest
from tests.core.benefits.plans import (
    SURE,
    bill,
    ceiling,
    deductible,
    layer,
    rates,
    standing,
)

from tongban.core.benefits.claim import EMPTY, Purse
from tongban.core.benefits.layers import LayerResult, pay_layer, raised_by
from tongban.core.benefits.terms import (
    Band,
    Bonus,
    Exemption,
    Layer,
    Measured,
    Per,
    Quota,
)
from tongban.core.benefits.vocabulary import Level, Part

TWO_BANDS = (rates(Band(10_000, 8_000), Band(20_000, 9_000)),)


def paid(own: Layer, amount: int, purse: Purse = EMPTY, **more: object) -> LayerResult:
    person = (standing(**more.pop("person", {})), purse)  # type: ignore[arg-type]
    return pay_layer(
        own,
        own.rates[0],
        amount,
        bill=bill(amount, **more),
        level=Level.SECONDARY,
        person=person,
    )


def test_bands_are_laid_along_what_counted_in_the_year():
    own = layer(rates=TWO_BANDS, deductible=deductible(1_000))
    first = paid(own, 12_000)
    assert [(s.part, s.amount_fen) for s in first.steps] == [
        (Part.DEDUCTED, 1_000),
        (Part.PAID, 7_200),
        (Part.PAID, 1_800),
    ]
    assert first.purse == Purse(1_000, 11_000, 9_000)
    second = paid(own, 12_000, first.purse)
    assert [(s.part, s.amount_fen) for s in second.steps] == [
        (Part.DEDUCTED, 1_000),
        (Part.PAID, 6_300),
        (Part.OVER, 4_000),
    ]
    assert (second.over_fen, second.purse) == (4_000, Purse(2_000, 18_000, 15_300))
    assert first.steps[1].order == SURE


def test_bands_along_what_was_paid_stop_at_the_fen():
    own = layer(
        rates=(rates(Band(8_000, 8_000), Band(None, 9_000)),), measured=Measured.PAID
    )
    assert paid(own, 10_000).paid_fen == 8_000
    assert paid(own, 11_000).paid_fen == 8_900
    assert paid(own, 1_000, Purse(0, 10_000, 7_999)).paid_fen == 1 + 898


@pytest.mark.parametrize(("room", "left"), [(500, 375), (0, 1_000), (800, 0)])
def test_a_ceiling_stops_the_layer_and_the_rest_is_above(room, left):
    own = layer(ceilings=ceiling(10_000))
    done = paid(own, 1_000, Purse(0, 0, 10_000 - room))
    assert (done.paid_fen, done.over_fen) == (room, left)


def test_a_quota_holds_for_one_event_by_its_order():
    own = layer(quota=Quota((100, 200), SURE))
    assert paid(own, 1_000).paid_fen == 100
    assert paid(own, 1_000, order=5).paid_fen == 200
    both = layer(quota=Quota((100,), SURE), ceilings=ceiling(50))
    assert paid(both, 1_000).paid_fen == 50


def test_chinese_medicine_lowers_the_deductible_and_lifts_the_rate():
    plus = replace(rates(Band(None, 8_000)), chinese_medicine_plus_bp=200)
    own = layer(deductible=deductible(1_000), rates=(plus,))
    done = paid(own, 10_800, chinese_medicine=True)
    assert [s.amount_fen for s in done.steps] == [800, 8_200]
    full = layer(rates=(replace(plus, bands=(Band(None, 9_900),)),))
    assert paid(full, 100, chinese_medicine=True).paid_fen == 100


def test_a_reason_lifts_the_deductible_from_its_stay_on():
    dialysis = Exemption("dialysis", 2, SURE)
    own = layer(deductible=deductible(1_000, exemptions=(dialysis,)))
    reasons = frozenset({"dialysis"})
    assert paid(own, 5_000, reasons=reasons, stay=1).steps[0].amount_fen == 1_000
    assert paid(own, 5_000, reasons=reasons, stay=2).steps[0].amount_fen == 0
    assert paid(own, 5_000, stay=2).steps[0].amount_fen == 1_000


def test_what_was_borne_in_the_episode_or_year_counts():
    assert (
        paid(layer(deductible=deductible(1_000)), 5_000, credit_fen=400)
        .steps[0]
        .amount_fen
        == 600
    )
    yearly = layer(deductible=deductible(1_000, per=Per.YEAR))
    assert paid(yearly, 300).purse.deducted_fen == 300
    assert paid(yearly, 5_000, Purse(300)).steps[0].amount_fen == 700
    assert paid(yearly, 5_000, Purse(1_200)).steps[0].amount_fen == 0


def test_faithful_years_raise_a_ceiling_up_to_a_share():
    bonus = Bonus(4, 3_000, 1_000, 2_000, SURE)
    assert raised_by(bonus, 100_000, standing(straight_years=3)) == 0
    assert raised_by(bonus, 100_000, standing(straight_years=6, free_years=1)) == 7_000
    assert raised_by(bonus, 100_000, standing(straight_years=40)) == 20_000
    own = layer(ceilings=ceiling(1_000), bonus=bonus)
    assert paid(own, 9_000, person={"straight_years": 5}).paid_fen == 1_200
