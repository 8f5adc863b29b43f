"""Keeping the file of a member of staff: every line says who wrote it and why."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tongban.core.access.actor import ActorKind, Role
from tongban.core.access.rights import Act, check_may
from tongban.core.days import ONE_DAY, Period
from tongban.core.refusals import Refusal
from tongban.core.staff.standing import training_days
from tongban.records.accounts.models import Account
from tongban.records.offices.models import Office, StaffGrant, StaffProfile
from tongban.records.staff.models import SHARE_MAX, StaffEntry, WorkShare
from tongban.services.cases.engine import RequestKeyReused
from tongban.services.cases.envelope import Envelope
from tongban.services.staff.rules import staff_rules

Kind = StaffEntry.Kind


class NotStaff(Refusal):
    """The account is unknown, or not one of a member of staff."""

    code = "staff.not_staff"

    def __init__(self) -> None:
        super().__init__("No such member of staff.")


class OwnFile(Refusal):
    """Nobody keeps their own file."""

    code = "staff.own_file"

    def __init__(self) -> None:
        super().__init__("Another administrator keeps this file.")


class DaysBackwards(Refusal):
    """The last day lies before the first."""

    code = "staff.days_backwards"

    def __init__(self) -> None:
        super().__init__("The last day lies before the first.")


class TrainingAhead(Refusal):
    """A training that is not over cannot be recorded."""

    code = "staff.training_ahead"

    def __init__(self) -> None:
        super().__init__("The training lies in the future.")


class ShareOutOfRange(Refusal):
    """A share of work lies between nothing and a full load."""

    code = "staff.share_out_of_range"

    def __init__(self) -> None:
        super().__init__(f"Between 0 and {SHARE_MAX} percent.", most=SHARE_MAX)


class GrantUnknown(Refusal):
    """The right is none of this person's, or ended before."""

    code = "staff.grant_unknown"

    def __init__(self) -> None:
        super().__init__("No such right in force.")


@dataclass(frozen=True, slots=True)
class Line:
    """What one line of the file says; ``until_on`` is the last day, or none."""

    kind: StaffEntry.Kind
    from_on: date
    until_on: date | None = None
    words: str = ""


@transaction.atomic
def sign_agreement(
    envelope: Envelope, *, account_id: int, signed_on: date, last_on: date, words: str
) -> None:
    """Record a signed confidentiality agreement; both days are included (PT25 4)."""
    if last_on < signed_on:
        raise DaysBackwards
    account = open_file(envelope, account_id)
    line = Line(Kind.AGREEMENT, signed_on, last_on, words)
    if write_line(envelope, account, line):
        _profile(
            account, agreement_signed_on=signed_on, agreement_until=last_on + ONE_DAY
        )


@transaction.atomic
def end_agreement(envelope: Envelope, *, account_id: int, words: str) -> None:
    """Record that the agreement ended today; the account sleeps from now on."""
    account = open_file(envelope, account_id)
    line = Line(Kind.AGREEMENT_ENDED, envelope.today, envelope.today, words)
    if write_line(envelope, account, line):
        _profile(account, agreement_signed_on=None, agreement_until=None)


@transaction.atomic
def record_training(
    envelope: Envelope, *, account_id: int, finished_on: date, course: str
) -> None:
    """Record a finished training; it counts for the months of the parameters."""
    if finished_on > envelope.today:
        raise TrainingAhead
    account = open_file(envelope, account_id)
    days = training_days(finished_on, staff_rules())
    last = None if days.end is None else days.end - ONE_DAY
    if write_line(envelope, account, Line(Kind.TRAINING, finished_on, last, course)):
        _profile(account, trained_on=finished_on, trained_until=days.end)


@transaction.atomic
def give_right(
    envelope: Envelope,
    *,
    account_id: int,
    role: Role,
    office: str,
    days: Period,
    items: tuple[str, ...] = (),
) -> None:
    """Give a role in an office that the sender's own right covers."""
    account = open_file(envelope, account_id)
    place = Office.objects.get(code=office)
    check_may(envelope.actor, Act.MANAGE_STAFF.value, office_path=place.path)
    last = None if days.end is None else days.end - ONE_DAY
    words = f"{role.value} {office} {','.join(sorted(items))}".strip()
    if write_line(envelope, account, Line(Kind.GRANT, days.start, last, words)):
        StaffGrant.objects.create(
            account=account,
            role=role.value,
            office=place,
            items=sorted(items),
            in_force=DateRange(days.start, days.end),
        )


