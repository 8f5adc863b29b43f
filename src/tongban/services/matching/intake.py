"""Taking a feed in: rows become facts, facts become proposals (部门数据接收)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from django.db import transaction

from tongban.core.access.actor import Actor, Role
from tongban.core.access.identifiers import plain
from tongban.core.json_values import canonical
from tongban.core.matching.columns import CellFault, FactFault, coded, faults_of
from tongban.core.matching.facts import OF_OUR_OWN, FactKind, FactState, about
from tongban.core.matching.proposals import MatchingRules, ProposalState
from tongban.core.refusals import Refusal
from tongban.records.matching.models import SOURCE_MAX, Feed, Proposal, SharedFact
from tongban.records.parties.models import Party
from tongban.records.security.cipher import blind_index
from tongban.services.cases.envelope import Envelope
from tongban.services.desk.queries import office_region
from tongban.services.enrolment.people import find_person, find_unit, unit_named
from tongban.services.files.operations import Upload
from tongban.services.matching.formats import (
    FeedForm,
    FeedTable,
    RefusedCell,
    RefusedRow,
    refused_cell,
    refused_xlsx,
    table_of,
)
from tongban.services.matching.proposing import propose_for
from tongban.services.matching.rules import matching_rules
from tongban.services.staff.register import sender_of

ABOUT_PURPOSE: Final = "matching.about"
MARK_PURPOSE: Final = "matching.fact"


class FeedNotYours(Refusal):
    """Only a supervisor takes feeds in."""

    code = "matching.feed_not_yours"

    def __init__(self) -> None:
        super().__init__("Only a supervisor takes feeds in.")


class SourceMissing(Refusal):
    """A feed names the department it comes from."""

    code = "matching.source_missing"

    def __init__(self) -> None:
        super().__init__("Name the department.", most=SOURCE_MAX)


class KindUnknown(Refusal):
    """No department sends facts of this kind here."""

    code = "matching.kind_unknown"

    def __init__(self) -> None:
        super().__init__("No such kind of feed.")


class NothingRefused(Refusal):
    """Every row of the table can be taken in."""

    code = "matching.nothing_refused"

    def __init__(self) -> None:
        super().__init__("No faulty rows.")


@dataclass(frozen=True, slots=True)
class NewFeed:
    """A table, what it tells of, and the department it comes from."""

    kind: FactKind
    source: str
    upload: Upload


@dataclass(frozen=True, slots=True)
class FeedResult:
    """What became of a feed; ``repeated`` when it was taken in before."""

    rows: Mapping[FactState, int]
    proposals: int
    refused: tuple[RefusedCell, ...]
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    sent: Mapping[str, str]
    cells: Mapping[str, str]
    faults: tuple[CellFault, ...]
    party: Party | None


@dataclass(frozen=True, slots=True)
class SentTable:
    """A table that was read, where it counts, and under which rules."""

    kind: FactKind
    source: str
    region: str
    table: FeedTable
    rules: MatchingRules


def take_feed(envelope: Envelope, new: NewFeed) -> FeedResult:
    """Take a supervisor's table in and propose what follows from it."""
    envelope.check()
    check_takes_feeds(envelope.actor)
    source = checked_source(new.source)
    region = office_region(envelope.actor.office_code)
    rules = matching_rules(region, envelope.today)
    table = table_of(new.upload, form_of(new.kind, rules))
    return take_table(envelope, SentTable(new.kind, source, region, table, rules))


def form_of(kind: FactKind, rules: MatchingRules) -> FeedForm:
    """Return the columns of a kind of feed; refuse a kind nobody sends."""
    rule = rules.rules.get(kind)
    if rule is None or kind in OF_OUR_OWN:
        raise KindUnknown
    return FeedForm(rule.columns, rules.rows_max)


@transaction.atomic
def take_table(envelope: Envelope, sent: SentTable) -> FeedResult:
    """Keep what a table says and propose what follows from it.

    The same table again adds nothing and is told as at first. Faulty rows are
    named and left out, the others count; rows about nobody in the register are
    not kept. A row that says something else than the same department did before
    replaces it.
    """
    feed, is_new = Feed.objects.get_or_create(
        region=sent.region,
        kind=sent.kind.value,
        source=sent.source,
        digest=sent.table.digest,
        defaults={
            "version": sent.rules.version,
            "received_at": envelope.now,
            "account_id": envelope.actor.account_id and sender_of(envelope),
        },
    )
    result = _keep(envelope, feed if is_new else None, sent)
    if not is_new:
        told = {FactState(state): count for state, count in feed.counts.items()}
        return replace(result, rows=told or result.rows)
    feed.counts = {state.value: count for state, count in result.rows.items()}
    feed.save(update_fields=["counts"])
    return result


def refused_rows(envelope: Envelope, new: NewFeed) -> bytes:
    """Return the rows of a table that would be left out, as a table; keep nothing."""
    check_takes_feeds(envelope.actor)
    region = office_region(envelope.actor.office_code)
    rules = matching_rules(region, envelope.today)
    table = table_of(new.upload, form_of(new.kind, rules))
    found = refused_of(envelope, SentTable(new.kind, "", region, table, rules))
    if not found:
        raise NothingRefused
    return found


def refused_of(envelope: Envelope, sent: SentTable) -> bytes:
    """Return the faulty rows of a table in its own shape; nothing without any."""
    rows = [
        RefusedRow(row.sent, row.faults) for row in _rows(envelope, sent) if row.faults
    ]
    return refused_xlsx(rows, form_of(sent.kind, sent.rules)) if rows else b""


