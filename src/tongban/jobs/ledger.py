"""Background work on the ledger: its nightly proof, and the months to be credited.

Both are safe to run twice and to be killed half-way: what is done is in the rows.
"""

import logging
from typing import Final

from procrastinate.contrib.django import app

from tongban.jobs.cases import EVERY_NIGHT, FAULTS_LOGGED_MAX
from tongban.services.ledger.verify import verify_ledger
from tongban.services.personal_accounts.crediting import credit_recent
from tongban.services.timekeeping.queries import now, today

log = logging.getLogger(__name__)
EVERY_NIGHT_BEFORE: Final = "45 0 * * *"


@app.periodic(cron=EVERY_NIGHT_BEFORE)
@app.task(queue="nightly", queueing_lock="credit_accounts", pass_context=False)
def credit_accounts(timestamp: int) -> None:
    """Credit the months paid to personal accounts; whom it left out by number only."""
    report = credit_recent(now(), today=today())
    log.info("credit %s: %s months of people", timestamp, report.people)
    for why, people in report.left_out.items():
        log.warning("credit %s: %s left out: %s", timestamp, len(people), why)


@app.periodic(cron=EVERY_NIGHT)
@app.task(queue="nightly", queueing_lock="prove_ledger", pass_context=False)
def prove_ledger(timestamp: int) -> None:
    """Recompute every balance and journal; each fault is logged by number only."""
    found = 0
    for fault in verify_ledger():
        found += 1
        if found <= FAULTS_LOGGED_MAX:
            log.error("ledger %s %s", fault.what, fault.row)
    log.info("ledger %s: %s faults", timestamp, found)
