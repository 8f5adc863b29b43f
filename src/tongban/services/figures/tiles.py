"""The twelve tiles of the wall screen (大屏): numbers only, never a person."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, F, Q

from tongban.core.access.actor import Actor
from tongban.core.access.rights import Act, check_may
from tongban.core.calendar.workdays import WorkCalendar
from tongban.core.cases.lifecycle import EventKind, Outcome, State
from tongban.core.figures.counting import Span, Tally, share, share_words
from tongban.core.ratings.corrections import CorrectionState
from tongban.records.cases.models import Case, CaseEvent
from tongban.records.notices.models import Message
from tongban.records.offices.models import Office
from tongban.records.queues.models import Ticket
from tongban.records.ratings.models import Rating
from tongban.records.security.row_conditions import below
from tongban.services.calendar.queries import work_calendar
from tongban.services.cases.envelope import CHINA
from tongban.services.figures.measures import in_scope, within
from tongban.services.figures.rework import causes
from tongban.services.figures.tables import totals
from tongban.services.ratings.rules import rating_rules

TOP_CAUSES: Final = 3
TRANSFERS: Final = ("transfer-out", "transfer-in")
SETTLED: Final = (CorrectionState.FIXED.value, CorrectionState.INVALID.value)
CHRONIC: Final = "chronic-disease-recognition"
LEVEL_WORDS: Final = {
    "city": "市级",
    "county": "区县",
    "town": "镇街",
    "village": "村（社区）",
}
ROUTE_WORDS: Final = {"in_province": "省内", "cross_province": "跨省"}


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile: a title, one large figure, smaller ones below, where it leads.

    ``code`` names its definition; ``leads`` is the list behind it, as the
    measure of the figures page, or the name of another page.
    """

    code: str
    title: str
    figure: str
    unit: str
    rows: tuple[tuple[str, str], ...]
    leads: str


def tiles(actor: Actor, today: date) -> tuple[Tile, ...]:
    """Return the tiles of the actor's office and below, for today and this month."""
    check_may(actor, Act.SEE_FIGURES.value)
    month = Span.of_month(today)
    day, so_far = totals(actor, Span.of_day(today)), totals(actor, month)
    return (
        _today(day),
        _promptness(so_far),
        _instant(so_far),
        _open(actor, today),
        _told(actor, month, so_far),
        _elsewhere(actor, month),
        _transfers(actor, month),
        _chronic(actor, month),
        _notices(actor, month),
        _waiting(actor, today),
        _ratings(actor, month),
        _stations(actor),
    )


def _today(day: Tally) -> Tile:
    rows = (("办结", f"{day.closed}件"), ("其中即时办结", f"{day.instant}件"))
    return Tile("received", "今天收件", str(day.received), "件", rows, "received")


def _promptness(month: Tally) -> Tile:
    rows = (
        ("提前", f"{month.early}件"),
        ("按期", f"{month.on_time}件"),
        ("逾期", f"{month.late}件"),
    )
    return Tile(
        "on_time_share",
        "本月按时办结率",
        share_words(month.on_time_share),
        "",
        rows,
        "closed",
    )


def _instant(month: Tally) -> Tile:
    rows = (
        ("即时办结", f"{month.instant}件"),
        ("网办率", share_words(month.online_share)),
    )
    words = share_words(month.instant_share)
    return Tile("instant_share", "本月即办率", words, "", rows, "instant")


def _open(actor: Actor, today: date) -> Tile:
    is_open = ~Q(state=State.CLOSED.value)
    running = Q(state=State.OPEN.value, stopped=False)
    found = in_scope(actor).aggregate(
        all=Count("pk", filter=is_open),
        red=Count("pk", filter=running & Q(overdue_on__lte=today)),
        yellow=Count(
            "pk", filter=running & Q(yellow_from__lte=today, overdue_on__gt=today)
        ),
        grey=Count("pk", filter=is_open & ~running),
    )
    rows = (
        ("红　已超期", f"{found['red']}件"),
        ("黄　快到期", f"{found['yellow']}件"),
        ("灰　已停钟", f"{found['grey']}件"),
    )
    return Tile("open", "在办", str(found["all"]), "件", rows, "work")


def _told(actor: Actor, month: Span, so_far: Tally) -> Tile:
    rows = tuple(
        (f"{one.fault}{one.subject}", f"{one.count}次")
        for one in causes(actor, month)[:TOP_CAUSES]
    )
    words = share_words(so_far.told_share)
    return Tile("told_share", "本月补正率", words, "", rows, "rework")


def _elsewhere(actor: Actor, month: Span) -> Tile:
    found = (
        in_scope(actor)
        .filter(within("received_at", month))
        .exclude(received_path=F("office_path"))
        .order_by()
        .values_list("received_path")
        .annotate(count=Count("pk"))
        .order_by("-count")
    )
    counts = list(found)
    names = dict(
        Office.objects.filter(
            path__in=[path for path, _ in counts[:TOP_CAUSES]]
        ).values_list("path", "name")
    )
    rows = tuple(
        (names.get(path, path), f"{count}件") for path, count in counts[:TOP_CAUSES]
    )
    total = sum(count for _, count in counts)
    return Tile("cross_region", "本月异地收件", str(total), "件", rows, "")


