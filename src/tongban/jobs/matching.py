"""Background work on shared facts: those that found no cover yet, every night.

Safe to run twice and to be killed half-way: what is done is in the rows.
"""

import logging

from procrastinate.contrib.django import app

from tongban.jobs.cases import EVERY_NIGHT
from tongban.services.matching.rounds import match_again
from tongban.services.timekeeping.queries import now, today

log = logging.getLogger(__name__)


@app.periodic(cron=EVERY_NIGHT)
@app.task(queue="nightly", queueing_lock="match_facts", pass_context=False)
def match_facts(timestamp: int) -> None:
    """Match facts whose person was registered or covered after they came in."""
    log.info("match %s: %s proposals", timestamp, match_again(now(), today=today()))
