"""What events add up to: each kind changes exactly its own part."""

import pytest
from tests.core.calendar.published import day
from tests.core.cases.samples import Life

from tongban.core.cases.events import NewEvent
from tongban.core.cases.lifecycle import EventKind, Outcome, State
from tongban.core.cases.parts import Proof
from tongban.core.cases.pauses import Pause
from tongban.core.cases.view import CaseView, day_in_china, fold
from tongban.core.items.catalogue import Step

SUBMITTED = NewEvent(
    EventKind.SUBMITTED,
    {
        "situations": ["illness"],
        "form_digest": "f",
        "facts": {"audience": "employee", "odd": 1},
        "materials": [{"material": "invoice", "proof": "file", "files": ["a"]}],
        "owner_id": 7,
    },
)


def after(*kinds_and_data) -> CaseView:
    case = Life()
    case.add((SUBMITTED,), on="2023-09-11")
    for kind, data in kinds_and_data:
        case.add((NewEvent(kind, data),), on="2023-09-12", by=5)
    return case.view


def test_nothing_yet_is_a_draft():
    assert fold(()) == CaseView()
    assert (CaseView().open_notice, CaseView().decided) == (None, False)


def test_a_submission_fills_the_first_page():
    view = after()
    assert view.supplied["invoice"].proof is Proof.FILE
    assert view.supplied["invoice"].files == ("a",)
    assert view.facts == {"audience": "employee"}
    assert (view.owner_id, view.assignee_id, view.received_on) == (
        7,
        7,
        day("2023-09-11"),
    )
    assert view.done_by == {Step.APPLY: 1}


def test_facts_that_are_no_object_are_none():
    case = Life()
    view = case.add((NewEvent(EventKind.SUBMITTED, {"facts": []}),), on="2023-09-11")
    assert view.facts == {}


def test_folding_goes_on_where_it_stopped():
    case = Life()
    half = case.add((SUBMITTED,), on="2023-09-11")
    case.add((NewEvent(EventKind.SUSPENDED, {}),), on="2023-09-12")
    assert fold(case.events[1:], start=half) == case.view


def test_a_moment_after_midnight_in_china_is_the_next_day():
    case = Life()
    case.add((SUBMITTED,), on="2023-09-11")
    (event,) = case.events
    late = event.at.replace(hour=16, minute=30)  # 00:30 in China
    moved = type(event)(
        **{
            **{name: getattr(event, name) for name in event.__slots__},
            "at": late,
        }
    )
    assert day_in_china(moved) == day("2023-09-12")


@pytest.mark.parametrize(
    ("kind", "data", "part", "value"),
    [
        (EventKind.EVALUATED, {}, "evaluated", True),
        (EventKind.REVIEWED, {"approved": True, "amount_fen": 5}, "amount_fen", 5),
        (EventKind.ASSESSED, {"passed": True}, "passed", True),
        (EventKind.NEGOTIATED, {"agreed": False}, "agreed", False),
        (EventKind.PAYMENT_ORDERED, {}, "payment", "ordered"),
        (EventKind.PAYMENT_FAILED, {}, "payment", "failed"),
        (EventKind.PAID, {}, "payment", "paid"),
        (EventKind.EXTENDED, {"days": 10}, "extension_days", 10),
        (EventKind.BREACH_RECORDED, {}, "breaches", 1),
        (EventKind.HANDED_OVER, {"assignee_id": 9}, "assignee_id", 9),
        (EventKind.RUNG_FIRED, {"rung": "half"}, "rungs", frozenset({"half"})),
        (EventKind.DUE_MOVED, {}, "state", State.OPEN),
        (EventKind.CLOSED, {"outcome": "granted"}, "outcome", Outcome.GRANTED),
        (EventKind.CLOSED, {"outcome": "granted"}, "closed_on", day("2023-09-12")),
        (EventKind.WITHDRAWN, {"outcome": "withdrawn"}, "outcome", Outcome.WITHDRAWN),
        (
            EventKind.TRANSFERRED,
            {"outcome": "handed_over"},
            "outcome",
            Outcome.HANDED_OVER,
        ),
        (
            EventKind.OBJECTION_RAISED,
            {"id": "o1"},
            "objections",
            frozenset({"o1"}),
        ),
    ],
)
def test_each_event_changes_its_part(kind, data, part, value):
    assert getattr(after((kind, data)), part) == value


def test_a_suspension_pauses_until_it_ends():
    stopped = after((EventKind.SUSPENDED, {}))
    assert stopped.pauses == (Pause(day("2023-09-12"), None, "suspension"),)
    assert stopped.state is State.SUSPENDED
    going = after((EventKind.SUSPENDED, {}), (EventKind.RESUMED, {}))
    assert going.pauses == (Pause(day("2023-09-12"), day("2023-09-12"), "suspension"),)


def test_a_pledge_taken_back_leaves_its_paper_missing():
    made = after((EventKind.PLEDGE_MADE, {"material": "payment"}))
    assert made.supplied["payment"].proof is Proof.PLEDGE
    back = after(
        (EventKind.PLEDGE_MADE, {"material": "payment"}),
        (EventKind.PLEDGE_TAKEN_BACK, {"material": "payment"}),
    )
    assert back.supplied["payment"].proof is Proof.NONE
    assert back.pledges == frozenset()


def test_what_comes_after_the_close_is_remembered():
    view = after(
        (EventKind.PLEDGE_MADE, {"material": "payment"}),
        (EventKind.CLOSED, {"outcome": "granted"}),
        (EventKind.PLEDGE_CHECKED, {"material": "payment", "result": "false"}),
        (EventKind.DECISION_REVERSED, {}),
    )
    assert (view.pledge_results, view.reversed) == ({"payment": "false"}, True)


POSTED = {
    "first_on": "2023-09-13",
    "last_on": "2023-09-19",
    "sign_from": "2023-09-20",
}


@pytest.mark.parametrize(("counted", "pauses"), [(True, 0), (False, 1)])
def test_publicity_stops_the_clock_only_when_it_does_not_count(counted, pauses):
    view = after((EventKind.PUBLICITY_POSTED, {**POSTED, "counted": counted}))
    assert view.publicity.sign_from == day("2023-09-20")
    assert len(view.pauses) == pauses
    ended = after(
        (EventKind.PUBLICITY_POSTED, {**POSTED, "counted": counted}),
        (EventKind.PUBLICITY_ENDED, {}),
    )
    assert all(pause.end_on for pause in ended.pauses)


def test_an_objection_settled_is_open_no_more():
    view = after(
        (EventKind.OBJECTION_RAISED, {"id": "o1"}),
        (EventKind.OBJECTION_SETTLED, {"id": "o1", "upheld": True}),
    )
    assert (view.objections, view.upheld) == (frozenset(), True)


def test_a_notice_may_be_set_not_to_stop_the_clock():
    view = after((EventKind.NOTICE_SENT, {"lacks": [], "stops_clock": False}))
    assert view.pauses == ()
    assert view.open_notice is not None
