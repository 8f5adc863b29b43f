"""Feeds as departments send them, and an employee they speak of."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from io import BytesIO

import xlsxwriter
from tests.services.cases.stage import envelope
from tests.services.enrolment.people import (
    REGION,
    finished,
    flexible,
    party_of,
    submitted,
)

from tongban.core.matching.facts import FactKind
from tongban.core.matching.proposals import Movement, ProposalState
from tongban.records.matching.models import Proposal
from tongban.records.parties.models import Party
from tongban.services.files.operations import Upload
from tongban.services.matching.deciding import accept_proposal
from tongban.services.matching.intake import FeedResult, NewFeed, take_feed
from tongban.services.matching.rules import matching_rules

HEADING = ("姓名", "公民身份号码", "发生日期")
INSURED = "2026-01-06"
DAY = "2026-03-02"
SOURCE = "示例市民政局"


def table(rows: Iterable[tuple[str, ...]], heading: tuple[str, ...] = HEADING) -> bytes:
    kept = BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC)})  # same bytes
    sheet = book.add_worksheet()
    for place, row in enumerate((heading, *rows)):
        sheet.write_row(place, 0, row)
    book.close()
    return kept.getvalue()


def insured() -> Party:
    finished(submitted(flexible("wangjianguo", INSURED), INSURED), INSURED)
    return party_of("wangjianguo")


def taken(
    content: bytes,
    kind: FactKind = FactKind.DEATH,
    *,
    source: str = SOURCE,
    login: str = "supervisor",
    day: str = DAY,
) -> FeedResult:
    upload = Upload("feed.xlsx", [content])
    return take_feed(envelope(login, day), NewFeed(kind, source, upload))


def told(
    happened_on: str = "2026-03-01", kind: FactKind = FactKind.DEATH
) -> FeedResult:
    person = party_of("wangjianguo")
    return taken(table([(person.name, person.identifier, happened_on)]), kind)


def columns_of(kind: FactKind) -> tuple[str, ...]:
    rule = matching_rules(REGION, date.fromisoformat(DAY)).rules[kind]
    return tuple(column.title for column in rule.columns)


def sent(kind: FactKind, *rows: tuple[str, ...], source: str = SOURCE) -> FeedResult:
    return taken(table(rows, heading=columns_of(kind)), kind, source=source)


def the_open(movement: Movement) -> Proposal:
    return Proposal.objects.get(state=ProposalState.OPEN.value, movement=movement.value)


def accepted(movement: Movement, words: str = "") -> str:
    return accept_proposal(
        envelope("clerk1", DAY), proposal_id=the_open(movement).pk, words=words
    )
