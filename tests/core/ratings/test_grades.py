"""Five grades, their reasons, and nothing chosen for anybody."""

import pytest

from tongban.core.ratings.grades import (
    Grade,
    GradeBook,
    GradeUnknown,
    Part,
    Reason,
    ReasonUnknown,
)

GOOD, BAD = frozenset({"good"}), frozenset({"bad"})
BOOK = GradeBook(
    grades=(Grade("good", 5, "好", bad=False), Grade("bad", 1, "差", bad=True)),
    parts=(Part("guide", "指南"), Part("time", "时间")),
    reasons=(
        Reason("clear", "guide", "清楚", GOOD),
        Reason("late", "time", "超时", BAD),
        Reason("unclear", "guide", "不清楚", BAD),
    ),
)


def test_a_grade_is_one_of_the_book():
    assert BOOK.grade("bad").bad
    with pytest.raises(GradeUnknown):
        BOOK.grade("")


def test_reasons_go_with_their_grade_in_the_books_order():
    assert BOOK.check_reasons("bad", ["unclear", "late", "late"]) == ("late", "unclear")
    assert BOOK.check_reasons("bad", []) == ()
    with pytest.raises(ReasonUnknown):
        BOOK.check_reasons("good", ["late"])


def test_reasons_say_which_part_of_the_service_they_mean():
    assert BOOK.parts_of(["late", "unclear"]) == ("guide", "time")
    assert BOOK.part_name("time") == "时间"
    assert BOOK.part_name("gone") == "gone"
    assert BOOK.texts(["late", "gone"]) == ("超时",)
