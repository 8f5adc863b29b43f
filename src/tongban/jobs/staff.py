"""Background work on the distribution of cases; each run is safe to repeat."""

import logging

from procrastinate.contrib.django import app

from tongban.jobs.cases import EVERY_FIVE_MINUTES, EVERY_NIGHT
from tongban.services.staff.distribution import return_untouched, run_automatic
from tongban.services.timekeeping.queries import now

log = logging.getLogger(__name__)


@app.periodic(cron=EVERY_FIVE_MINUTES)
@app.task(queue="deadlines", queueing_lock="give_out", pass_context=False)
def give_out(timestamp: int) -> None:
    """Give waiting cases to people in the offices that asked for it."""
    given = run_automatic(now())
    log.info("give out %s: %s, refused %s", timestamp, given.done, len(given.refused))


@app.periodic(cron=EVERY_NIGHT)
@app.task(queue="nightly", queueing_lock="put_back", pass_context=False)
def put_back(timestamp: int) -> None:
    """Put back what nobody touched for days."""
    log.info("put back %s: %s", timestamp, return_untouched(now()))
