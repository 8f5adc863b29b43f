"""Background work on the exchange: a round every minute, its proof every night.

Every part is safe to run twice, together, and to be killed half-way.
"""

import logging
from typing import Final

from procrastinate.contrib.django import app

from tongban.services.exchange.proof import verify_messages
from tongban.services.exchange.rounds import run_round
from tongban.services.timekeeping.queries import now

log = logging.getLogger(__name__)

EVERY_MINUTE: Final = "* * * * *"
EVERY_NIGHT: Final = "15 2 * * *"
FAULTS_LOGGED_MAX: Final = 100


@app.periodic(cron=EVERY_MINUTE)
@app.task(queue="exchange", queueing_lock="exchange", pass_context=False)
def exchange(timestamp: int) -> None:
    """Bring both boxes forward by one round."""
    del timestamp
    exchange_now()


@app.task(queue="exchange", pass_context=False)
def exchange_now() -> None:
    """Bring both boxes forward, asked for by whoever has just written a message."""
    done = run_round(now())
    if done:
        log.info("exchange: %s messages", done)


@app.periodic(cron=EVERY_NIGHT)
@app.task(queue="nightly", queueing_lock="verify-exchange", pass_context=False)
def verify(timestamp: int) -> None:
    """Prove the log of messages; each fault is logged by number only."""
    found = 0
    for fault in verify_messages():
        found += 1
        if found <= FAULTS_LOGGED_MAX:
            log.error(
                "exchange %s %s %s: %s", fault.box, fault.peer, fault.number, fault.what
            )
    log.info("verify exchange %s: %s faults", timestamp, found)
