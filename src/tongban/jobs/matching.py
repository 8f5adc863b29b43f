"""Background work on shared facts, every night.

Safe to run twice and to be killed half-way: what is done is in the rows.
"""

import logging

from procrastinate.contrib.django import app

from tongban.jobs.cases import EVERY_NIGHT
from tongban.services.matching.rounds import run_round
from tongban.services.timekeeping.queries import now, today

log = logging.getLogger(__name__)


@app.periodic(cron=EVERY_NIGHT)
@app.task(queue="nightly", queueing_lock="match_facts", pass_context=False)
def match_facts(timestamp: int) -> None:
    """Match facts that proposed nothing yet again, find gaps, act by dated rules."""
    done = run_round(now(), today=today())
    log.info(
        "match %s: %s proposals, %s gaps, %s by rule",
        timestamp,
        done.matched,
        done.gaps,
        done.by_rule,
    )
