"""The running totals of the published shares."""

from tests.core.population.city import SHARES


def test_every_total_ends_at_the_sum_of_its_weights():
    assert SHARES.county_totals[-1] == sum(one.weight for one in SHARES.counties)
    assert SHARES.age_totals[-1] == sum(one.weight for one in SHARES.ages)
    assert SHARES.size_totals[-1] == sum(one.weight for one in SHARES.sizes)
    assert SHARES.base_totals[-1] == sum(one.weight for one in SHARES.bases_yuan)
    assert SHARES.trade_totals[-1] == sum(one.weight for one in SHARES.trades)
    assert SHARES.surname_totals[-1] == sum(w for _, w in SHARES.names.surnames)
