"""What a quote says of itself."""

from tests.core.benefits.plans import (
    GUESS,
    WITHHELD,
    bill,
    layer,
    plan,
    rates,
    standing,
)

from tongban.core.benefits.claim import Used
from tongban.core.benefits.terms import Band, Measured
from tongban.core.benefits.vocabulary import Part
from tongban.core.benefits.waterfall import quote


def test_sums_by_part_and_layer():
    own = layer()
    found = quote(bill(1_000), standing(), Used(), plan(own), WITHHELD)
    assert (found.funds_fen, found.own_fen, found.verified) == (800, 200, True)
    assert (found.of(Part.PAID), found.of(Part.PAID, "pool")) == (800, 800)
    assert found.of(Part.PAID, "other") == 0


def test_a_figure_nobody_verified_marks_the_whole():
    bands = (rates(Band(10, 8_000), Band(None, 9_000)),)
    unsure = layer(rates=bands, measured=Measured.SCOPE, measured_basis=GUESS)
    found = quote(bill(1_000), standing(), Used(), plan(unsure), WITHHELD)
    assert not found.verified
