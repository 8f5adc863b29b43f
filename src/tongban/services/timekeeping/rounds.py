"""Asks the background for a round of work now instead of at its next minute."""

import logging

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

log = logging.getLogger(__name__)


def ask_for(task: str, *, queue: str) -> None:
    """Enqueue a task by its full name; nothing when one waits already."""
    try:
        # A savepoint of its own: a round that waits already must not spoil
        # the transaction of whoever asks.
        with transaction.atomic():
            app.configure_task(task, queue=queue, queueing_lock=task).defer()
    except AlreadyEnqueued:
        return
    except ConnectorException as fault:
        # The round of the next minute does the same; nobody has to wait for it.
        log.warning("no round could be enqueued: %s", type(fault).__name__)
