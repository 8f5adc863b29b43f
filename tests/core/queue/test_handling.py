"""The four classes, derived from steps and limits."""

import pytest
from tests.core.items.samples import limit, terms
from tests.core.queue.samples import RULES

from tongban.core.items.catalogue import ItemCode, LimitLayer, Step
from tongban.core.queue.handling import (
    HANDLING_CLASS_WORDS,
    HandlingClass,
    days_promised,
    handling_class,
)

AT_THE_DESK = (Step.APPLY, Step.ACCEPT, Step.CLOSE)
WITH_REVIEW = (Step.APPLY, Step.ACCEPT, Step.REVIEW, Step.CLOSE)


@pytest.mark.parametrize(
    ("steps", "limits", "found"),
    [
        (AT_THE_DESK, (limit(0),), HandlingClass.ON_THE_SPOT),
        (WITH_REVIEW, (limit(0),), HandlingClass.WHILE_YOU_WAIT),
        (WITH_REVIEW, (limit(10),), HandlingClass.TIMED),
        (AT_THE_DESK, (limit(0), limit(5)), HandlingClass.TIMED),
        (AT_THE_DESK, (), HandlingClass.TIMED),
    ],
)
def test_the_class_follows_from_steps_and_limits(steps, limits, found):
    assert handling_class(terms(steps=steps, limits=limits), RULES) is found


def test_settling_with_the_card_needs_no_application():
    card = terms(item=ItemCode("local-card-settlement"), limits=(limit(0),))
    assert handling_class(card, RULES) is HandlingClass.NO_APPLICATION


def test_every_class_has_its_words():
    assert set(HANDLING_CLASS_WORDS) == set(HandlingClass)


def test_the_strictest_layer_runs_and_the_longest_of_its_limits_is_promised():
    nation = limit(30, "thirty", layer=LimitLayer.NATION)
    across = limit(15, "across")
    assert days_promised(terms(limits=(limit(9), across, nation))) == 15
    assert days_promised(terms(limits=(nation,))) == 30
    assert days_promised(terms(limits=(limit(0),))) is None
