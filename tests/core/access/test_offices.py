"""Paths of offices."""

import pytest

from tongban.core.access.offices import child_path, covers

CITY = "/370000/370700/"


def test_a_path_grows_by_the_code_of_the_office():
    assert child_path("", "370000") == "/370000/"
    assert child_path(CITY, "370705") == "/370000/370700/370705/"


@pytest.mark.parametrize("code", ["", "3707/05"])
def test_a_code_that_would_break_the_path_is_a_fault(code):
    with pytest.raises(ValueError, match="office path"):
        child_path(CITY, code)


@pytest.mark.parametrize(
    ("case", "path", "other", "covered"),
    [
        ("itself", CITY, CITY, True),
        ("one below", CITY, CITY + "370705/", True),
        ("one above", CITY, "/370000/", False),
        ("a neighbour whose code begins alike", "/37/3707/", "/37/37070/", False),
        ("no path covers nothing", "", CITY, False),
    ],
)
def test_an_office_covers_itself_and_what_is_below(case, path, other, covered):
    assert covers(path, other) is covered
