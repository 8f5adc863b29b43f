"""Background work on ratings and complaints; each run is safe to repeat."""

import logging
from datetime import timedelta
from typing import Final

from procrastinate.contrib.django import app

from tongban.jobs.cases import EVERY_FIVE_MINUTES, EVERY_NIGHT
from tongban.services.ratings.corrections import fire_correction_rungs
from tongban.services.ratings.samples import draw_samples
from tongban.services.ratings.voices import fire_voice_rungs
from tongban.services.timekeeping.queries import now

log = logging.getLogger(__name__)
ONE_DAY: Final = timedelta(days=1)


@app.periodic(cron=EVERY_FIVE_MINUTES)
@app.task(queue="deadlines", queueing_lock="follow_up", pass_context=False)
def follow_up(timestamp: int) -> None:
    """Remind of corrections and complaints whose days have come."""
    moment = now()
    corrections, voices = fire_correction_rungs(moment), fire_voice_rungs(moment)
    log.info("follow up %s: %s corrections, %s voices", timestamp, corrections, voices)


@app.periodic(cron=EVERY_NIGHT)
@app.task(queue="nightly", queueing_lock="sample_ratings", pass_context=False)
def sample_ratings(timestamp: int) -> None:
    """Draw the good ratings of last month that another office asks about."""
    moment = now()
    month = moment.date().replace(day=1) - ONE_DAY
    log.info("sample %s: %s drawn", timestamp, draw_samples(month, now=moment))
