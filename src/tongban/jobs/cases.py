"""Background work on cases: warnings, stopped clocks, old drafts, nightly proof.

Each job is safe to run twice and to be killed half-way: what it did is in the
cases themselves, and the next run finds the rest.
"""

import logging
from typing import Final

from procrastinate.contrib.django import app

from tongban.services.cases import deadlines, drafts
from tongban.services.cases.verify import verify_cases
from tongban.services.timekeeping.queries import now

log = logging.getLogger(__name__)

EVERY_FIVE_MINUTES: Final = "*/5 * * * *"
EVERY_NIGHT: Final = "15 1 * * *"
FAULTS_LOGGED_MAX: Final = 100


@app.periodic(cron=EVERY_FIVE_MINUTES)
@app.task(queue="deadlines", queueing_lock="sweep", pass_context=False)
def sweep(timestamp: int) -> None:
    """Fire the rungs that have come due, note late opinions, move stopped cases."""
    moment = now()
    fired = deadlines.fire_rungs(moment)
    late = deadlines.note_late_opinions(moment)
    deadlines.refresh_stopped(moment)
    log.info("sweep %s: %s rungs, %s late opinions", timestamp, fired, late)


@app.periodic(cron=EVERY_NIGHT)
@app.task(queue="nightly", queueing_lock="tidy", pass_context=False)
def tidy(timestamp: int) -> None:
    """Delete drafts whose days are over."""
    gone = drafts.delete_expired(now().date())
    log.info("tidy %s: %s old drafts", timestamp, gone)


@app.periodic(cron=EVERY_NIGHT)
@app.task(queue="nightly", queueing_lock="verify", pass_context=False)
def verify(timestamp: int) -> None:
    """Prove every case against its events; each fault is logged by number only."""
    found = 0
    for fault in verify_cases(now=now()):
        found += 1
        if found <= FAULTS_LOGGED_MAX:
            log.error("case %s event %s: %s", fault.number, fault.seq, fault.what)
    log.info("verify %s: %s faults", timestamp, found)
