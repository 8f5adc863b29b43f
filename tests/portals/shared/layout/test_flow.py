"""A guide's flow chart: the main way down, and what branches off it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.items.catalogue import FlowStep, Step
from tongban.portals.shared.layout.flow import rows_of
from tongban.services.items.queries import guides_on
from tongban.services.timekeeping.queries import today


def box(code: str, *following: tuple[str, str]) -> FlowStep:
    return FlowStep(code, code.upper(), "经办机构", Step.REVIEW, next=following)


PLAIN = (
    box("apply", ("", "accept")),
    box("accept", ("齐全", "close"), ("不全", "notice"), ("不符合", "refuse")),
    box("notice", ("", "mend")),
    box("mend", ("补正后", "accept")),
    box("refuse"),
    box("close"),
)


def test_nothing_to_draw_is_nothing():
    assert rows_of(()) == ()


def test_the_first_exits_make_the_main_way():
    assert [row.box.code for row in rows_of(PLAIN)] == ["apply", "accept", "close"]
    assert [row.last for row in rows_of(PLAIN)] == [False, False, True]
    assert [row.down for row in rows_of(PLAIN)] == ["", "齐全", ""]


def test_other_exits_branch_off_and_say_where_they_come_back():
    told, refused = rows_of(PLAIN)[1].branches

    assert (told.label, [one.code for one in told.boxes], told.then) == (
        "不全",
        ["notice", "mend"],
        "补正后，转到“ACCEPT”",
    )
    assert (refused.label, [one.code for one in refused.boxes], refused.then) == (
        "不符合",
        ["refuse"],
        "",
    )


def test_an_exit_to_a_box_already_drawn_is_a_jump():
    flow = (box("a", ("是", "b")), box("b", ("", "c"), ("否", "a")), box("c"))

    (jump,) = rows_of(flow)[1].branches
    assert (jump.label, jump.boxes, jump.then) == ("否", (), "转到“A”")


def test_two_exits_to_the_next_box_share_one_arrow():
    flow = (box("a", ("符合", "b"), ("不符合", "b")), box("b"))

    (first, _) = rows_of(flow)
    assert first.down == "符合 / 不符合"
    assert first.branches == ()


def test_a_box_beside_the_main_way_may_branch_again():
    flow = (
        box("a", ("甲", "b"), ("乙", "x")),
        box("b", ("", "c")),
        box("x", ("齐全", "c"), ("不全", "n")),
        box("n", ("", "x")),
        box("c"),
    )

    other, missing = rows_of(flow)[0].branches
    assert [one.code for one in other.boxes] == ["x"]
    assert other.then == "齐全，转到“C”"
    assert missing.label == "X时不全"
    assert [one.code for one in missing.boxes] == ["n"]


@pytest.mark.django_db
def test_every_box_of_every_published_guide_is_drawn_exactly_once():
    guides = guides_on("370700", today())
    assert guides
    for guide in guides:
        drawn = [row.box.code for row in rows_of(guide.flow)]
        for row in rows_of(guide.flow):
            drawn += [one.code for branch in row.branches for one in branch.boxes]
        assert sorted(drawn) == sorted(step.code for step in guide.flow), guide.code


@given(
    exits=st.lists(
        st.lists(st.integers(0, 5), min_size=0, max_size=3), min_size=6, max_size=6
    )
)
def test_whatever_the_exits_no_box_is_drawn_twice(exits):
    flow = tuple(
        box(str(number), *((f"{number}-{to}", str(to)) for to in following))
        for number, following in enumerate(exits)
    )
    rows = rows_of(flow)
    drawn = [row.box.code for row in rows]
    drawn += [one.code for row in rows for way in row.branches for one in way.boxes]

    assert len(drawn) == len(set(drawn))
