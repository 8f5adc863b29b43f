"""Money leaves once, for the reviewed amount, and only after the review."""

import pytest
from tests.core.cases.decisions.test_handling import reviewed
from tests.core.cases.decisions.test_intake import accept, application, submit
from tests.core.cases.samples import Life, terms

from tongban.core.cases.decisions.payment import (
    decide_payment_order,
    decide_payment_return,
)
from tongban.core.cases.lifecycle import EventKind, WrongStep


def test_an_order_carries_the_reviewed_amount_to_the_fen():
    (event,) = decide_payment_order(reviewed().view, terms(), order="p1")
    assert event.data == {"order": "p1", "amount_fen": 123_45}


def test_nothing_is_ordered_before_the_review():
    case = Life()
    submit(case, application("invoice"))
    accept(case, on="2023-09-11")
    with pytest.raises(WrongStep):
        decide_payment_order(case.view, terms(), order="p1")


@pytest.mark.parametrize(
    ("confirmed", "kind"),
    [(True, EventKind.PAID), (False, EventKind.PAYMENT_FAILED)],
)
def test_the_bank_s_word_decides(confirmed, kind):
    case = reviewed()
    case.add(decide_payment_order(case.view, terms(), order="p1"), on="2023-09-13")
    (event,) = decide_payment_return(
        case.view, terms(), order="p1", confirmed=confirmed, words="户名不符"
    )
    assert event.kind is kind
    assert event.data["amount_fen"] == 123_45
