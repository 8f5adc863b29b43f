"""Giving waiting cases to people (派件): looked at first, then done case by case."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet

from tongban.core.access.actor import SYSTEM, Actor, ActorKind, Grant, Role
from tongban.core.access.rights import Act, check_may
from tongban.core.cases.lifecycle import State
from tongban.core.items.catalogue import Channel, Step
from tongban.core.refusals import Refusal
from tongban.core.staff.distribution import (
    FULL_SHARE,
    Assignment,
    Waiting,
    Worker,
    can_take,
    share_out,
)
from tongban.core.staff.standing import lacking
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case
from tongban.records.offices.models import Office, StaffGrant
from tongban.records.security.row_conditions import below
from tongban.records.staff.models import OfficeDistribution, WorkShare
from tongban.services.access.queries import papers_of
from tongban.services.calendar.queries import work_calendar
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.teamwork import hand_over, return_case
from tongban.services.staff.absences import stand_ins_on
from tongban.services.staff.register import sender_of
from tongban.services.staff.rules import staff_rules

CASES_PER_ROUND_MAX: Final = 500
GIVEN_OUT: Final = "系统按工作量派件"
RETURNED: Final = "超过{days}个工作日没有处理，退回待领"
_HANDS: Final = (Role.CLERK, Role.REVIEWER, Role.FINANCE, Role.ASSESSOR)


@dataclass(frozen=True, slots=True)
class WorkerLine:
    """One colleague: how much is in hand, how much they get, whether at work."""

    account_id: int
    name: str
    roles: tuple[Role, ...]
    share: int
    open_count: int
    overdue_count: int
    away: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One waiting case and who would get it; empty: nobody can take it."""

    number: str
    item_name: str
    step: str
    due_on: date | None
    account_id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Given:
    """What a round did: how many were given out, and which were refused and why."""

    done: int
    refused: tuple[tuple[str, Refusal], ...]


def team_of(actor: Actor, today: date) -> tuple[WorkerLine, ...]:
    """Return the people of the actor's office and below with what they have."""
    accounts = _hands(actor.office_path, today)
    open_counts = _counts(Q())
    overdue = _counts(Q(overdue_on__lte=today))
    here = stand_ins_on(today)
    names = _names(here.values())
    shares = _shares()
    return tuple(
        WorkerLine(
            account_id=account.pk,
            name=account.display_name,
            roles=tuple(dict.fromkeys(grant.role for grant in grants)),
            share=shares.get(account.pk, FULL_SHARE),
            open_count=open_counts[account.pk],
            overdue_count=overdue[account.pk],
            away=names.get(here[account.pk], "无人代理") if account.pk in here else "",
        )
        for account, grants in accounts
    )


def plan(actor: Actor, today: date) -> tuple[PlanLine, ...]:
    """Return who would get which waiting case now; nothing is changed."""
    check_may(actor, Act.DISTRIBUTE.value)
    records, assignments = _plan(actor.office_path, today)
    names = _names(one.account_id for one in assignments if one.account_id)
    return tuple(
        PlanLine(
            number=record.number,
            item_name=record.item_name,
            step=record.step,
            due_on=record.due_on,
            account_id=one.account_id,
            name=names.get(one.account_id or 0, ""),
        )
        for record, one in zip(records, assignments, strict=True)
    )


def give_out(envelope: Envelope) -> Given:
    """Give every waiting case of the sender's office to somebody, one by one."""
    check_may(envelope.actor, Act.DISTRIBUTE.value)
    return _give(envelope, envelope.actor.office_path)


def run_automatic(now: datetime) -> Given:
    """Give out the waiting cases of every office that asked for it; for a job."""
    done = 0
    refused: list[tuple[str, Refusal]] = []
    paths = OfficeDistribution.objects.filter(automatic=True).values_list(
        "office__path", flat=True
    )
    for path in paths:
        envelope = Envelope(SYSTEM, now, f"give {now:%Y%m%d%H%M}", Channel.OTHER)
        given = _give(envelope, path)
        done += given.done
        refused += given.refused
    return Given(done, tuple(refused))


def return_untouched(now: datetime) -> int:
    """Put back what nobody touched for the working days of the rules; for a job."""
    envelope = Envelope(SYSTEM, now, "return", Channel.OTHER)
    days = staff_rules().return_after_working_days
    calendar = work_calendar()
    automatic = OfficeDistribution.objects.filter(automatic=True)
    done = 0
    for path in automatic.values_list("office__path", flat=True):
        idle = (
            Case.objects.filter(below("office_path", path), state=State.OPEN.value)
            .exclude(assignee=None)
            .annotate(touched=Max("events__at"))
        )
        for record in idle[:CASES_PER_ROUND_MAX]:
            touched = Envelope(SYSTEM, record.touched, "at", Channel.OTHER).today
            if calendar.add_workdays(touched, days) < envelope.today:
                return_case(
                    Envelope(SYSTEM, now, f"return {record.version}", Channel.OTHER),
                    number=record.number,
                    words=RETURNED.format(days=days),
                )
                done += 1
    return done


