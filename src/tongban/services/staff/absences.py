"""Absences and stand-ins (外出与代理)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from tongban.core.access.actor import Actor, ActorKind
from tongban.core.access.offices import covers
from tongban.core.access.rights import Act, may
from tongban.core.days import ONE_DAY, Period
from tongban.core.refusals import Refusal
from tongban.core.staff.absence import Absence, check_absence, stand_ins
from tongban.records.accounts.models import Account
from tongban.records.staff.models import WORDS_MAX, StaffAbsence
from tongban.services.cases.engine import RequestKeyReused
from tongban.services.cases.envelope import Envelope
from tongban.services.staff.register import NotStaff, sender_of
from tongban.services.staff.rules import staff_rules


class NotYourAbsence(Refusal):
    """Absences are one's own, or those of people one distributes work to."""

    code = "staff.not_your_absence"

    def __init__(self) -> None:
        super().__init__("This absence is somebody else's.")


class StandInElsewhere(Refusal):
    """A stand-in works in the same office or one above."""

    code = "staff.stand_in_elsewhere"

    def __init__(self) -> None:
        super().__init__("The stand-in works elsewhere.")


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    """One absence as its office sees it; both days are included."""

    id: int
    account_id: int
    name: str
    stand_in: str
    first: date
    last: date
    words: str


@transaction.atomic
def enter_absence(
    envelope: Envelope, *, account_id: int, days: Period, stand_in_id: int, words: str
) -> None:
    """Enter days away with a stand-in; one's own, or of somebody one answers for."""
    envelope.check()
    account = _staff(account_id)
    _check_answers_for(envelope.actor, account)
    stand_in = _staff(stand_in_id)
    if stand_in.office is None or account.office is None:
        raise StandInElsewhere
    if not covers(stand_in.office.path, account.office.path):
        raise StandInElsewhere
    former = StaffAbsence.objects.filter(key=envelope.key).first()
    if former is not None:
        if (former.account_id, former.stand_in_id) != (account_id, stand_in_id):
            raise RequestKeyReused
        return
    others = StaffAbsence.objects.filter(account=account, cancelled_at=None)
    check_absence(
        Absence(account_id, days, stand_in_id),
        others=[_value(row) for row in others],
        today=envelope.today,
        rules=staff_rules(),
    )
    StaffAbsence.objects.create(
        account=account,
        stand_in=stand_in,
        days=DateRange(days.start, days.end),
        words=words[:WORDS_MAX],
        made_by_id=sender_of(envelope),
        made_at=envelope.now,
        key=envelope.key,
    )


@transaction.atomic
def cancel_absence(envelope: Envelope, *, absence_id: int) -> None:
    """Cancel an absence; from now on the person answers again."""
    row = (
        StaffAbsence.objects.select_for_update(of=("self",))
        .select_related("account__office")
        .filter(pk=absence_id)
        .first()
    )
    if row is None:
        raise NotYourAbsence
    _check_answers_for(envelope.actor, row.account)
    if row.cancelled_at is None:
        row.cancelled_at = envelope.now
        row.save(update_fields=["cancelled_at"])


def absences_of(actor: Actor, today: date) -> tuple[AbsenceLine, ...]:
    """Return the absences of today and later in the actor's office and below."""
    rows = (
        StaffAbsence.objects.filter(cancelled_at=None, days__endswith__gt=today)
        .filter(
            Q(account__office__path__startswith=actor.office_path)
            | Q(account_id=actor.account_id)
        )
        .select_related("account", "stand_in")
        .order_by("days")
    )
    return tuple(
        AbsenceLine(
            id=row.pk,
            account_id=row.account_id,
            name=row.account.display_name,
            stand_in=row.stand_in.display_name,
            first=row.days.lower,
            last=row.days.upper - ONE_DAY,
            words=row.words,
        )
        for row in rows
    )


def stand_ins_on(today: date) -> dict[int, int]:
    """Return who answers today for each absent account."""
    rows = StaffAbsence.objects.filter(cancelled_at=None, days__contains=today)
    return dict(stand_ins([_value(row) for row in rows], today, staff_rules()))


def answers_for(account_id: int, today: date) -> tuple[int, ...]:
    """Return the accounts whose work is this one's today, itself included."""
    others = [gone for gone, here in stand_ins_on(today).items() if here == account_id]
    return (account_id, *others)


def _value(row: StaffAbsence) -> Absence:
    days = Period(row.days.lower, row.days.upper)
    return Absence(row.account_id, days, row.stand_in_id)


def _staff(account_id: int) -> Account:
    account = (
        Account.objects.filter(
            pk=account_id, kind=ActorKind.STAFF.value, is_active=True
        )
        .select_related("office")
        .first()
    )
    if account is None:
        raise NotStaff
    return account


def _check_answers_for(actor: Actor, account: Account) -> None:
    path = "" if account.office is None else account.office.path
    leads = may(actor, Act.DISTRIBUTE.value, office_path=path)
    if account.pk != actor.account_id and not leads:
        raise NotYourAbsence
