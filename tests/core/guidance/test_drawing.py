"""Marks and names on a drawing keep out of one another's way."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tongban.core.guidance.drawing import Box, Name, around, spread, write

ROOM = Box(0, 0, 600, 400)
REACH = 10


def test_marks_far_apart_stay_on_their_spots():
    assert spread(((50, 50), (200, 50)), reach=REACH, room=ROOM) == (
        (50, 50),
        (200, 50),
    )


def test_a_mark_on_another_moves_aside_and_the_first_one_stays():
    first, second = spread(((50, 50), (52, 51)), reach=REACH, room=ROOM)
    assert first == (50, 50)
    assert not around(first, REACH).meets(around(second, REACH))


@given(
    st.lists(
        st.tuples(st.integers(250, 350), st.integers(150, 250)), min_size=1, max_size=9
    )
)
def test_nine_marks_close_together_all_find_a_place(spots):
    boxes = [around(place, REACH) for place in spread(spots, reach=REACH, room=ROOM)]
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))
    assert all(box.lies_in(ROOM) for box in boxes)


def test_a_mark_without_a_free_place_stays_on_its_spot():
    small = Box(0, 0, 20, 20)
    assert spread(((10, 10), (10, 10)), reach=REACH, room=small)[1] == (10, 10)


def test_a_name_stands_right_of_its_mark_or_else_left():
    names = (Name("青州", (50, 50), 40), Name("昌邑", (580, 50), 40))
    written = dict(write(names, reach=REACH, height=16, taken=(), room=ROOM))
    assert written["青州"][0] > 50
    assert written["昌邑"][0] + 40 < 580


def test_a_name_without_room_is_left_out():
    taken = (Box(0, 0, 600, 400),)
    names = (Name("青州", (50, 50), 40),)
    assert write(names, reach=REACH, height=16, taken=taken, room=ROOM) == ()
