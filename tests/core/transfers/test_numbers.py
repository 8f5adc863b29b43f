"""One number for both sides, whoever applied first."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tongban.core.transfers.numbers import NUMBER_MAX, Claim, kept, number_of

AT = datetime(2023, 9, 22, 1, 0, tzinfo=UTC)


def test_a_number_names_its_day() -> None:
    number = number_of(date(2023, 9, 22), "ab12cd34")
    assert number == "ZY20230922AB12CD34"
    assert len(number) <= NUMBER_MAX


def test_who_asked_first_gives_the_number() -> None:
    early, late = Claim("ZY2", AT), Claim("ZY1", AT + timedelta(seconds=1))
    assert kept(early, late) is early
    assert kept(late, early) is early


@given(st.text("AB12", min_size=1), st.text("AB12", min_size=1), st.integers(0, 1))
def test_both_sides_choose_the_same(one: str, other: str, later: int) -> None:
    ours, theirs = Claim(one, AT), Claim(other, AT + timedelta(seconds=later))
    assert kept(ours, theirs).number == kept(theirs, ours).number
