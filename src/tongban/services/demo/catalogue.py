"""Changes of the catalogue in the demo: published, waiting, being written."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from tongban.core.items.catalogue import Channel
from tongban.records.accounts.models import Account
from tongban.records.catalogue.models import Change
from tongban.services.access.queries import actor_of
from tongban.services.cases.envelope import CHINA, Envelope
from tongban.services.catalogue.completing import completed
from tongban.services.catalogue.drafting import body_in_force
from tongban.services.catalogue.operations import (
    Draft,
    publish_change,
    save_change,
    start_change,
    submit_change,
)
from tongban.services.demo.documents import read_demo

FILE: Final = "demo/changes.yaml"
SCHEMA: Final = "demo-changes"


def load_demo_catalogue(now: datetime) -> int:
    """Make the demo's changes once; return how many there are."""
    if not Change.objects.exists():
        with transaction.atomic():
            for place, one in enumerate(changes()):
                _make(one, f"demo-change-{place}", now)
    return Change.objects.count()


def changes() -> tuple[Mapping[str, Any], ...]:
    """Return the changes the demo begins with; raises ``PolicyErrors``."""
    said = read_demo(FILE, SCHEMA)
    return tuple(said["changes"])


def _make(one: Mapping[str, Any], key: str, now: datetime) -> None:
    region, subject = one["region"], one["subject"]
    sent = _sender(one["author"], key, now)
    number = start_change(sent("start"), region=region, subject=subject)
    first = now.astimezone(CHINA).date() + timedelta(days=one["first_after_days"])
    former = body_in_force(region, subject, first)
    body = completed(
        {**former, **one["body"]}, former=former, region=region, effective_on=first
    )
    draft = Draft(body, first, one["reason"])
    if one.get("draft"):
        save_change(sent("save"), number=number, draft=draft)
        return
    submit_change(sent("submit"), number=number, draft=draft)
    if "second" in one:
        publish_change(_sender(one["second"], key, now)("publish"), number=number)


def _sender(login: str, key: str, now: datetime) -> Callable[[str], Envelope]:
    """Return what makes the envelopes of one account, a key for each act."""
    account = Account.objects.get(login_name=login)
    actor = actor_of(account, now.astimezone(CHINA).date())
    return lambda act: Envelope(
        actor=actor, now=now, key=f"{key}-{act}", channel=Channel.COUNTER
    )
