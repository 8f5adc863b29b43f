"""What may happen to a ticket: the table, and nothing beside it."""

from datetime import date
from itertools import product

import pytest
from tests.core.queue.samples import RULES

from tongban.core.queue.tickets import (
    CHOSEN_ENDINGS,
    ENDING_WORDS,
    MOVE_WORDS,
    NEXT_STATE,
    SERIAL_MAX,
    TICKET_STATE_WORDS,
    Ending,
    EndingNotChosen,
    Move,
    Priority,
    SeriesFull,
    TicketNotNow,
    TicketState,
    after,
    check_ending,
    number_of,
    priority_of,
    skip_move,
)

DAY = date(2023, 9, 11)


@pytest.mark.parametrize(
    ("state", "move"),
    [pair for pair in product(TicketState, Move) if pair not in NEXT_STATE],
)
def test_what_is_not_in_the_table_is_refused(state, move):
    with pytest.raises(TicketNotNow) as refused:
        after(state, move)
    assert refused.value.data["state_word"] == TICKET_STATE_WORDS[state]
    assert refused.value.data["move_word"] == MOVE_WORDS[move]


def test_nothing_follows_the_end():
    assert not [pair for pair in NEXT_STATE if pair[0] is TicketState.CLOSED]


def test_a_skipped_visitor_is_called_again():
    skipped = after(TicketState.CALLED, Move.SKIP)
    assert after(skipped, Move.CALL) is TicketState.CALLED


def test_every_ending_has_its_words():
    assert set(ENDING_WORDS) == set(Ending)


@pytest.mark.parametrize(
    ("serial", "number"), [(1, "A001"), (42, "A042"), (SERIAL_MAX, "A999")]
)
def test_a_number_is_a_letter_and_three_digits(serial, number):
    assert number_of("A", serial) == number


@pytest.mark.parametrize("serial", [0, SERIAL_MAX + 1])
def test_a_series_ends_instead_of_growing_a_fourth_digit(serial):
    with pytest.raises(SeriesFull):
        number_of("A", serial)


def test_the_last_skip_lets_a_ticket_lapse():
    assert skip_move(0, RULES) is Move.SKIP
    assert skip_move(1, RULES) is Move.LAPSE


@pytest.mark.parametrize("ending", set(Ending) - set(CHOSEN_ENDINGS))
def test_a_clerk_does_not_choose_what_comes_by_itself(ending):
    with pytest.raises(EndingNotChosen):
        check_ending(ending)


def test_a_clerk_chooses_the_other_endings():
    for ending in CHOSEN_ENDINGS:
        check_ending(ending)


@pytest.mark.clause("GD18-任务四")
@pytest.mark.parametrize(
    ("born_on", "priority"),
    [
        (date(1953, 9, 12), Priority.NONE),
        (date(1953, 9, 11), Priority.ELDER),
        (date(1951, 3, 8), Priority.ELDER),
        (None, Priority.NONE),
    ],
)
def test_who_is_seventy_today_goes_first(born_on, priority):
    found = priority_of(born_on=born_on, claimed=Priority.NONE, today=DAY, rules=RULES)
    assert found is priority


def test_what_is_claimed_goes_before_the_age():
    found = priority_of(
        born_on=date(1951, 3, 8), claimed=Priority.SOLDIER, today=DAY, rules=RULES
    )
    assert found is Priority.SOLDIER
