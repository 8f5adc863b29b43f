"""What a department's data was used for in a month, by purpose (数据使用报告)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Count

from tongban.core.access.actor import Actor
from tongban.core.enrolment.months import add_months
from tongban.core.items.regions import digits_within
from tongban.core.matching.facts import FACT_KIND_WORDS, FactKind, FactState
from tongban.core.matching.proposals import ProposalState
from tongban.records.matching.models import Feed, Proposal, SharedFact
from tongban.services.cases.envelope import CHINA
from tongban.services.desk.queries import office_region
from tongban.services.desk.sheet import Column, workbook
from tongban.services.matching.rounds import without_change
from tongban.services.matching.rules import matching_rules

SHEET: Final = "部门数据使用报告"


@dataclass(frozen=True, slots=True)
class UseLine:
    """One department and kind of data in one month.

    ``used`` led to a change, ``wrong`` was not used with a reason or taken back,
    ``waiting`` is not decided, ``given_up`` found nothing to change and is tried
    no more.
    """

    source: str
    kind: str
    purpose: str
    feeds: int
    received: int
    kept: int
    faulty: int
    used: int
    wrong: int
    waiting: int
    given_up: int


@dataclass(frozen=True, slots=True)
class UseReport:
    """A month's use of shared data in one region."""

    month: date
    lines: tuple[UseLine, ...]


def use_report(actor: Actor, *, month: date, today: date) -> UseReport:
    """Return what the data received in a month was used for, in the actor's region."""
    region = office_region(actor.office_code)
    begin = datetime.combine(month, time.min, CHINA)
    end = datetime.combine(add_months(month, 1), time.min, CHINA)
    feeds = Feed.objects.filter(
        region__startswith=digits_within(region),
        received_at__gte=begin,
        received_at__lt=end,
    )
    told: dict[tuple[str, str], list[Feed]] = {}
    for feed in feeds:
        told.setdefault((feed.source, feed.kind), []).append(feed)
    lines = [
        _line(source, FactKind(kind), found, region=region, today=today)
        for (source, kind), found in sorted(told.items())
    ]
    return UseReport(month, tuple(lines))


def report_xlsx(report: UseReport) -> bytes:
    """Return a report as XLSX with the meaning of each column."""
    return workbook(SHEET, COLUMNS, report.lines)


def _line(
    source: str, kind: FactKind, feeds: list[Feed], *, region: str, today: date
) -> UseLine:
    counted: Counter[str] = Counter()
    for feed in feeds:
        counted.update(feed.counts)
    keys = [feed.pk for feed in feeds]
    states = dict(
        Proposal.objects.filter(fact__feed__in=keys)
        .values_list("state")
        .annotate(Count("pk"))
    )
    rules = matching_rules(region, today)
    since = today - timedelta(days=rules.retry_days)
    hopeless = without_change(SharedFact.objects.filter(feed__in=keys)).filter(
        feed__received_at__date__lt=since
    )
    rule = rules.rules.get(kind)
    return UseLine(
        source=source,
        kind=FACT_KIND_WORDS[kind],
        purpose=rule.purpose if rule else "",
        feeds=len(feeds),
        received=sum(counted.values()),
        kept=counted[FactState.NEW] + counted[FactState.CORRECTED],
        faulty=counted[FactState.FAULTY],
        used=states.get(ProposalState.ACCEPTED.value, 0),
        wrong=states.get(ProposalState.REJECTED.value, 0)
        + states.get(ProposalState.TAKEN_BACK.value, 0),
        waiting=states.get(ProposalState.OPEN.value, 0),
        given_up=hopeless.count(),
    )


COLUMNS: Final[tuple[Column[UseLine], ...]] = (
    Column("部门", "提供数据的部门", lambda row: row.source),
    Column("数据种类", "数据说的是什么", lambda row: row.kind),
    Column("用途", "约定用来做什么", lambda row: row.purpose),
    Column("次数", "收到几个表格", lambda row: str(row.feeds)),
    Column("行数", "一共多少行", lambda row: str(row.received)),
    Column("留存", "与参保人有关而留存的行", lambda row: str(row.kept)),
    Column("有问题", "有问题而没有接收的行", lambda row: str(row.faulty)),
    Column("已采用", "核实后办理了变更", lambda row: str(row.used)),
    Column("不采用", "核实后没有采用或者撤销了", lambda row: str(row.wrong)),
    Column("待核实", "还没有处理", lambda row: str(row.waiting)),
    Column("不再比对", "到期限仍没有可办的变更", lambda row: str(row.given_up)),
)