def check_takes_feeds(actor: Actor) -> None:
    """Refuse whoever is no supervisor."""
    if not any(grant.role is Role.SUPERVISOR for grant in actor.grants):
        raise FeedNotYours


def checked_source(text: str) -> str:
    """Return the name of a department; refuse none and one too long."""
    source = text.strip()
    if not 1 <= len(source) <= SOURCE_MAX:
        raise SourceMissing
    return source


def _rows(envelope: Envelope, sent: SentTable) -> Iterator[_Row]:
    rule = sent.rules.rules[sent.kind]
    seen: set[tuple[str, str]] = set()
    for row in sent.table.rows:
        cells = _plain(row.cells)
        faults = list(faults_of(rule.columns, cells, today=envelope.today))
        party = None
        if not faults:
            cells = coded(rule.columns, cells)
            party = _party(sent, cells)
            faults += _against_register(sent.kind, cells, party)
        if not faults:
            told = (_number(sent.kind, cells), about(sent.kind, cells))
            if told in seen:
                faults.append(CellFault(_key_column(sent.kind), FactFault.SAID_TWICE))
            seen.add(told)
        yield _Row(row.number, row.cells, cells, tuple(faults), party)


def _plain(cells: Mapping[str, str]) -> dict[str, str]:
    return {
        code: plain(text) if code.endswith(("id_number", "credit_code")) else text
        for code, text in cells.items()
    }


def _key_column(kind: FactKind) -> str:
    return "credit_code" if kind is FactKind.BUSINESS else "id_number"


def _number(kind: FactKind, cells: Mapping[str, str]) -> str:
    return cells[_key_column(kind)]


def _party(sent: SentTable, cells: Mapping[str, str]) -> Party | None:
    """Return whom a row is about; a unit that is new gets its name in the book.

    Units are public; that one has a name here does not make it an employer.
    """
    if sent.kind is not FactKind.BUSINESS:
        return find_person(cells["id_number"])
    number = cells["credit_code"]
    return find_unit(number) or unit_named(
        number, name=cells["name"], region=sent.region
    )


def _against_register(
    kind: FactKind, cells: Mapping[str, str], party: Party | None
) -> Iterator[CellFault]:
    is_person = kind is not FactKind.BUSINESS
    if (
        is_person
        and party is not None
        and _folded(party.name) != _folded(cells["name"])
    ):
        yield CellFault("name", FactFault.NAME_DIFFERS)


def _folded(name: str) -> str:
    return "".join(name.split())


def _keep(envelope: Envelope, feed: Feed | None, sent: SentTable) -> FeedResult:
    counted: Counter[FactState] = Counter()
    refused: list[RefusedCell] = []
    proposals = 0
    form = form_of(sent.kind, sent.rules)
    for row in _rows(envelope, sent):
        state, fact = _fact(envelope, feed, row)
        counted[state] += 1
        refused += [
            refused_cell(sent.table, row.number, fault, form) for fault in row.faults
        ]
        if fact is not None:
            proposals += propose_for(fact, sent.rules, now=envelope.now)
    return FeedResult(dict(counted), proposals, tuple(refused), repeated=feed is None)


def _fact(
    envelope: Envelope, feed: Feed | None, row: _Row
) -> tuple[FactState, SharedFact | None]:
    if row.faults:
        return FactState.FAULTY, None
    if row.party is None:
        return FactState.UNREGISTERED, None
    if feed is None:
        return FactState.KNOWN, None
    return keep_fact(
        envelope.now, feed, number=row.number, party=row.party, cells=row.cells
    )


@transaction.atomic
def keep_fact(
    now: datetime, feed: Feed, *, number: int, party: Party, cells: Mapping[str, str]
) -> tuple[FactState, SharedFact | None]:
    """Keep one row of a feed as a fact, unless it is known; say what became of it."""
    kind = FactKind(feed.kind)
    mark = blind_index(canonical(dict(cells)), purpose=MARK_PURPOSE)
    told = about(kind, cells)
    subject = blind_index(told, purpose=ABOUT_PURPOSE) if told else ""
    earlier = (
        SharedFact.objects.select_for_update()
        .filter(
            party=party,
            kind=feed.kind,
            source=feed.source,
            about=subject,
            superseded_at=None,
        )
        .first()
    )
    if earlier is not None and earlier.mark == mark:
        return FactState.KNOWN, None
    if earlier is not None:
        _supersede(earlier, now=now)
    fact = SharedFact.objects.create(
        feed=feed,
        row=number,
        kind=feed.kind,
        source=feed.source,
        party=party,
        cells=dict(cells),
        mark=mark,
        about=subject,
        happened_on=date.fromisoformat(cells["happened_on"]),
    )
    return (FactState.NEW if earlier is None else FactState.CORRECTED), fact


def _supersede(earlier: SharedFact, *, now: datetime) -> None:
    earlier.superseded_at = now
    earlier.save(update_fields=["superseded_at"])
    open_ones = Proposal.objects.select_for_update().filter(
        fact=earlier, state=ProposalState.OPEN.value
    )
    for proposal in open_ones:
        proposal.state = ProposalState.SUPERSEDED.value
        proposal.decided_at = now
        proposal.version += 1
        proposal.save(update_fields=["state", "decided_at", "version"])
