"""Taking a feed in: rows become facts, facts become proposals (部门数据接收)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction

from tongban.core.access.actor import Actor, Role
from tongban.core.access.identifiers import plain
from tongban.core.json_values import canonical
from tongban.core.matching.facts import (
    CellFault,
    FactFault,
    FactKind,
    FactState,
    faults_of,
)
from tongban.core.matching.proposals import MatchingRules, ProposalState
from tongban.core.refusals import Refusal
from tongban.records.matching.models import SOURCE_MAX, Feed, Proposal, SharedFact
from tongban.records.parties.models import Party
from tongban.records.security.cipher import blind_index
from tongban.services.cases.envelope import Envelope
from tongban.services.desk.queries import office_region
from tongban.services.enrolment.people import find_person
from tongban.services.files.operations import Upload
from tongban.services.matching.formats import (
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
    table = table_of(new.upload, rules)
    return take_table(envelope, SentTable(new.kind, source, region, table, rules))


@transaction.atomic
def take_table(envelope: Envelope, sent: SentTable) -> FeedResult:
    """Keep what a table says and propose what follows from it.

    The same table again adds nothing. Faulty rows are named and left out, the
    others count; rows about nobody in the register are not kept. A row that
    says something else than the same department did before replaces it.
    """
    feed, is_new = Feed.objects.get_or_create(
        region=sent.region,
        kind=sent.kind.value,
        source=sent.source,
        digest=sent.table.digest,
        defaults={
            "version": sent.rules.version,
            "received_at": envelope.now,
            "account_id": sender_of(envelope),
        },
    )
    return _keep(envelope, feed if is_new else None, sent)


def refused_rows(envelope: Envelope, new: NewFeed) -> bytes:
    """Return the rows of a table that would be left out, as a table; keep nothing."""
    check_takes_feeds(envelope.actor)
    rules = matching_rules(office_region(envelope.actor.office_code), envelope.today)
    rows = [
        RefusedRow(row.cells, row.faults)
        for row in _rows(table_of(new.upload, rules), envelope)
        if row.faults
    ]
    if not rows:
        raise NothingRefused
    return refused_xlsx(rows, rules)


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


def _rows(table: FeedTable, envelope: Envelope) -> Iterator[_Row]:
    seen: set[str] = set()
    for row in table.rows:
        cells = {**row.cells, "id_number": plain(row.cells["id_number"])}
        faults = list(faults_of(cells, today=envelope.today))
        party = None if faults else find_person(cells["id_number"])
        if party is not None and _folded(party.name) != _folded(cells["name"]):
            faults.append(CellFault("name", FactFault.NAME_DIFFERS))
        if not faults and cells["id_number"] in seen:
            faults.append(CellFault("id_number", FactFault.SAID_TWICE))
        if not faults:
            seen.add(cells["id_number"])
        yield _Row(row.number, cells, tuple(faults), party)


def _folded(name: str) -> str:
    return "".join(name.split())


def _keep(envelope: Envelope, feed: Feed | None, sent: SentTable) -> FeedResult:
    counted: Counter[FactState] = Counter()
    refused: list[RefusedCell] = []
    proposals = 0
    for row in _rows(sent.table, envelope):
        state, fact = _fact(envelope, feed, row)
        counted[state] += 1
        refused += [
            refused_cell(sent.table, row.number, fault, sent.rules)
            for fault in row.faults
        ]
        if fact is not None and propose_for(fact, sent.rules, now=envelope.now):
            proposals += 1
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
    mark = blind_index(canonical(dict(row.cells)), purpose=MARK_PURPOSE)
    earlier = (
        SharedFact.objects.select_for_update()
        .filter(party=row.party, kind=feed.kind, source=feed.source, superseded_at=None)
        .first()
    )
    if earlier is not None and earlier.mark == mark:
        return FactState.KNOWN, None
    if earlier is not None:
        _supersede(envelope, earlier)
    fact = SharedFact.objects.create(
        feed=feed,
        row=row.number,
        kind=feed.kind,
        source=feed.source,
        party=row.party,
        cells=dict(row.cells),
        mark=mark,
        happened_on=date.fromisoformat(row.cells["happened_on"]),
    )
    return (FactState.NEW if earlier is None else FactState.CORRECTED), fact


def _supersede(envelope: Envelope, earlier: SharedFact) -> None:
    earlier.superseded_at = envelope.now
    earlier.save(update_fields=["superseded_at"])
    open_ones = Proposal.objects.select_for_update().filter(
        fact=earlier, state=ProposalState.OPEN.value
    )
    for proposal in open_ones:
        proposal.state = ProposalState.SUPERSEDED.value
        proposal.decided_at = envelope.now
        proposal.version += 1
        proposal.save(update_fields=["state", "decided_at", "version"])
