"""Background work on the register: the bill of the month.

Safe to run twice and to be killed half-way: what is done is in the rows.
"""

import logging
from typing import Final

from procrastinate.contrib.django import app

from tongban.services.enrolment.billing import bill_month
from tongban.services.timekeeping.queries import now

log = logging.getLogger(__name__)
EVERY_NIGHT_FIRST: Final = "20 0 * * *"


@app.periodic(cron=EVERY_NIGHT_FIRST)
@app.task(queue="nightly", queueing_lock="bill_month", pass_context=False)
def bill_this_month(timestamp: int) -> None:
    """Bill this month to everybody it is due for and not billed yet."""
    billed = bill_month(now())
    log.info("bill %s: %s lines", timestamp, billed.lines)
    if billed.left_out:
        log.warning("bill %s: %s without rates on file", timestamp, billed.left_out)
