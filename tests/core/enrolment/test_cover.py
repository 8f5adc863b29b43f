"""Cover: no two hold one day, and what is taken back is as it was."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.core.access.parties import Scheme
from tongban.core.days import Period
from tongban.core.enrolment import cover as rules
from tongban.core.enrolment.cover import Cover, Movement, Resolution, Transfer
from tongban.core.enrolment.kinds import CoverState, PersonKind
from tongban.core.refusals import Refusal

FIRST = date(2024, 1, 1)
DAYS = st.integers(0, 900).map(lambda after: FIRST + timedelta(days=after))
KINDS = st.sampled_from([PersonKind.ACTIVE, PersonKind.FLEXIBLE, PersonKind.ADULT])


def cover(
    start: str,
    end: str | None = None,
    kind: PersonKind = PersonKind.ACTIVE,
    state: CoverState = CoverState.IN_FORCE,
) -> Cover:
    until = None if end is None else date.fromisoformat(end)
    return Cover(
        kind=kind,
        region="370705",
        days=Period(date.fromisoformat(start), until),
        state=state,
    )


@st.composite
def covers(draw: st.DrawFn) -> Cover:
    start = draw(DAYS)
    length = draw(st.none() | st.integers(1, 400))
    end = None if length is None else start + timedelta(days=length)
    kind = draw(KINDS)
    return Cover(kind=kind, region="370705", days=Period(start, end))


@st.composite
def movements(draw: st.DrawFn):  # a function of a history
    name = draw(st.sampled_from(["add", "switch", "interrupt", "end", "resume"]))
    new, on = draw(covers()), draw(DAYS)
    scheme = draw(st.sampled_from(list(Scheme)))
    if name == "add":
        return lambda history: rules.add(history, new, transfer=Transfer.ASK)
    if name == "switch":
        return lambda history: rules.add(history, new, transfer=Transfer.SWITCH)
    if name == "interrupt":
        return lambda history: rules.interrupt(history, scheme=scheme, on=on)
    if name == "end":
        return lambda history: rules.end(history, scheme=scheme, on=on)
    return lambda history: rules.resume(
        history, scheme=scheme, new=new, transfer=Transfer.ASK
    )


SUCCESSIONS = st.sampled_from(
    [
        lambda history, on: rules.retire(history, on=on),
        lambda history, on: rules.move_employer(history, employer=7, on=on),
        lambda history, on: rules.change_kind(history, kind=PersonKind.FLEXIBLE, on=on),
    ]
)


def no_day_twice(history: tuple[Cover, ...]) -> bool:
    held = [one for one in history if one.holds_days]
    return not any(
        first.days.overlaps(second.days)
        for at, first in enumerate(held)
        for second in held[at + 1 :]
    )


def held(history: tuple[Cover, ...]) -> list[tuple[object, ...]]:
    return sorted(
        (one.days.start, str(one.days.end), one.kind, one.state)
        for one in history
        if one.holds_days
    )


@settings(max_examples=200)
@given(acts=st.lists(movements(), max_size=8), last=SUCCESSIONS, on=DAYS)
def test_no_two_covers_ever_hold_one_day(acts, last, on):
    history: tuple[Cover, ...] = ()
    for act in (*acts, lambda past: last(past, on)):
        try:
            plan: Movement = act(history)
        except Refusal:
            continue
        before = history
        history = rules.apply(history, plan.changes)
        assert no_day_twice(history)
        back = rules.apply(history, rules.undone(plan.changes))
        assert held(back) == held(before)


@given(first=covers(), second=covers())
def test_a_disputed_cover_holds_no_day_and_either_end_leaves_one(first, second):
    history = rules.apply((), rules.add((), first, transfer=Transfer.ASK).changes)
    plan = rules.add(history, second, transfer=Transfer.ASK)
    assert bool(plan.clashes) == first.days.overlaps(second.days)
    history = rules.apply(history, plan.changes)
    if not plan.clashes:
        return
    disputed = history[-1]
    for resolution in Resolution:
        changes = rules.resolve(history, disputed, resolution).changes
        after = rules.apply(history, changes)
        assert no_day_twice(after)
        kept = [one for one in after if one.holds_days]
        wanted = first if resolution is Resolution.KEEP_FORMER else second
        assert any(one.days == wanted.days for one in kept)


def test_the_day_of_a_movement_is_the_first_without_cover():
    plan = rules.interrupt(
        [cover("2026-01-01")], scheme=Scheme.EMPLOYEE, on=date(2026, 3, 1)
    )
    after = plan.changes[0].after
    assert date(2026, 2, 28) in after.days
    assert date(2026, 3, 1) not in after.days
    assert after.state is CoverState.INTERRUPTED


def test_cover_ended_on_its_first_day_never_was():
    plan = rules.end([cover("2026-01-01")], scheme=Scheme.EMPLOYEE, on=date(2026, 1, 1))
    assert plan.changes[0].after.state is CoverState.VOID


def test_ending_before_the_start_is_refused():
    with pytest.raises(rules.BeforeStart):
        rules.end([cover("2026-01-02")], scheme=Scheme.EMPLOYEE, on=date(2026, 1, 1))


def test_resting_cover_can_end_and_then_never_resume():
    resting = cover("2026-01-01", "2026-03-01", state=CoverState.INTERRUPTED)
    plan = rules.end([resting], scheme=Scheme.EMPLOYEE, on=date(2026, 4, 1))
    (ended,) = rules.apply([resting], plan.changes)
    assert ended.state is CoverState.ENDED
    with pytest.raises(rules.NotInterrupted):
        rules.resume(
            [ended],
            scheme=Scheme.EMPLOYEE,
            new=cover("2026-05-01"),
            transfer=Transfer.ASK,
        )


def test_a_switch_ends_what_began_before_and_voids_what_begins_later():
    past = cover("2025-01-01", "2026-01-01", PersonKind.ADULT)
    future = cover("2026-01-01", "2027-01-01", PersonKind.ADULT)
    new = cover("2025-06-01")
    plan = rules.add([past, future], new, transfer=Transfer.SWITCH)
    states = {one.days: one.state for one in rules.apply([past, future], plan.changes)}
    assert states[Period(date(2025, 1, 1), date(2025, 6, 1))] is CoverState.ENDED
    assert states[future.days] is CoverState.VOID
    assert states[new.days] is CoverState.IN_FORCE


def test_nobody_retires_twice():
    with pytest.raises(rules.AlreadyRetired):
        rules.retire(
            [cover("2026-01-01", kind=PersonKind.RETIRED)], on=date(2026, 5, 1)
        )


def test_the_cover_holding_a_day_is_found_at_both_edges():
    one = cover("2026-01-01", "2026-03-01")
    assert rules.cover_holding([one], date(2026, 1, 1)) is one
    assert rules.cover_holding([one], date(2026, 2, 28)) is one
    assert rules.cover_holding([one], date(2026, 3, 1)) is None
    void = cover("2026-01-01", state=CoverState.VOID)
    assert rules.cover_holding([void], date(2026, 1, 1)) is None


def test_resting_cover_does_not_end_before_its_rest_began():
    resting = cover("2024-01-01", "2024-03-01", state=CoverState.INTERRUPTED)
    with pytest.raises(rules.BeforeStart):
        rules.end((resting,), scheme=Scheme.EMPLOYEE, on=date(2024, 2, 1))
    ended = rules.end((resting,), scheme=Scheme.EMPLOYEE, on=date(2024, 3, 1))
    assert ended.changes[0].after.state is CoverState.ENDED


def test_a_person_is_another_kind_of_the_same_scheme_from_a_day():
    working = cover("2024-01-01")
    moved = rules.change_kind((working,), kind=PersonKind.FLEXIBLE, on=date(2024, 5, 1))
    kinds = [one.after.kind for one in moved.changes if one.after is not None]
    assert PersonKind.FLEXIBLE in kinds
