"""Background work on the progress table: a month closes after its day (GD18 任务六).

Safe to run twice and late: what was entered until the end of the day counts.
"""

import logging
from typing import Final

from procrastinate.contrib.django import app

from tongban.services.crossing.progress import close_due
from tongban.services.timekeeping.queries import now

log = logging.getLogger(__name__)

EVERY_HOUR: Final = "7 * * * *"


@app.periodic(cron=EVERY_HOUR)
@app.task(queue="crossing", queueing_lock="close-progress", pass_context=False)
def close_months(timestamp: int) -> None:
    """Close every month whose day has passed."""
    closed = close_due(now())
    if closed:
        log.info("crossing %s: %s months closed", timestamp, closed)
