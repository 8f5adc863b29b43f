"""Background work on transfers: those that begin without an application.

Safe to run twice and to be killed half-way: each person is a transaction.
"""

import logging
from typing import Final

from procrastinate.contrib.django import app

from tongban.services.timekeeping.queries import now
from tongban.services.transfers.automatic import offer_automatic, start_due

log = logging.getLogger(__name__)

EVERY_QUARTER: Final = "*/15 * * * *"


@app.periodic(cron=EVERY_QUARTER)
@app.task(queue="transfers", queueing_lock="automatic-transfers", pass_context=False)
def automatic(timestamp: int) -> None:
    """Announce new transfers, and start those nobody objected to."""
    moment = now()
    offered, started = offer_automatic(moment), start_due(moment)
    if offered or started:
        log.info("transfers %s: %s told, %s started", timestamp, offered, started)
