"""Settling lines of the supervision list with the supervisor's answer."""

from typing import Final

from django.db import transaction

from tongban.core.access.rights import Act, check_may
from tongban.core.refusals import Refusal
from tongban.records.cases.models import Alert
from tongban.services.cases.envelope import Envelope

ANSWER_CHARACTERS_MAX: Final = 500


class AlertUnknown(Refusal):
    """No open alert of this id lies within the supervisor's offices."""

    code = "desk.alert.unknown"

    def __init__(self) -> None:
        super().__init__("No open alert of this id is within reach.")


class AnswerNeeded(Refusal):
    """An alert is settled with words, so that the next reader knows why."""

    code = "desk.answer_needed"

    def __init__(self) -> None:
        super().__init__("Say what was done.")


@transaction.atomic
def settle_alerts(
    envelope: Envelope, *, alert_ids: tuple[int, ...], words: str
) -> None:
    """Settle alerts with what was done, all or none; twice changes nothing.

    Refuses who may not watch over the offices of the alerts' cases.
    """
    found = Alert.objects.select_for_update().filter(pk__in=alert_ids).order_by("pk")
    alerts = list(found)
    if not alerts or len(alerts) != len(set(alert_ids)):
        raise AlertUnknown
    for alert in alerts:
        check_may(envelope.actor, Act.SPOT_CHECK, office_path=alert.office_path)
    if not words.strip():
        raise AnswerNeeded
    for alert in alerts:
        _settle(alert, envelope, words=words)


def _settle(alert: Alert, envelope: Envelope, *, words: str) -> None:
    if alert.settled_at is not None:
        return
    alert.settled_at = envelope.now
    alert.settled_by = envelope.actor.account_id
    alert.answer = words.strip()[:ANSWER_CHARACTERS_MAX]
    alert.save(update_fields=["settled_at", "settled_by", "answer"])
