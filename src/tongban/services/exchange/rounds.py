"""One round of the exchange: apply what came, send what is due, apply again."""

from datetime import datetime
from typing import Final

from tongban.services.exchange.applying import apply_stored
from tongban.services.exchange.delivering import deliver

TURNS_MAX: Final = 20


def run_round(now: datetime) -> int:
    """Bring both boxes forward until nothing is due; return how much was done.

    What is sent to ourselves arrives within the round and may cause more.
    """
    done = 0
    for _ in range(TURNS_MAX):
        moved = apply_stored(now) + deliver(now)
        if not moved:
            break
        done += moved
    return done
