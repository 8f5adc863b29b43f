"""Who comes while all lanes are busy rides along with who goes next.

There is no timer and no thread: of the waiting callers one takes a free lane and
works for all of them. With few callers each works for itself; the more there are,
the more share one round trip and one commit.
"""

import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Final, Generic, TypeVar

from tongban.services.settlement.express.connections import LaneConnection, Pool

TOGETHER_MAX: Final = 32  # bills in one statement
LANES: Final = 1  # connections of one process

Asked = TypeVar("Asked")
Given = TypeVar("Given")


_log: Final = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class _Seat(Generic[Asked, Given]):
    asked: Asked
    bell: Lock = field(default_factory=Lock)
    served: bool = False
    given: Given | None = None


class Combiner(Generic[Asked, Given]):
    """Runs ``work`` on what several threads ask; each gets its own answer.

    ``work`` returns one answer for each question, ``None`` for one it leaves
    alone; ``key`` tells which questions must not ride together.
    """

    def __init__(
        self,
        work: Callable[[LaneConnection, Sequence[Asked]], Sequence[Given | None]],
        key: Callable[[Asked], object],
        lanes: int = LANES,
    ) -> None:
        self._work = work
        self._key = key
        self._pool = Pool(lanes)
        self._waiting: deque[_Seat[Asked, Given]] = deque()
        self._door = Lock()

    def ask(self, asked: Asked) -> Given | None:
        """Return the answer to a question, however many others ask meanwhile."""
        seat: _Seat[Asked, Given] = _Seat(asked)
        seat.bell.acquire()
        with self._door:
            self._waiting.append(seat)
        self._drive()
        while True:
            seat.bell.acquire()
            if seat.served:
                return seat.given
            with self._door:
                self._waiting.appendleft(seat)
            self._drive()

    def _drive(self) -> None:
        """Take a free lane and work for those who wait; then call the next driver."""
        lane = self._pool.take()
        if lane is None:
            return  # Who has it calls a driver when it comes back.
        try:
            self._ride(lane, self._board())
        finally:
            self._pool.give_back(lane)
            self._call_next()

    def _board(self) -> list[_Seat[Asked, Given]]:
        riders: list[_Seat[Asked, Given]] = []
        later: list[_Seat[Asked, Given]] = []
        keys: set[object] = set()
        with self._door:
            while self._waiting and len(riders) < TOGETHER_MAX:
                seat = self._waiting.popleft()
                key = self._key(seat.asked)
                (later if key in keys else riders).append(seat)
                keys.add(key)
            self._waiting.extendleft(reversed(later))
        return riders

    def _call_next(self) -> None:
        with self._door:
            seat = self._waiting.popleft() if self._waiting else None
        if seat is not None:
            seat.bell.release()

    def _ride(self, lane: LaneConnection, riders: list[_Seat[Asked, Given]]) -> None:
        if not riders:
            return
        try:
            answers = self._work(lane, [seat.asked for seat in riders])
            for seat, given in zip(riders, answers, strict=True):
                seat.given = given
        except Exception as fault:  # noqa: BLE001 - the ordinary way knows the reason
            _log.warning("express lane left %s: %s", len(riders), type(fault).__name__)
        for seat in riders:
            seat.served = True
            seat.bell.release()
