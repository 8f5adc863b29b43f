"""Who is called next: forwarded, urgent, then priority and ordinary in a ratio."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.queue.samples import NINE, RULES, waiting

from tongban.core.queue.calling import (
    CallLocked,
    NobodyWaits,
    Post,
    Turn,
    check_call_lock,
    choose_next,
    seconds_locked,
)
from tongban.core.queue.tickets import Priority

ELDER = Priority.ELDER
POST = Post(window=1, person=7, kinds=frozenset())


FIRST = Turn()


def next_of(*tickets, turn=FIRST, post=POST):
    return choose_next(tickets, post=post, turn=turn, rules=RULES)


def test_the_first_taken_is_called_first():
    assert next_of(waiting(2), waiting(1)).ticket.id == 1


def test_two_taken_in_one_moment_go_by_their_row():
    assert next_of(waiting(2, minute=0), waiting(1, minute=0)).ticket.id == 1


def test_nobody_waits():
    with pytest.raises(NobodyWaits):
        next_of()


def test_a_window_calls_only_the_kinds_it_serves():
    consult = Post(window=1, person=7, kinds=frozenset({"consult"}))
    assert next_of(waiting(1), waiting(2, kind="consult"), post=consult).ticket.id == 2
    with pytest.raises(NobodyWaits):
        next_of(waiting(1), post=consult)


def test_priority_goes_before_who_came_earlier():
    assert next_of(waiting(1), waiting(2, priority=ELDER)).ticket.id == 2


def test_after_two_priority_calls_an_ordinary_one_has_its_turn():
    tickets = [waiting(1), *(waiting(n, priority=ELDER) for n in (2, 3, 4))]
    order, turn = [], Turn()
    while tickets:
        called = next_of(*tickets, turn=turn)
        turn = called.turn
        order.append(called.ticket.id)
        tickets.remove(called.ticket)
    assert order == [2, 3, 1, 4]
    assert turn.calls == 4


def test_priority_calls_count_only_while_others_wait():
    called = next_of(waiting(1, priority=ELDER), turn=Turn(5, 1))
    assert called.turn == Turn(6, 0)


def test_the_ratio_holds_back_nobody_when_only_priority_waits():
    assert next_of(waiting(1, priority=ELDER), turn=Turn(5, 2)).ticket.id == 1


def test_help_is_called_at_once():
    assert next_of(waiting(1, priority=ELDER), waiting(2, kind="help")).ticket.id == 2


def test_a_forwarded_ticket_goes_first_at_its_window_whatever_its_kind():
    consult = Post(window=1, person=7, kinds=frozenset({"consult"}))
    sent = waiting(9, window=1)
    assert next_of(waiting(1, kind="consult"), sent, post=consult).ticket.id == 9


def test_a_ticket_forwarded_to_a_person_waits_for_them():
    sent = waiting(9, person=7)
    assert next_of(waiting(1), sent).ticket.id == 9
    assert next_of(waiting(1), waiting(9, person=8)).ticket.id == 1


def test_a_skipped_ticket_returns_after_its_calls():
    skipped = waiting(1, skipped=True, returns_at=5)
    assert next_of(skipped, waiting(2), turn=Turn(4)).ticket.id == 2
    assert next_of(skipped, waiting(2), turn=Turn(5)).ticket.id == 1


def test_a_skipped_ticket_returns_early_when_nobody_else_waits():
    assert next_of(waiting(1, skipped=True, returns_at=9)).ticket.id == 1


@pytest.mark.parametrize(
    ("seconds", "left"), [(0, 10), (1, 9), (9, 1), (10, 0), (60, 0)]
)
def test_a_window_is_locked_for_ten_seconds_after_a_call(seconds, left):
    now = NINE + timedelta(seconds=seconds)
    assert seconds_locked(NINE, now=now, rules=RULES) == left


def test_part_of_a_second_counts_as_one():
    now = NINE + timedelta(seconds=9, milliseconds=200)
    with pytest.raises(CallLocked) as refused:
        check_call_lock(NINE, now=now, rules=RULES)
    assert refused.value.data["seconds"] == 1


def test_a_window_that_never_called_is_free():
    check_call_lock(None, now=NINE, rules=RULES)
    check_call_lock(NINE, now=NINE + timedelta(seconds=10), rules=RULES)


@given(
    st.lists(st.sampled_from([Priority.NONE, ELDER]), min_size=1, max_size=30),
)
def test_everybody_is_called_once_and_nobody_waits_for_ever(priorities):
    tickets = [waiting(n, priority=p) for n, p in enumerate(priorities)]
    order, turn = [], Turn()
    while tickets:
        called = next_of(*tickets, turn=turn)
        turn = called.turn
        order.append(called.ticket)
        tickets.remove(called.ticket)
    assert sorted(one.id for one in order) == list(range(len(priorities)))
    ordinary = [n for n, one in enumerate(order) if one.priority is Priority.NONE]
    most = RULES.priority_in_a_row_max
    assert all(b - a <= most + 1 for a, b in pairwise([-1, *ordinary]))