@transaction.atomic
def set_automatic(envelope: Envelope, *, on: bool) -> None:
    """Switch the automatic distribution of the sender's office on or off."""
    check_may(envelope.actor, Act.DISTRIBUTE.value)
    OfficeDistribution.objects.update_or_create(
        office=Office.objects.get(code=envelope.actor.office_code),
        defaults={
            "automatic": on,
            "changed_by_id": sender_of(envelope),
            "changed_at": envelope.now,
        },
    )


def is_automatic(actor: Actor) -> bool:
    """Say whether the actor's office gives cases out by itself."""
    return OfficeDistribution.objects.filter(
        office__code=actor.office_code, automatic=True
    ).exists()


def _give(envelope: Envelope, path: str) -> Given:
    _, assignments = _plan(path, envelope.today)
    done = 0
    refused: list[tuple[str, Refusal]] = []
    for one in assignments:
        if one.account_id is None:
            continue
        part = Envelope(
            envelope.actor,
            envelope.now,
            f"{envelope.key} {one.number}",
            envelope.channel,
        )
        try:
            hand_over(
                part, number=one.number, assignee_id=one.account_id, words=GIVEN_OUT
            )
        except Refusal as no:  # one case must not stop the others
            refused.append((one.number, no))
        else:
            done += 1
    return Given(done, tuple(refused))


def _plan(path: str, today: date) -> tuple[list[Case], list[Assignment]]:
    hands = _hands(path, today)
    away = stand_ins_on(today)
    shares, counts = _shares(), _counts(Q())
    workers = [
        Worker(
            account_id=account.pk,
            name=account.display_name,
            grants=grants,
            share=shares.get(account.pk, FULL_SHARE),
            open_count=counts[account.pk],
        )
        for account, grants in hands
        if account.pk not in away
    ]
    records = list(_waiting(path, workers))
    return records, share_out([_value(one) for one in records], workers, staff_rules())


def _waiting(path: str, workers: Iterable[Worker]) -> list[Case]:
    """Return open cases nobody fit has in hand, the most urgent first."""
    fit = {worker.account_id: worker for worker in workers}
    found = (
        Case.objects.filter(below("office_path", path), state=State.OPEN.value)
        .exclude(step="")
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )
    waiting = []
    for record in found.iterator(chunk_size=CASES_PER_ROUND_MAX):
        holder = fit.get(record.assignee_id or 0)
        if holder is None or not can_take(holder, _value(record)):
            waiting.append(record)
        if len(waiting) >= CASES_PER_ROUND_MAX:
            break
    return waiting


def _value(record: Case) -> Waiting:
    return Waiting(
        number=record.number,
        item=record.item,
        step=Step(record.step),
        office_path=record.office_path,
        done_by=frozenset({record.owner_id} if record.owner_id else ()),
    )


def _hands(path: str, today: date) -> list[tuple[Account, tuple[Grant, ...]]]:
    accounts = (
        Account.objects.filter(
            below("office__path", path), kind=ActorKind.STAFF.value, is_active=True
        )
        .select_related("staff_profile")
        .order_by("display_name", "pk")
    )
    rules = staff_rules()
    awake = [
        account
        for account in accounts
        if not lacking(papers_of(getattr(account, "staff_profile", None)), today, rules)
    ]
    grants: dict[int, list[Grant]] = {}
    rows: QuerySet[StaffGrant] = StaffGrant.objects.filter(
        account__in=awake, in_force__contains=today, role__in=[r.value for r in _HANDS]
    ).select_related("office")
    for row in rows.order_by("pk"):
        grants.setdefault(row.account_id, []).append(
            Grant(
                Role(row.role),
                row.office.path,
                frozenset(row.items),
                frozenset(row.steps),
            )
        )
    return [(one, tuple(grants[one.pk])) for one in awake if one.pk in grants]


def _counts(extra: Q) -> Counter[int]:
    held = (
        Case.objects.exclude(state=State.CLOSED.value)
        .filter(extra, assignee__isnull=False)
        .values_list("assignee_id", flat=True)
    )
    return Counter(held)


def _names(accounts: Iterable[int]) -> dict[int, str]:
    rows = Account.objects.filter(pk__in=set(accounts))
    return dict(rows.values_list("pk", "display_name"))


def _shares() -> dict[int, int]:
    return dict(WorkShare.objects.values_list("account_id", "percent"))
