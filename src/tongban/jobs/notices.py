"""Background work on notices: the outbox every minute, its proof every night.

Every part is safe to run twice and to be killed half-way: what was done is in
the rows, and the key of a message lets its supplier apply it once.
"""

import logging
from typing import Final

from procrastinate.contrib.django import app

from tongban.services.notices.proof import verify_messages
from tongban.services.notices.rounds import run_round
from tongban.services.timekeeping.queries import now

log = logging.getLogger(__name__)

EVERY_MINUTE: Final = "* * * * *"
EVERY_NIGHT: Final = "45 1 * * *"
FAULTS_LOGGED_MAX: Final = 100


@app.periodic(cron=EVERY_MINUTE)
@app.task(queue="notices", queueing_lock="deliver", pass_context=False)
def deliver(timestamp: int) -> None:
    """Bring the outbox forward by one round."""
    del timestamp
    deliver_now()


@app.task(queue="notices", pass_context=False)
def deliver_now() -> None:
    """Bring the outbox forward, asked for by a page that cannot wait a minute."""
    done = run_round(now())
    log.info("notices: %s", done)


@app.periodic(cron=EVERY_NIGHT)
@app.task(queue="nightly", queueing_lock="verify-notices", pass_context=False)
def verify(timestamp: int) -> None:
    """Prove the service of every message; each fault is logged by number only."""
    found = 0
    for fault in verify_messages():
        found += 1
        if found <= FAULTS_LOGGED_MAX:
            log.error("message %s: %s", fault.message_id, fault.what)
    log.info("verify notices %s: %s faults", timestamp, found)
