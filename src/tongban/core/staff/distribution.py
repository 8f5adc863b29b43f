"""Who gets which waiting case: fair by share of work, fit by rights (派件)."""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tongban.core.access.actor import Grant
from tongban.core.access.offices import covers
from tongban.core.access.rights import ACTS_OF_ROLE, SEPARATED_STEPS, Act
from tongban.core.items.catalogue import Step
from tongban.core.staff.rules import StaffRules

FULL_SHARE: Final = 100

ACT_OF_STEP: Final[Mapping[Step, Act]] = {
    Step.ACCEPT: Act.ACCEPT,
    Step.REVIEW: Act.REVIEW,
    Step.ASSESS: Act.ASSESS,
    Step.NEGOTIATE: Act.NEGOTIATE,
    Step.PUBLICISE: Act.PUBLICISE,
    Step.SIGN: Act.SIGN,
    Step.PAY: Act.PAY,
    Step.CLOSE: Act.CLOSE,
}


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody at work today; ``share`` in percent of a full load, 0: nothing."""

    account_id: int
    name: str
    grants: tuple[Grant, ...]
    share: int
    open_count: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits for hands; ``done_by`` did a step that binds others."""

    number: str
    item: str
    step: Step
    office_path: str
    done_by: frozenset[int]


@dataclass(frozen=True, slots=True)
class Assignment:
    """One case and who gets it; ``account_id`` ``None``: nobody can."""

    number: str
    account_id: int | None


def can_take(worker: Worker, case: Waiting) -> bool:
    """Say whether the rights of a worker cover the step this case waits for."""
    act = ACT_OF_STEP.get(case.step)
    if act is None:
        return False
    if case.step in SEPARATED_STEPS and worker.account_id in case.done_by:
        return False
    return any(_covers(grant, act, case) for grant in worker.grants)


def share_out(
    cases: Sequence[Waiting], workers: Sequence[Worker], rules: StaffRules
) -> list[Assignment]:
    """Give each case, in the order given, to the fit worker with the least load.

    Load is open cases by share, so that half a post gets half the cases; who has
    reached ``open_max`` (by share) gets no more. Equal loads go by account, so
    that the same question has the same answer.
    """
    loads = [
        (_load(worker.open_count, worker.share), worker.account_id, place)
        for place, worker in enumerate(workers)
        if worker.share > 0
    ]
    heapq.heapify(loads)
    counts = [worker.open_count for worker in workers]
    return [
        Assignment(case.number, _taker(case, workers, loads, counts, rules.open_max))
        for case in cases
    ]


def _taker(
    case: Waiting,
    workers: Sequence[Worker],
    loads: list[tuple[int, int, int]],
    counts: list[int],
    open_max: int,
) -> int | None:
    passed = []
    taker = None
    while loads:
        entry = heapq.heappop(loads)
        worker = workers[entry[2]]
        if entry[0] < open_max and can_take(worker, case):
            counts[entry[2]] += 1
            load = _load(counts[entry[2]], worker.share)
            heapq.heappush(loads, (load, worker.account_id, entry[2]))
            taker = worker.account_id
            break
        passed.append(entry)
    for entry in passed:
        heapq.heappush(loads, entry)
    return taker


def _load(open_count: int, share: int) -> int:
    return open_count * FULL_SHARE // share


def _covers(grant: Grant, act: Act, case: Waiting) -> bool:
    return (
        act in ACTS_OF_ROLE[grant.role]
        and covers(grant.office_path, case.office_path)
        and (not grant.items or case.item in grant.items)
        and (not grant.steps or case.step.value in grant.steps)
    )
