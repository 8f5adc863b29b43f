"""Counts of a hall, and how long people waited."""

from datetime import date

import pytest
from tests.services.queues.hall import (
    OFFICE,
    at,
    call,
    consultation,
    done,
    seated,
    set_up,
)

from tongban.core.access.rights import NotAllowed
from tongban.core.days import Period
from tongban.services.queues.queries import hall_state, waiting_times
from tongban.services.queues.refusals import OfficeUnknown

DAY = date(2023, 9, 11)
PATH = "/370000/370700/"


def consult_of(state):
    (kind,) = [kind for kind in state.kinds if kind.code == "consult"]
    return kind


def test_a_hall_in_counts():
    windows = set_up((), ("moving",))
    seated("clerk1", windows[0])
    consultation()
    consultation()
    state = hall_state(OFFICE, today=DAY)
    assert (state.waiting, state.windows_open) == (2, 1)
    kind = consult_of(state)
    assert (kind.letter, kind.waiting, kind.windows, kind.minutes) == ("Z", 2, 1, 20)


def test_after_three_visits_the_real_times_count():
    (window_id,) = set_up(())
    seated("clerk1", window_id)
    for minute in range(3):
        consultation()
        done("clerk1", call("clerk1", minute * 10), minute * 10 + 2)
    consultation(40)
    assert consult_of(hall_state(OFFICE, today=DAY)).minutes == 5


def test_an_unknown_hall_has_no_counts():
    with pytest.raises(OfficeUnknown):
        hall_state("999", today=DAY)


def test_waiting_times_of_a_day_by_kind():
    (window_id,) = set_up(())
    seated("clerk1", window_id)
    for minute in (0, 0, 0):
        consultation(minute)
    done("clerk1", call("clerk1", 4), 5)
    done("clerk1", call("clerk1", 9), 10)
    found = waiting_times(
        at("supervisor").actor,
        office_path=PATH,
        period=Period(DAY, date(2023, 9, 12)),
    )
    assert set(found) == {"", "consult"}
    total = found[""]
    assert (total.taken, total.served, total.left) == (3, 2, 1)
    assert (total.median_minutes, total.longest_minutes) == (9, 9)


def test_a_day_without_tickets_has_no_times():
    found = waiting_times(
        at("supervisor").actor, office_path=PATH, period=Period(DAY, None)
    )
    assert found[""].taken == 0
    assert found[""].median_minutes is None


def test_figures_are_for_supervisors():
    with pytest.raises(NotAllowed):
        waiting_times(at("clerk1").actor, office_path=PATH, period=Period(DAY, None))
