"""The demo's movers: people one region insured and another one insures now.

Both deployments of ``make run-two`` load their own side: where cover stopped
and money is left, and where cover began. The numbers are the same people's.
"""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tongban.core.access.parties import PartyKind, Scheme
from tongban.core.cases.view import CHINA
from tongban.core.enrolment.contributions import MonthKind
from tongban.core.enrolment.kinds import CoverState, PersonKind
from tongban.core.enrolment.months import add_months, month_of, months_between
from tongban.core.ledger.accounts import AccountKind
from tongban.core.ledger.journals import Line, Reason
from tongban.core.money import Fen
from tongban.records.enrolment.models import ContributionMonth, Cover, InsuredPerson
from tongban.records.parties.models import Party
from tongban.services.demo import roster
from tongban.services.demo.people import person_of
from tongban.services.demo.roster import DemoMover
from tongban.services.ledger.operations import Entry, fund, open_personal, post
from tongban.services.parties.operations import register_parties
from tongban.services.parties.queries import find_party

SOURCE: Final = "demo-movers"


@transaction.atomic
def load_demo_movers(now: datetime) -> None:
    """Register the movers of this region with cover, months and balance; once."""
    if Cover.objects.filter(source=SOURCE).exists():
        return
    today = now.astimezone(CHINA).date()
    for mover in roster.movers():
        party = _party(mover)
        cover = _cover(mover, party, today)
        _pay(mover, party, cover)
        if mover.balance_fen:
            _save_up(mover, party, now)


def _party(mover: DemoMover) -> Party:
    new = person_of(mover.person)
    register_parties([new])
    found = find_party(PartyKind.PERSON, new.identifier)
    if found is None:
        raise LookupError("A demo mover was not registered.")
    return Party.objects.get(pk=found.id)


def _cover(mover: DemoMover, party: Party, today: date) -> Cover:
    """Insure for some months up to the day it stopped, or up to today and on."""
    stopped = None
    if mover.stopped_days_ago:
        stopped = today - timedelta(days=mover.stopped_days_ago)
    first = add_months(month_of(stopped or today), -mover.months)
    sex = "male" if mover.person.is_male else "female"
    InsuredPerson.objects.get_or_create(party=party, defaults={"sex": sex})
    Cover.objects.filter(person_id=party.pk).delete()
    return Cover.objects.create(
        person_id=party.pk,
        scheme=Scheme.EMPLOYEE.value,
        kind=PersonKind.ACTIVE.value,
        region=party.region,
        in_force=DateRange(first, stopped),
        base_fen=mover.base_fen,
        state=(CoverState.ENDED if stopped else CoverState.IN_FORCE).value,
        source=SOURCE,
    )


def _pay(mover: DemoMover, party: Party, cover: Cover) -> None:
    """Put every month of the cover down as paid, in place of what was drawn."""
    first = cover.in_force.lower
    last = add_months(first, mover.months - 1)
    ContributionMonth.objects.filter(person_id=party.pk).delete()
    ContributionMonth.objects.bulk_create(
        ContributionMonth(
            person_id=party.pk,
            month=month,
            scheme=Scheme.EMPLOYEE.value,
            base_fen=mover.base_fen,
            kind=MonthKind.ACTUAL.value,
            unit_fen=0,
            own_fen=0,
            paid_on=month,
        )
        for month in months_between(first, last)
    )


def _save_up(mover: DemoMover, party: Party, now: datetime) -> None:
    today = now.astimezone(CHINA).date()
    account = open_personal(party.pk, region=party.region, on=today)
    source = fund(AccountKind.SUSPENSE, party.region, on=today)
    amount = mover.balance_fen
    post(
        Entry(
            reason=Reason.OPENING,
            at=now,
            day=today,
            region=party.region,
            lines=(Line(account.pk, amount), Line(source.pk, Fen(-amount))),
            key=f"{SOURCE}-{mover.person.place}",
        )
    )
