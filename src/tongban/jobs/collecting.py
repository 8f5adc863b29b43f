"""Background work on parcels: fetch waybills, ask the carrier what it saw."""

import logging
from typing import Final

from procrastinate.contrib.django import app

from tongban.services.collecting.following import (
    book_parcels,
    handle_notes,
    track_parcels,
)
from tongban.services.timekeeping.queries import now

log = logging.getLogger(__name__)
EVERY_MINUTE: Final = "* * * * *"
EVERY_QUARTER_HOUR: Final = "*/15 * * * *"


@app.periodic(cron=EVERY_MINUTE)
@app.task(queue="deadlines", queueing_lock="book", pass_context=False)
def book(timestamp: int) -> None:
    """Fetch waybills for what was ordered, and work on what the carrier told."""
    del timestamp
    moment = now()
    done = book_parcels(moment)
    scans = handle_notes(moment)
    if done.booked or done.declined or done.waiting or scans:
        log.info("parcels: %s, %s scans told", done, scans)


@app.periodic(cron=EVERY_QUARTER_HOUR)
@app.task(queue="deadlines", queueing_lock="track", pass_context=False)
def track(timestamp: int) -> None:
    """Follow every parcel on its way; where no carrier is set up, staff note scans."""
    log.info("track %s: %s scans", timestamp, track_parcels(now()))
