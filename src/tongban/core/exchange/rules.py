"""How often a message is tried, how far clocks may differ, which versions talk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from tongban.core.refusals import Refusal

# Newest first. The number before the dot says who can talk to whom at all.
PROTOCOLS: Final = ("1.1", "1.0")


class NoCommonVersion(Refusal):
    """Two deployments have no version of the protocol in common."""

    code = "exchange.no_common_version"

    def __init__(self, theirs: Iterable[str]) -> None:
        super().__init__(
            "No version in common.", ours="、".join(PROTOCOLS), theirs="、".join(theirs)
        )


class ClockSkewed(Refusal):
    """The sender's clock and ours differ by more than is tolerated."""

    code = "exchange.clock_skewed"

    def __init__(self, *, theirs: str, ours: str) -> None:
        super().__init__("Clocks differ.", theirs=theirs, ours=ours)


@dataclass(frozen=True, slots=True)
class ExchangeRules:
    """Figures of the exchange; seconds unless the name says otherwise.

    After ``tries_max`` tries a message waits for somebody (a dead letter).
    """

    first_wait: int
    wait_max: int
    tries_max: int
    skew_max: int
    stuck_hours: int

    def wait_after(self, tries: int, *, jitter_bp: int = 0) -> timedelta:
        """Return how long to wait after some tries: doubled each time, up to a most.

        ``jitter_bp`` (0 to 10,000) lets peers that failed together come back apart.
        """
        seconds = min(self.first_wait * 2 ** min(tries - 1, 20), self.wait_max)
        return timedelta(seconds=seconds + seconds * jitter_bp // 40_000)


def common_version(theirs: Iterable[str]) -> str:
    """Return the newest version both sides speak, or refuse."""
    told = tuple(theirs)
    for version in PROTOCOLS:
        if version in told:
            return version
    raise NoCommonVersion(told)
