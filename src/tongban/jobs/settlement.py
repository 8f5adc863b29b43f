"""The nightly proof of settlements: it tells, and puts nothing right."""

import logging
from typing import Final

from procrastinate.contrib.django import app

from tongban.jobs.cases import FAULTS_LOGGED_MAX
from tongban.services.settlement.verify import verify_settlements

log = logging.getLogger(__name__)
AFTER_MIDNIGHT: Final = "30 2 * * *"


@app.periodic(cron=AFTER_MIDNIGHT)
@app.task(queue="nightly", queueing_lock="prove_settlements", pass_context=False)
def prove_settlements(timestamp: int) -> None:
    """Compare every settlement with its parts; each fault is logged by number only."""
    found = 0
    for fault in verify_settlements():
        found += 1
        if found <= FAULTS_LOGGED_MAX:
            log.error("settlement %s %s", fault.what, fault.row)
    log.info("settlements %s: %s faults", timestamp, found)
