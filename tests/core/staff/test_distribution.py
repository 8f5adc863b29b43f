"""Fair by share, fit by rights, the same every time."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.staff.test_standing import RULES

from tongban.core.access.actor import Grant, Role
from tongban.core.items.catalogue import Step
from tongban.core.staff.distribution import Waiting, Worker, can_take, share_out

HALL = "/370000/370700/370705/"
REVIEWER = Grant(Role.REVIEWER, HALL)


def worker(account: int, *, share: int = 100, held: int = 0, grant=REVIEWER) -> Worker:
    return Worker(account, f"第{account}位", (grant,), share, held)


def case(number: int, *, step: Step = Step.REVIEW, done_by=frozenset()) -> Waiting:
    return Waiting(str(number), "inpatient-reimbursement", step, HALL, done_by)


def shares(cases, workers, rules=RULES) -> Counter:
    return Counter(one.account_id for one in share_out(cases, workers, rules))


def test_equal_people_get_equal_shares_and_half_a_post_gets_half():
    assert shares([case(n) for n in range(9)], [worker(1), worker(2), worker(3)]) == {
        1: 3,
        2: 3,
        3: 3,
    }
    assert shares([case(n) for n in range(9)], [worker(1), worker(2, share=50)]) == {
        1: 6,
        2: 3,
    }


def test_who_has_less_in_hand_gets_the_next():
    assert shares([case(1), case(2)], [worker(1, held=5), worker(2)]) == {2: 2}


@pytest.mark.parametrize(
    ("grant", "step", "done_by", "takes"),
    [
        (REVIEWER, Step.REVIEW, frozenset(), True),
        (REVIEWER, Step.REVIEW, frozenset({1}), False),
        (REVIEWER, Step.PAY, frozenset(), False),
        (replace(REVIEWER, items=frozenset({"x"})), Step.REVIEW, frozenset(), False),
        (replace(REVIEWER, steps=frozenset({"sign"})), Step.REVIEW, frozenset(), False),
        (Grant(Role.REVIEWER, "/370000/370800/"), Step.REVIEW, frozenset(), False),
        (REVIEWER, Step.APPLY, frozenset(), False),
    ],
)
def test_only_who_may_do_the_step_takes_it(grant, step, done_by, takes):
    assert (
        can_take(worker(1, grant=grant), case(1, step=step, done_by=done_by)) is takes
    )


def test_nobody_fit_leaves_the_case_and_goes_on_with_the_next():
    clerk = worker(1, grant=Grant(Role.CLERK, HALL))
    cases = [case(1), case(2, step=Step.ACCEPT)]

    found = share_out(cases, [clerk], RULES)

    assert [one.account_id for one in found] == [None, 1]


def test_a_full_tray_and_a_share_of_nothing_get_no_more():
    full = replace(RULES, open_max=2)

    assert shares([case(n) for n in range(3)], [worker(1)], full) == {1: 2, None: 1}
    assert shares([case(1)], [worker(1, share=0)]) == {None: 1}


@given(st.integers(0, 60), st.lists(st.integers(0, 40), min_size=1, max_size=6))
def test_nobody_is_more_than_one_case_ahead_of_who_gets_some(cases, held):
    workers = [worker(n + 1, held=count) for n, count in enumerate(held)]

    found = shares([case(n) for n in range(cases)], workers)

    totals = {one.account_id: one.open_count + found[one.account_id] for one in workers}
    got = [totals[account] for account in found if account is not None]
    assert not got or max(got) - min(totals.values()) <= 1
    assert sum(found.values()) == cases
