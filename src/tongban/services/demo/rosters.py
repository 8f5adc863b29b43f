"""The roster of the demo's school: sent, checked, its good rows enrolled."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from tongban.core.access.identifiers import resident_check_sign
from tongban.core.enrolment.terms import NoTerms
from tongban.core.items.catalogue import Channel
from tongban.records.accounts.models import Account
from tongban.records.rosters.models import Roster
from tongban.services.access.queries import actor_of
from tongban.services.cases.envelope import CHINA, Envelope
from tongban.services.demo.documents import read_demo
from tongban.services.enrolment.terms import enrolment_terms
from tongban.services.papers.asking import own_party
from tongban.services.rosters.intake import NewRoster, confirm_roster, take_roster
from tongban.services.rosters.rounds import go_on
from tongban.services.rosters.templates import filled_xlsx

FILE: Final = "demo/rosters.yaml"
SCHEMA: Final = "demo-rosters"


def load_demo_rosters(now: datetime) -> None:
    """Send the school's roster once; nothing for a year nothing is laid down for."""
    if Roster.objects.exists():
        return
    said = roster()
    today = now.astimezone(CHINA).date()
    actor = actor_of(Account.objects.get(login_name=said["login"]), today)
    school, year = own_party(actor), today.year + 1
    try:
        enrolment_terms(school.region).premium_of(year)
    except NoTerms:
        return
    content = filled_xlsx(_cells(row) for row in said["rows"])
    envelope = Envelope(actor, now, "demo-roster", Channel.ONLINE)
    new = NewRoster(school.pk, year, "三二年级花名册.xlsx", [content])
    code = take_roster(envelope, new)
    go_on(now)
    confirm_roster(envelope, code=code)
    go_on(now)


def roster() -> Mapping[str, Any]:
    """Return what the demo file says."""
    return read_demo(FILE, SCHEMA)


def _cells(row: dict[str, Any]) -> dict[str, str]:
    first = row["first_17"]
    return {
        "name": row["name"],
        "id_number": first + resident_check_sign(first),
        "class_name": row["class_name"],
        "guardian_phone": row["phone"],
    }
