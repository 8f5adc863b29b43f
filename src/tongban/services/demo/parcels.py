"""Results to collect in the demo: to send, on the way, come back, to fetch."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from tongban.core.access.actor import Actor
from tongban.core.access.parties import PartyKind
from tongban.core.cases.lifecycle import State
from tongban.core.collecting.wishes import Way, Wish
from tongban.core.items.catalogue import Channel
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case
from tongban.records.collecting.models import Parcel
from tongban.records.security.row_conditions import below
from tongban.services.access.queries import actor_of
from tongban.services.cases.envelope import CHINA, Envelope
from tongban.services.collecting.following import track_parcels
from tongban.services.collecting.operations import choose, send_result

LOGIN: Final = "clerk1"
CARRIER: Final = "演示快递"
# Waybills of results already sent: the first comes back, see the local carrier.
SENT: Final = ("YS0000000001R", "YS0000000002")
SENT_AFTER: Final = timedelta(hours=1)
CASES: Final = 5


def load_demo_parcels(now: datetime) -> int:
    """Let a few finished cases be collected, once; return how many parcels there are.

    The results that have waited longest were sent, the next is to be sent, the
    last ones are to be fetched.
    """
    if Parcel.objects.exists():
        return Parcel.objects.count()
    account = Account.objects.get(login_name=LOGIN)
    actor = actor_of(account, now.astimezone(CHINA).date())
    at_window = Envelope(actor=actor, now=now, key="", channel=Channel.COUNTER)
    cases = _finished(actor)
    with transaction.atomic():
        for place, record in enumerate(cases):
            way = Way.POST if place <= len(SENT) else Way.COUNTER
            sent = replace(at_window, key=f"demo-collect-{place}")
            choose(sent, number=record.number, wish=_wish(record, way, place))
        for place, (record, waybill) in enumerate(zip(cases, SENT, strict=False)):
            moment = min((record.closed_at or now) + SENT_AFTER, now)
            sent = replace(at_window, now=moment, key=f"demo-parcel-{place}")
            send_result(
                sent, number=record.number, carrier_name=CARRIER, waybill=waybill
            )
    track_parcels(now)
    return Parcel.objects.count()


def _finished(actor: Actor) -> list[Case]:
    found = Case.objects.filter(
        below("office_path", actor.office_path),
        state=State.CLOSED.value,
        outcome__in=("granted", "rejected"),
        party__kind=PartyKind.PERSON.value,
        collection=None,
    )
    return list(found.select_related("party").order_by("closed_at", "pk")[:CASES])


def _wish(record: Case, way: Way, place: int) -> Wish:
    address = f"潍坊市奎文区示例路{place + 1}号"
    return Wish(way, record.party.name, record.party.phone, address)
