"""One ruling for one point; two are named."""

import pytest
from tests.core.items.samples import CODE, ruling

from tongban.core.items.catalogue import Audience, DifferenceField, Winner
from tongban.core.items.rulings import DIFFERENCE_WORDS, RulingsCollide, ruling_for

CHANNELS = DifferenceField.CHANNELS
FOR_ALL = ruling(CHANNELS, Winner.LIST, "for-all")
FOR_RESIDENTS = ruling(
    CHANNELS, Winner.GUIDE, "for-residents", audiences=(Audience.RESIDENT,)
)


def find(rulings, audience=Audience.RESIDENT, field=CHANNELS, item=CODE):
    return ruling_for(rulings, item=item, audience=audience, field=field)


def test_every_field_has_chinese_words():
    assert set(DIFFERENCE_WORDS) == set(DifferenceField)


def test_a_ruling_speaks_of_its_field_and_item_only():
    assert find((FOR_ALL,)) == FOR_ALL
    assert find((FOR_ALL,), field=DifferenceField.LIMIT) is None
    assert find((FOR_ALL,), item="other") is None


def test_one_for_an_audience_goes_before_one_for_all():
    assert find((FOR_ALL, FOR_RESIDENTS)) == FOR_RESIDENTS
    assert find((FOR_ALL, FOR_RESIDENTS), Audience.EMPLOYEE) == FOR_ALL
    assert find((FOR_RESIDENTS,), Audience.EMPLOYEE) is None


def test_two_of_the_same_reach_are_refused_and_both_named():
    rival = ruling(CHANNELS, Winner.BOTH, "rival")
    with pytest.raises(RulingsCollide) as refused:
        find((FOR_ALL, rival))
    assert refused.value.data == {"first": "for-all", "second": "rival", "item": CODE}


def test_asked_for_any_audience_the_first_is_enough():
    assert find((FOR_ALL, FOR_RESIDENTS), audience=None) == FOR_RESIDENTS
