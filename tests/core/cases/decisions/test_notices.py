"""The one-time notice: everything at once, once, and what cures it."""

import pytest
from tests.core.calendar.published import day
from tests.core.cases.decisions.test_intake import accept, application, submit
from tests.core.cases.samples import RULES, Life, brought, missing, terms

from tongban.core.cases.decisions.notices import (
    FieldNotListed,
    NothingLacking,
    NoticeOpen,
    SecondNotice,
    decide_answer,
    decide_correction,
    decide_material,
    decide_notice,
    still_lacking,
)
from tongban.core.cases.decisions.pledges import decide_pledge
from tongban.core.cases.lifecycle import EventKind, NotNow, State
from tongban.core.cases.materials import MaterialNotListed
from tongban.core.cases.parts import Fault, Lack
from tongban.core.cases.pauses import Pause

ADDRESS = Lack("field:address", Fault.WRONG, "填到门牌号", pledge_allowed=False)


def accepted() -> Life:
    case = Life()
    submit(case, application("invoice"))
    accept(case, on="2023-09-11")
    return case


def notice(case, *judged, on, added=(), record=""):
    return case.add(
        decide_notice(
            case.view,
            terms(),
            judged=judged,
            added_situations=added,
            rules=RULES,
            taken_on_record_by=record,
        ),
        on=on,
    )


def told_of_an_accident() -> Life:
    case = accepted()
    notice(case, on="2023-09-13", added=("accident",))
    return case


def bring(case, *codes, on="2023-09-20"):
    return case.add(decide_material(case.view, terms(), brought(*codes)), on=on)


@pytest.mark.clause("CN39-十二", "SD28-16")
def test_one_notice_lists_every_lack_and_says_where_a_pledge_will_do():
    view = told_of_an_accident().view
    assert view.state is State.WAITING
    assert [(lack.subject, lack.pledge_allowed) for lack in view.open_notice.lacks] == [
        ("record", False),
        ("payment", True),
    ]


@pytest.mark.clause("CN39-十二")
def test_what_the_clerk_forgot_is_added_by_the_item():
    case = accepted()
    wrong = Lack("invoice", Fault.WRONG, "盖章不清", pledge_allowed=False)
    view = notice(case, wrong, ADDRESS, on="2023-09-13", added=("accident",))
    subjects = {lack.subject for lack in view.open_notice.lacks}
    assert subjects == {"invoice", "field:address", "record", "payment"}


def test_a_notice_with_nothing_in_it_is_refused():
    with pytest.raises(NothingLacking):
        notice(accepted(), on="2023-09-13")


def test_the_clock_stops_from_the_notice_to_the_answer():
    case = told_of_an_accident()
    assert case.view.pauses == (Pause(day("2023-09-13"), None, "notice"),)
    bring(case, "record", "payment")
    view = case.add(decide_answer(case.view), on="2023-09-20")
    assert view.pauses == (Pause(day("2023-09-13"), day("2023-09-20"), "notice"),)
    assert view.state is State.OPEN


def test_the_answer_waits_until_every_lack_is_cured():
    case = told_of_an_accident()
    bring(case, "record")
    assert [lack.subject for lack in still_lacking(case.view)] == ["payment"]
    with pytest.raises(NoticeOpen) as refused:
        decide_answer(case.view)
    assert refused.value.data["subjects"] == "payment"


@pytest.mark.clause("PT25-13")
def test_a_pledge_cures_what_it_may_stand_in_for():
    case = told_of_an_accident()
    bring(case, "record")
    case.add(
        decide_pledge(
            case.view,
            terms(),
            material="payment",
            text_digest="t",
            barred=False,
            authorised=True,
        ),
        on="2023-09-20",
    )
    assert still_lacking(case.view) == ()


@pytest.mark.clause("CN39-十二")
def test_a_second_notice_about_something_visible_before_is_refused():
    case = told_of_an_accident()
    bring(case, "record", "payment")
    case.add(decide_answer(case.view), on="2023-09-20")
    with pytest.raises(SecondNotice) as refused:
        notice(case, missing("invoice"), on="2023-09-21")
    assert refused.value.data == {"subjects": "invoice", "told_on": "2023-09-13"}


@pytest.mark.clause("CN39-十二")
def test_a_supervisor_takes_a_second_notice_on_record_as_a_breach():
    case = told_of_an_accident()
    bring(case, "record", "payment")
    case.add(decide_answer(case.view), on="2023-09-20")
    view = notice(case, missing("invoice"), on="2023-09-21", record="监督员")
    assert view.breaches == 1
    assert [event.kind for event in case.events[-2:]] == [
        EventKind.BREACH_RECORDED,
        EventKind.NOTICE_SENT,
    ]


def test_what_was_brought_after_the_notice_may_be_wrong_again():
    case = told_of_an_accident()
    bring(case, "record", "payment")
    case.add(decide_answer(case.view), on="2023-09-20")
    again = Lack("record", Fault.WRONG, "不清楚", pledge_allowed=False)
    assert notice(case, again, on="2023-09-21").breaches == 0


def test_only_fields_named_in_the_notice_are_corrected():
    case = accepted()
    notice(case, ADDRESS, on="2023-09-13")
    with pytest.raises(FieldNotListed):
        decide_correction(case.view, fields=("phone",), form_digest="g")
    events = decide_correction(case.view, fields=("address",), form_digest="g")
    view = case.add(events, on="2023-09-14")
    assert view.form_digest == "g"
    assert still_lacking(view) == ()


def test_nothing_can_be_corrected_without_a_notice():
    with pytest.raises(NotNow):
        decide_correction(accepted().view, fields=("address",), form_digest="g")
    assert still_lacking(accepted().view) == ()


def test_a_paper_outside_the_item_is_not_taken_in():
    with pytest.raises(MaterialNotListed):
        bring(told_of_an_accident(), "bank-card-copy")
