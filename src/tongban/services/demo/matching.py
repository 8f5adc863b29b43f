"""What departments sent to the demo's agency: one table of every kind."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from tongban.core.access.identifiers import resident_check_sign
from tongban.core.items.catalogue import Channel
from tongban.core.matching.facts import FactKind
from tongban.records.accounts.models import Account
from tongban.records.matching.models import Feed
from tongban.records.parties.models import Party
from tongban.services.access.queries import actor_of
from tongban.services.cases.envelope import CHINA, Envelope
from tongban.services.demo.documents import read_demo
from tongban.services.desk.queries import office_region
from tongban.services.matching.formats import table_of_rows
from tongban.services.matching.intake import SentTable, form_of, take_table
from tongban.services.matching.rules import matching_rules

FILE: Final = "demo/matching.yaml"
SCHEMA: Final = "demo-matching"
SUPERVISOR: Final = "supervisor"
_NEWBORN: Final = "990001{day:%Y%m%d}702"


def load_demo_matching(now: datetime) -> None:
    """Take every table in once; what it proposes waits for the clerks."""
    if Feed.objects.exists():
        return
    today = now.astimezone(CHINA).date()
    actor = actor_of(Account.objects.get(login_name=SUPERVISOR), today)
    region = office_region(actor.office_code)
    rules = matching_rules(region, today)
    for place, said in enumerate(feeds()):
        kind, day = FactKind(said["kind"]), today - timedelta(days=said["days"])
        table = table_of_rows(
            (_row(one, day) for one in said["rows"]), form_of(kind, rules)
        )
        envelope = Envelope(actor, now, f"demo-feed-{place}", Channel.COUNTER)
        take_table(envelope, SentTable(kind, said["source"], region, table, rules))


def feeds() -> list[dict[str, Any]]:
    """Return what the demo file says."""
    return list(read_demo(FILE, SCHEMA)["feeds"])


def _row(said: Mapping[str, str], day: date) -> dict[str, str]:
    row = {column: _cell(column, text, day) for column, text in said.items()}
    return {**row, "happened_on": day.isoformat()}


def _cell(column: str, text: str, day: date) -> str:
    if not text.startswith("@"):
        return text
    if text == "@newborn":
        first = _NEWBORN.format(day=day)
        return first + resident_check_sign(first)
    if text in {"@day", "@month"}:
        return f"{day:%Y-%m-%d}" if text == "@day" else f"{day:%Y-%m}"
    party = _party(text.removeprefix("@"))
    return party.identifier if column.endswith("id_number") else party.name


def _party(login: str) -> Party:
    found = Account.objects.select_related("party").get(login_name=login).party
    if found is None:
        raise LookupError(login)
    return found