@transaction.atomic
def end_right(
    envelope: Envelope, *, account_id: int, grant_id: int, words: str
) -> None:
    """Take a right back at once; what was done under it stays done."""
    account = open_file(envelope, account_id)
    grant = (
        StaffGrant.objects.select_for_update(of=("self",))
        .select_related("office")
        .filter(pk=grant_id, account=account)
        .first()
    )
    if grant is None:
        raise GrantUnknown
    check_may(envelope.actor, Act.MANAGE_STAFF.value, office_path=grant.office.path)
    said = f"{grant.role} {grant.office.code} {words}".strip()
    line = Line(Kind.GRANT_ENDED, envelope.today, envelope.today, said)
    if write_line(envelope, account, line):
        _end(grant, envelope.today)


@transaction.atomic
def leave(envelope: Envelope, *, account_id: int, words: str) -> None:
    """Close the account of somebody who left; every right ends today (PT25 4)."""
    account = open_file(envelope, account_id)
    line = Line(Kind.LEFT, envelope.today, None, words)
    if write_line(envelope, account, line):
        Account.objects.filter(pk=account.pk).update(is_active=False)
        for grant in StaffGrant.objects.filter(
            account=account, in_force__endswith__isnull=True
        ) | StaffGrant.objects.filter(
            account=account, in_force__endswith__gt=envelope.today
        ):
            _end(grant, envelope.today)


@transaction.atomic
def come_back(envelope: Envelope, *, account_id: int, words: str) -> None:
    """Open the account again; rights are given anew."""
    account = open_file(envelope, account_id)
    if write_line(envelope, account, Line(Kind.RETURNED, envelope.today, None, words)):
        Account.objects.filter(pk=account.pk).update(is_active=True)


@transaction.atomic
def set_share(envelope: Envelope, *, account_id: int, percent: int) -> None:
    """Set how much of a full load of new cases somebody gets, in percent."""
    if not 0 <= percent <= SHARE_MAX:
        raise ShareOutOfRange
    account = _staff_account(account_id)
    check_may(envelope.actor, Act.DISTRIBUTE.value, office_path=_path_of(account))
    line = Line(Kind.SHARE, envelope.today, None, f"{percent}%")
    if write_line(envelope, account, line):
        WorkShare.objects.update_or_create(
            account=account, defaults={"percent": percent}
        )


def sender_of(envelope: Envelope) -> int:
    """Return the account that sends; the system keeps no files."""
    if envelope.actor.account_id is None:
        raise NotStaff
    return envelope.actor.account_id


def open_file(envelope: Envelope, account_id: int) -> Account:
    """Return a colleague's account, locked; refuse one's own and strangers'."""
    account = _staff_account(account_id)
    if envelope.actor.account_id == account.pk:
        raise OwnFile
    check_may(envelope.actor, Act.MANAGE_STAFF.value, office_path=_path_of(account))
    return account


def _staff_account(account_id: int) -> Account:
    account = (
        Account.objects.select_for_update(of=("self",))
        .select_related("office")
        .filter(pk=account_id, kind=ActorKind.STAFF.value)
        .first()
    )
    if account is None:
        raise NotStaff
    return account


def _path_of(account: Account) -> str:
    return "" if account.office is None else account.office.path


def write_line(envelope: Envelope, account: Account, line: Line) -> bool:
    """Add the line; say whether it is new. The same request again is not."""
    envelope.check()
    entry = StaffEntry(
        account=account,
        office_path=_path_of(account),
        kind=line.kind.value,
        from_on=line.from_on,
        until_on=line.until_on,
        words=line.words,
        recorded_by_id=envelope.actor.account_id,
        recorded_at=envelope.now,
        key=envelope.key,
    )
    former = StaffEntry.objects.filter(key=envelope.key).first()
    if former is None:
        entry.save(force_insert=True)
        return True
    if _content(former) != _content(entry):
        raise RequestKeyReused
    return False


def _content(entry: StaffEntry) -> tuple[object, ...]:
    return (
        entry.account_id,
        entry.kind,
        entry.from_on,
        entry.until_on,
        entry.words,
        entry.recorded_by_id,
    )


def _profile(account: Account, /, **papers: date | None) -> None:
    StaffProfile.objects.update_or_create(account=account, defaults=papers)


def _end(grant: StaffGrant, today: date) -> None:
    """Let a right end before today; one that never held goes."""
    first = grant.in_force.lower
    if first >= today:
        grant.delete()
        return
    grant.in_force = DateRange(first, today)
    grant.save(update_fields=["in_force"])
