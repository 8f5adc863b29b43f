"""Background work on parcels: ask the carrier what it saw."""

import logging
from typing import Final

from django.conf import settings
from procrastinate.contrib.django import app

from tongban.services.collecting.operations import track_parcels
from tongban.services.timekeeping.queries import now

log = logging.getLogger(__name__)
EVERY_QUARTER_HOUR: Final = "*/15 * * * *"


@app.periodic(cron=EVERY_QUARTER_HOUR)
@app.task(queue="deadlines", queueing_lock="track", pass_context=False)
def track(timestamp: int) -> None:
    """Follow every parcel on its way; where no carrier is set up, staff note scans."""
    if settings.TONGBAN_DEMO:
        log.info("track %s: %s scans", timestamp, track_parcels(now()))
