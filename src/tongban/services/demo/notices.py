"""Notices of the demo's cases: sent day by day, some of them without success."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import F

from tongban.core.notices.replies import Task
from tongban.gateways.messaging import Choice, phones
from tongban.gateways.phones import PhoneMode
from tongban.records.notices.models import Message, Reply
from tongban.records.parties.models import Party
from tongban.services.cases.envelope import CHINA
from tongban.services.notices.rounds import run_round

NOON_HOUR: Final = 12
RECEIPTS_AFTER: Final = timedelta(minutes=1)
SILENT_EVERY: Final = 23
OFF_EVERY: Final = 17
ASKED: Final = "请问什么时候能拿到钱，我住院等着用"
ASKING: Final = "zhaolei"


def load_demo_notices(now: datetime) -> int:
    """Send what the demo's cases have to tell; return how many messages there are.

    Every day's messages go out at noon of their day, or now. Some phones are
    off or silent, so that the lists of staff are not empty.
    """
    local = Choice.LOCAL.value == settings.TONGBAN_MESSAGING
    if not local or not Message.objects.filter(planned_at=None).exists():
        return Message.objects.count()
    _upset_some_phones()
    for day in _days(now):
        noon = min(day + timedelta(hours=NOON_HOUR), now)
        run_round(noon)
        run_round(min(noon + RECEIPTS_AFTER, now))
    _let_somebody_ask(now)
    return Message.objects.count()


def _days(now: datetime) -> list[datetime]:
    """Return midnight of every day on which something is told, and of today."""
    written = Message.objects.filter(planned_at=None).values_list(
        F("created_at"), flat=True
    )
    midnight = {
        moment.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
        for moment in (*written, now)
    }
    return sorted(midnight)


def _upset_some_phones() -> None:
    drawer = phones()
    told = Party.objects.filter(messages__isnull=False, accounts=None).distinct()
    for place, party in enumerate(told.order_by("pk"), start=1):
        if party.phone and place % OFF_EVERY == 0:
            drawer.set_mode(party.phone, PhoneMode.FAILS)
        elif party.phone and place % SILENT_EVERY == 0:
            drawer.set_mode(party.phone, PhoneMode.SILENT)


def _let_somebody_ask(now: datetime) -> None:
    """Let one person ask what only staff can answer, and one ask for progress."""
    person = Party.objects.filter(accounts__login_name=ASKING).first()
    if person is None or Reply.objects.exclude(task=Task.PROGRESS.value).exists():
        return
    drawer = phones()
    drawer.reply(person.phone, ASKED, at=now)
    run_round(now)
