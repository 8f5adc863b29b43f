"""Where places lie, how far they are, and what can be handed in there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.items.samples import item as item_of

from tongban.core.access.offices import OfficeKind
from tongban.core.guidance.points import (
    Position,
    canvas_for,
    metres_between,
    position_of,
    takes,
)
from tongban.core.items.catalogue import Channel, Step

KUIWEN = position_of("119.1373", "36.7096")
SHOUGUANG = position_of("118.7910", "36.8554")
positions = st.builds(
    Position, st.integers(1_150_000, 1_230_000), st.integers(340_000, 380_000)
)


def test_degrees_become_whole_ten_thousandths():
    assert position_of("119.1373", "36.7") == Position(1_191_373, 367_000)
    assert position_of("119.13739", "36.70001") == Position(1_191_373, 367_000)


def test_the_way_between_two_seats_is_right_to_one_per_cent():
    # 34.86 km by the formula with sines.
    assert abs(metres_between(KUIWEN, SHOUGUANG) - 34_860) < 350


@given(positions, positions)
def test_there_is_as_far_as_back(first, second):
    assert abs(metres_between(first, second) - metres_between(second, first)) <= 12
    assert metres_between(first, first) == 0


@pytest.mark.parametrize(
    ("case", "kind", "level", "delegations", "taken"),
    [
        ("a hall takes what is done on site", OfficeKind.HALL, "county", {}, True),
        ("a town without delegation", OfficeKind.TOWN, "town", {}, False),
        (
            "a town that may take applications",
            OfficeKind.TOWN,
            "town",
            {"town": (Step.APPLY,)},
            True,
        ),
        (
            "a village that may not",
            OfficeKind.VILLAGE,
            "village",
            {"town": (Step.APPLY,)},
            False,
        ),
        (
            "a hospital station",
            OfficeKind.HOSPITAL,
            "provider",
            {"provider": (Step.APPLY,)},
            True,
        ),
        ("a bank", OfficeKind.BANK, "county", {}, False),
    ],
)
def test_what_can_be_handed_in(case, kind, level, delegations, taken):
    item = item_of(delegations=delegations)
    assert takes(item, kind=kind, level=level) is taken, case


def test_what_is_not_done_on_site_is_taken_by_no_window():
    item = item_of(channels=(Channel.ONLINE,))
    assert not takes(item, kind=OfficeKind.HALL, level="county")


def test_a_drawing_keeps_north_up_and_west_left():
    canvas = canvas_for((KUIWEN, SHOUGUANG), width=600, margin=10)
    east, west = canvas.place(KUIWEN), canvas.place(SHOUGUANG)
    assert west[0] < east[0]
    assert west[1] < east[1]


def test_a_distance_on_the_drawing_is_true():
    canvas = canvas_for((KUIWEN, SHOUGUANG), width=600, margin=10)
    (x1, y1), (x2, y2) = canvas.place(KUIWEN), canvas.place(SHOUGUANG)
    drawn = canvas.units(metres_between(KUIWEN, SHOUGUANG))
    assert abs((x1 - x2) ** 2 + (y1 - y2) ** 2 - drawn**2) < 8 * drawn


@given(st.lists(positions, min_size=1, max_size=12))
def test_every_position_falls_inside_the_drawing(listed):
    canvas = canvas_for(listed, width=600, margin=12)
    for position in listed:
        across, down = canvas.place(position)
        assert -2 <= across <= canvas.width + 2
        assert -2 <= down <= canvas.height + 2


def test_a_map_of_nothing_is_a_mistake():
    with pytest.raises(ValueError, match="at least one"):
        canvas_for((), width=600, margin=10)
