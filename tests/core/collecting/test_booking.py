"""A carrier is asked again less and less often, then a person takes over."""

from datetime import timedelta

from tongban.core.collecting.booking import LEASE, WAITS, wait_after


def test_the_waits_grow_and_end():
    waits = [wait_after(tries) for tries in range(1, len(WAITS) + 2)]
    assert waits[0] == timedelta(minutes=1)
    assert waits[-1] is None
    assert list(WAITS) == sorted(set(WAITS))
    assert wait_after(0) is None


def test_one_try_ends_before_its_lease():
    assert timedelta(seconds=20) < LEASE
