"""Background work on filings of treatment away: they end with the cover.

Safe to run twice and to be killed half-way: each filing is a transaction.
"""

import logging
from typing import Final

from procrastinate.contrib.django import app

from tongban.services.away.covers import follow_covers
from tongban.services.timekeeping.queries import now

log = logging.getLogger(__name__)

EVERY_QUARTER: Final = "5-59/15 * * * *"


@app.periodic(cron=EVERY_QUARTER)
@app.task(queue="away", queueing_lock="away-follow-covers", pass_context=False)
def follow(timestamp: int) -> None:
    """End the filings whose cover is over, and open those whose cover goes on."""
    changed = follow_covers(now())
    if changed:
        log.info("away %s: %s filings changed", timestamp, changed)
