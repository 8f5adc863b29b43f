"""The staff register as administrators see it, and one's own warnings."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from django.db.models import Q, QuerySet

from tongban.core.access.actor import ROLE_WORDS, Actor, ActorKind, Grant, Role
from tongban.core.access.rights import Act, check_may, grant_sentence
from tongban.core.days import ONE_DAY, Period
from tongban.core.staff.standing import PAPER_WORDS, Papers, lacking, running_out
from tongban.records.accounts.models import Account
from tongban.records.offices.models import Office, StaffGrant, StaffProfile
from tongban.records.security.row_conditions import below
from tongban.records.staff.models import StaffEntry
from tongban.services.access.queries import papers_of
from tongban.services.staff.absences import stand_ins_on
from tongban.services.staff.register import NotStaff
from tongban.services.staff.rules import staff_rules

ENTRIES_SHOWN_MAX: Final = 200
STAFF_PER_PAGE: Final = 50


class StaffState(StrEnum):
    """How a member of staff stands today."""

    AWAKE = "awake"
    SOON = "soon"
    ASLEEP = "asleep"
    AWAY = "away"
    LEFT = "left"


STATE_WORDS: Final[Mapping[StaffState, str]] = {
    StaffState.AWAKE: "在岗",
    StaffState.SOON: "即将到期",
    StaffState.ASLEEP: "休眠",
    StaffState.AWAY: "外出",
    StaffState.LEFT: "离岗",
}


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One member of staff in the list; days are last days, included."""

    account_id: int
    name: str
    login_name: str
    office: str
    roles: str
    agreement_last: date | None
    training_last: date | None
    state: StaffState
    why: str


@dataclass(frozen=True, slots=True)
class StaffSearch:
    """What is looked for: words in a name or login, a state, a page from 1."""

    text: str = ""
    state: StaffState | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class StaffList:
    """One page of the register, with how many stand how in all."""

    lines: tuple[StaffLine, ...]
    counts: Mapping[StaffState, int]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class RightLine:
    """One right in force or to come, as a sentence."""

    id: int
    sentence: str
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One line of a person's file."""

    kind: str
    first: date
    last: date | None
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StaffFile:
    """Everything on one member of staff."""

    line: StaffLine
    is_active: bool
    rights: tuple[RightLine, ...]
    entries: tuple[EntryLine, ...]


