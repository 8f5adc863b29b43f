"""Processes that check and seal parts of a table ahead of the one that copies."""

import gc
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Final, TypeVar

from tongban.services.loading.sealing import Sealed, Task, seal_rows

AHEAD: Final = 2  # parts each process may be ahead: this bounds the memory
JOBS_MAX: Final = 16
P = TypeVar("P")
Seal = Callable[[Iterable[tuple[P, Task]]], Iterator[tuple[P, Sealed]]]


@contextmanager
def sealing_crew(jobs: int) -> Iterator["Crew"]:
    """Have so many processes that seal; with none, the caller's own does."""
    if not jobs:
        yield Crew(None, 0)
        return
    context = multiprocessing.get_context("spawn")
    count = min(jobs, JOBS_MAX)
    # Rows make no cycles; looking for some takes a tenth of the time.
    with ProcessPoolExecutor(count, context, initializer=gc.disable) as pool:
        try:
            yield Crew(pool, jobs)
        finally:
            pool.shutdown(cancel_futures=True)


class Crew:
    """Seals parts in the order in which they come."""

    def __init__(self, pool: ProcessPoolExecutor | None, jobs: int) -> None:
        self.pool = pool
        self.ahead = jobs * AHEAD

    def sealed(self, parts: Iterable[tuple[P, Task]]) -> Iterator[tuple[P, Sealed]]:
        """Yield each part with what became of its rows, never far ahead."""
        if self.pool is None:
            for part, task in parts:
                yield part, seal_rows(task)
            return
        waiting: deque[tuple[P, Future[Sealed]]] = deque()
        for part, task in parts:
            waiting.append((part, self.pool.submit(seal_rows, task)))
            if len(waiting) > self.ahead:
                first, future = waiting.popleft()
                yield first, future.result()
        for first, future in waiting:
            yield first, future.result()
