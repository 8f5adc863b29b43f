"""Background work on rosters: every minute, and at once when a school asks.

Safe to run twice and to be killed half-way: a part is written together with its
case, and what was not written waits for the next round.
"""

import logging
from typing import Final

from procrastinate.contrib.django import app

from tongban.services.rosters.rounds import go_on
from tongban.services.timekeeping.queries import now

log = logging.getLogger(__name__)
EVERY_MINUTE: Final = "* * * * *"


@app.periodic(cron=EVERY_MINUTE)
@app.task(queue="rosters", queueing_lock="rosters", pass_context=False)
def bring_forward(timestamp: int) -> None:
    """Bring every roster forward that can go on."""
    del timestamp
    go_on_now()


@app.task(queue="rosters", pass_context=False)
def go_on_now() -> None:
    """Bring rosters forward, asked for by a page that cannot wait a minute."""
    done = go_on(now())
    if done.checked or done.parts:
        log.info("rosters: %s", done)