def staff_list(actor: Actor, search: StaffSearch, today: date) -> StaffList:
    """Return the register of the actor's office and below."""
    check_may(actor, Act.MANAGE_STAFF.value)
    found = list(_lines(_accounts(actor, search.text), today))
    counts = dict.fromkeys(StaffState, 0)
    for line in found:
        counts[line.state] += 1
    if search.state is not None:
        found = [line for line in found if line.state is search.state]
    pages = max(1, -(-len(found) // STAFF_PER_PAGE))
    page = min(max(1, search.page), pages)
    start = (page - 1) * STAFF_PER_PAGE
    return StaffList(tuple(found[start : start + STAFF_PER_PAGE]), counts, page, pages)


def staff_file(
    actor: Actor, account_id: int, *, today: date, item_names: Mapping[str, str]
) -> StaffFile:
    """Return the file of one member of staff below the actor's office."""
    check_may(actor, Act.MANAGE_STAFF.value)
    account = _accounts(actor, "").filter(pk=account_id).first()
    if account is None:
        raise NotStaff
    return StaffFile(
        line=next(iter(_lines([account], today))),
        is_active=account.is_active,
        rights=tuple(_rights(account, today, item_names)),
        entries=tuple(_entries(account)),
    )


def own_warnings(actor: Actor, today: date) -> tuple[str, ...]:
    """Return sentences on one's own papers that end within the warning days."""
    if actor.account_id is None:
        return ()
    profile = StaffProfile.objects.filter(account_id=actor.account_id).first()
    return tuple(_ending(papers_of(profile), today))


def colleagues(actor: Actor, *, without: int) -> tuple[tuple[int, str], ...]:
    """Return active staff of the actor's office and above, to stand in."""
    offices = Office.objects.filter(path__in=_line_above(actor.office_path))
    rows = Account.objects.filter(
        kind=ActorKind.STAFF.value, is_active=True, office__in=offices
    ).exclude(pk=without)
    return tuple(rows.order_by("display_name", "pk").values_list("pk", "display_name"))


def team_names(actor: Actor) -> tuple[tuple[int, str], ...]:
    """Return active staff of the actor's office and below."""
    rows = _accounts(actor, "").filter(is_active=True)
    return tuple(rows.values_list("pk", "display_name"))


def offices_below(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Return code and name of the actor's office and those below."""
    rows = Office.objects.filter(below("path", actor.office_path), is_active=True)
    return tuple(rows.values_list("code", "name"))


def _line_above(path: str) -> list[str]:
    codes = [code for code in path.split("/") if code]
    return ["/" + "/".join(codes[: place + 1]) + "/" for place in range(len(codes))]


def _accounts(actor: Actor, text: str) -> QuerySet[Account]:
    rows = Account.objects.filter(
        below("office__path", actor.office_path), kind=ActorKind.STAFF.value
    )
    if text:
        rows = rows.filter(
            Q(display_name__icontains=text) | Q(login_name__icontains=text)
        )
    return rows.select_related("office", "staff_profile").order_by(
        "office__path", "display_name", "pk"
    )


def _lines(accounts: Iterable[Account], today: date) -> Iterator[StaffLine]:
    accounts = list(accounts)
    roles = _roles(accounts, today)
    away = stand_ins_on(today)
    for account in accounts:
        papers = papers_of(getattr(account, "staff_profile", None))
        state, why = _standing(account, papers, away=account.pk in away, today=today)
        yield StaffLine(
            account_id=account.pk,
            name=account.display_name,
            login_name=account.login_name,
            office="" if account.office is None else account.office.name,
            roles="、".join(ROLE_WORDS[role] for role in roles.get(account.pk, ())),
            agreement_last=_last(papers.agreement),
            training_last=_last(papers.training),
            state=state,
            why=why,
        )


def _standing(
    account: Account, papers: Papers, *, away: bool, today: date
) -> tuple[StaffState, str]:
    if not account.is_active:
        return StaffState.LEFT, ""
    missing = lacking(papers, today, staff_rules())
    if missing:
        lacks = "、".join(PAPER_WORDS[paper] for paper in missing)
        return StaffState.ASLEEP, f"{lacks}未登记或已到期"
    if away:
        return StaffState.AWAY, "已安排代理"
    ending = "；".join(_ending(papers, today))
    return (StaffState.SOON, ending) if ending else (StaffState.AWAKE, "")


def _ending(papers: Papers, today: date) -> Iterator[str]:
    for one in running_out(papers, today, staff_rules()):
        last = f"{one.last_day:%Y年%-m月%-d日}"
        yield f"{PAPER_WORDS[one.paper]}{last}到期，到期后不能登录"


def _roles(accounts: Iterable[Account], today: date) -> dict[int, list[Role]]:
    found: dict[int, list[Role]] = {}
    rows = StaffGrant.objects.filter(
        account__in=list(accounts), in_force__contains=today
    ).order_by("pk")
    for account_id, role in rows.values_list("account_id", "role"):
        held = found.setdefault(account_id, [])
        if Role(role) not in held:
            held.append(Role(role))
    return found


def _rights(
    account: Account, today: date, item_names: Mapping[str, str]
) -> Iterator[RightLine]:
    rows = (
        StaffGrant.objects.filter(account=account)
        .filter(Q(in_force__upper_inf=True) | Q(in_force__endswith__gt=today))
        .select_related("office")
        .order_by("pk")
    )
    for row in rows:
        grant = Grant(
            Role(row.role), row.office.path, frozenset(row.items), frozenset(row.steps)
        )
        end = row.in_force.upper
        yield RightLine(
            id=row.pk,
            sentence=grant_sentence(
                grant, office_name=row.office.name, item_names=item_names
            ),
            first=row.in_force.lower,
            last=None if end is None else end - ONE_DAY,
        )


def _entries(account: Account) -> Iterator[EntryLine]:
    rows = (
        StaffEntry.objects.filter(account=account)
        .select_related("recorded_by")
        .order_by("-pk")[:ENTRIES_SHOWN_MAX]
    )
    for row in rows:
        yield EntryLine(
            kind=StaffEntry.Kind(row.kind).label,
            first=row.from_on,
            last=row.until_on,
            words=row.words,
            by="" if row.recorded_by is None else row.recorded_by.display_name,
            at=row.recorded_at,
        )


def _last(period: Period | None) -> date | None:
    if period is None or period.end is None:
        return None
    return period.end - ONE_DAY
