"""Publicity: its days, objections, and when signing becomes free."""

from dataclasses import replace

import pytest
from tests.core.calendar.published import CALENDAR, day
from tests.core.cases.decisions.test_handling import DESIGNATION, designation
from tests.core.cases.samples import PUBLICITY, SIGNING_STEPS, Life, terms

from tongban.core.cases.decisions.publicity import (
    AlreadyPosted,
    NotPosted,
    ObjectionOpen,
    ObjectionUnknown,
    PublicityRunning,
    decide_objection,
    decide_objection_settled,
    decide_posting,
    decide_publicity_end,
)
from tongban.core.cases.lifecycle import Outcome
from tongban.core.items.catalogue import Step

pytestmark = pytest.mark.clause("SD28-23", "SD28-24")


def post(case, *, of=DESIGNATION, on="2023-10-20"):
    return decide_posting(
        case.view, of, result="合格", today=day(on), calendar=CALENDAR
    )


def posted() -> Life:
    case = designation(until=Step.NEGOTIATE)
    case.add(post(case), on="2023-10-20")
    return case


def object_to(case, *, on):
    return decide_objection(
        case.view, DESIGNATION, objection="o1", words="", today=day(on)
    )


def end(case, *, on):
    return decide_publicity_end(case.view, DESIGNATION, today=day(on))


def settle(case, *, upheld, objection="o1"):
    return decide_objection_settled(
        case.view, DESIGNATION, objection=objection, upheld=upheld, words="核实"
    )


def test_a_posting_names_its_days_and_is_made_once():
    case = posted()
    assert case.view.publicity.first_on == day("2023-10-23")
    assert case.view.publicity.last_on == day("2023-10-27")
    with pytest.raises(AlreadyPosted):
        post(case)


@pytest.mark.parametrize(
    "special",
    [
        (),
        (replace(PUBLICITY, step=Step.ASSESS),),
        (replace(PUBLICITY, working_days=None),),
    ],
)
def test_an_item_that_publicises_without_days_is_a_fault_of_its_policy(special):
    of = terms(steps=SIGNING_STEPS, item="hospital-designation", special_steps=special)
    with pytest.raises(ValueError, match="names no days"):
        post(designation(until=Step.NEGOTIATE), of=of)


def test_publicity_ends_on_the_first_working_day_after():
    with pytest.raises(NotPosted):
        end(designation(until=Step.NEGOTIATE), on="2023-10-30")
    with pytest.raises(PublicityRunning) as refused:
        end(posted(), on="2023-10-29")
    assert refused.value.data == {"sign_from": "2023-10-30"}
    assert end(posted(), on="2023-10-30")


@pytest.mark.parametrize("on", ["2023-10-30", "2023-11-01"])
def test_objections_end_with_the_days(on):
    with pytest.raises(NotPosted):
        object_to(posted(), on=on)
    with pytest.raises(NotPosted):
        object_to(designation(until=Step.NEGOTIATE), on="2023-10-20")


def test_an_open_objection_blocks_the_end():
    case = posted()
    case.add(object_to(case, on="2023-10-29"), on="2023-10-29")
    with pytest.raises(ObjectionOpen):
        end(case, on="2023-10-30")
    with pytest.raises(ObjectionUnknown):
        settle(case, upheld=False, objection="o2")
    case.add(settle(case, upheld=False), on="2023-10-30")
    assert end(case, on="2023-10-30")


def test_an_objection_that_holds_ends_the_case():
    case = posted()
    case.add(object_to(case, on="2023-10-26"), on="2023-10-26")
    view = case.add(settle(case, upheld=True), on="2023-10-27")
    assert (view.outcome, view.upheld) == (Outcome.REJECTED, True)
