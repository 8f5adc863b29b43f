"""Asks the background for a round now instead of at the next minute."""

import logging
from typing import Final

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

log = logging.getLogger(__name__)

ROUND: Final = "tongban.jobs.notices.deliver_now"
QUEUE: Final = "notices"


def wake() -> None:
    """Enqueue a round of deliveries; nothing when one waits already."""
    try:
        # A savepoint of its own: a round that waits already must not spoil
        # the transaction of whoever asks.
        with transaction.atomic():
            app.configure_task(ROUND, queue=QUEUE, queueing_lock=ROUND).defer()
    except AlreadyEnqueued:
        return
    except ConnectorException as fault:
        # The round of the next minute does the same; nobody has to wait for it.
        log.warning("no round could be enqueued: %s", type(fault).__name__)