def _transfers(actor: Actor, month: Span) -> Tile:
    calendar = work_calendar()
    days: dict[str, list[int]] = {}
    events = CaseEvent.objects.filter(
        below("case__office_path", actor.office_path),
        within("case__closed_at", month),
        kind=EventKind.SUBMITTED.value,
        case__item__in=TRANSFERS,
        case__outcome=Outcome.GRANTED.value,
        case__started_on__isnull=False,
    ).select_related("case")
    for event in events:
        facts = event.data.get("facts") or {}
        days.setdefault(facts.get("route", ""), []).append(
            _days_of(event.case, calendar)
        )
    everything = [one for counts in days.values() for one in counts]
    rows = tuple(
        (words, f"{_mean(days[route])}（{len(days[route])}件）")
        for route, words in ROUTE_WORDS.items()
        if days.get(route)
    )
    return Tile(
        "transfer_days", "本月转移接续用时", _mean(everything), "个工作日", rows, ""
    )


def _days_of(case: Case, calendar: WorkCalendar) -> int:
    if case.started_on is None or case.closed_at is None:
        return 0
    closed = case.closed_at.astimezone(CHINA).date()
    return max(0, calendar.workdays_between(case.started_on, closed))


def _mean(days: list[int]) -> str:
    """Return a mean with one place, cut; a dash of nothing."""
    if not days:
        return "—"
    tenths = sum(days) * 10 // len(days)
    return f"{tenths // 10}.{tenths % 10}"


def _chronic(actor: Actor, month: Span) -> Tile:
    found = (
        in_scope(actor)
        .filter(within("closed_at", month), item=CHRONIC)
        .aggregate(
            granted=Count("pk", filter=Q(outcome=Outcome.GRANTED.value)),
            rejected=Count("pk", filter=Q(outcome=Outcome.REJECTED.value)),
        )
    )
    rows = (("同意", f"{found['granted']}件"), ("不予同意", f"{found['rejected']}件"))
    total = found["granted"] + found["rejected"]
    return Tile("chronic", "本月慢特病认定", str(total), "件", rows, "")


def _notices(actor: Actor, month: Span) -> Tile:
    found = Message.objects.filter(
        below("case__office_path", actor.office_path), within("created_at", month)
    ).aggregate(
        sent=Count("pk"),
        delivered=Count(
            "pk", filter=Q(delivered_at__isnull=False) | Q(read_at__isnull=False)
        ),
    )
    rows = (("发出", f"{found['sent']}份"), ("送达", f"{found['delivered']}份"))
    words = share_words(share(found["delivered"], found["sent"]))
    return Tile("delivered_share", "本月通知送达率", words, "", rows, "")


def _waiting(actor: Actor, today: date) -> Tile:
    found = Ticket.objects.filter(
        below("office_path", actor.office_path), day=today
    ).aggregate(
        waiting=Count("pk", filter=Q(called_at=None, ended_at=None)),
        served=Count("pk", filter=Q(ended_at__isnull=False)),
    )
    rows = (("已办完", f"{found['served']}人"),)
    return Tile("waiting_people", "现在等候", str(found["waiting"]), "人", rows, "")


def _ratings(actor: Actor, month: Span) -> Tile:
    """Count what was said; too few say how many only, and nothing said is nothing."""
    settled = Q(correction__state__in=SETTLED)
    found = Rating.objects.filter(
        below("office_path", actor.office_path),
        rated_on__range=(month.first, month.last),
    ).aggregate(
        given=Count("pk"),
        worst=Count("pk", filter=Q(bad=True)),
        ended=Count("pk", filter=Q(bad=True) & settled),
    )
    few = rating_rules().hidden_below
    rows: tuple[tuple[str, str], ...] = ()
    if found["given"] >= few:
        good = share(found["given"] - found["worst"], found["given"])
        rows = (
            ("好评率", share_words(good)),
            ("差评", f"{found['worst']}次"),
            ("已整改或无效", f"{found['ended']}件"),
        )
    elif found["given"]:
        rows = (("分等级", f"满{few}次再分"),)
    return Tile("ratings", "本月评价", str(found["given"]), "次", rows, "ratings")


def _stations(actor: Actor) -> Tile:
    found = (
        Office.objects.filter(below("path", actor.office_path), is_active=True)
        .order_by()
        .values_list("level")
        .annotate(count=Count("pk"))
    )
    counts = dict(found)
    rows = tuple(
        (words, f"{counts[level]}个")
        for level, words in LEVEL_WORDS.items()
        if counts.get(level)
    )
    return Tile("stations", "服务网点", str(sum(counts.values())), "个", rows, "")
