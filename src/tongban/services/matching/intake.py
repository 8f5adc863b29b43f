"""Taking a feed in: rows become facts, facts become proposals (部门数据接收)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from django.db import transaction

from tongban.core.access.actor import Actor, Role
from tongban.core.access.identifiers import plain
from tongban.core.files.uploads import FileType, TypeNotTaken
from tongban.core.json_values import canonical
from tongban.core.matching.facts import (
    CURE_WORDS,
    FAULT_WORDS,
    CellFault,
    FactFault,
    FactKind,
    FactState,
    faults_of,
)
from tongban.core.matching.proposals import MatchingRules, ProposalState
from tongban.core.refusals import Refusal
from tongban.gateways.sheets import SheetRow, cell_name, read_rows
from tongban.records.matching.models import SOURCE_MAX, Feed, Proposal, SharedFact
from tongban.records.parties.models import Party
from tongban.records.security.cipher import blind_index
from tongban.services.cases.envelope import Envelope
from tongban.services.desk.queries import office_region
from tongban.services.enrolment.people import find_person
from tongban.services.files.operations import Upload, store_upload
from tongban.services.matching.proposing import propose_for
from tongban.services.matching.rules import matching_rules

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


class HeadingUnknown(Refusal):
    """The first row is not the heading of this kind of feed."""

    code = "matching.heading_unknown"

    def __init__(self, titles: str) -> None:
        super().__init__("The heading lacks columns.", titles=titles)


class FeedEmpty(Refusal):
    """There is no row below the heading."""

    code = "matching.feed_empty"

    def __init__(self) -> None:
        super().__init__("No rows.")


@dataclass(frozen=True, slots=True)
class NewFeed:
    """A table, what it tells of, and the department it comes from."""

    kind: FactKind
    source: str
    upload: Upload


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """A cell that keeps its row out, as the spreadsheet program calls it."""

    cell: str
    problem: str
    cure: str


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


@transaction.atomic
def take_feed(envelope: Envelope, new: NewFeed) -> FeedResult:
    """Take a table in and propose what follows from it.

    The same table again adds nothing. Faulty rows are named and left out, the
    others count; rows about nobody in the register are not kept. A row that
    says something else than the same department did before replaces it.
    """
    envelope.check()
    actor = envelope.actor
    account = _supervisor(actor)
    source = new.source.strip()
    if not 1 <= len(source) <= SOURCE_MAX:
        raise SourceMissing
    region = office_region(actor.office_code)
    rules = matching_rules(region, envelope.today)
    read: list[SheetRow] = []
    file = store_upload(
        actor,
        new.upload,
        now=envelope.now,
        look=lambda kind, path: read.extend(_table(kind, path, rules)),
    )
    feed, is_new = Feed.objects.get_or_create(
        region=region,
        kind=new.kind.value,
        source=source,
        digest=file.digest,
        defaults={
            "version": rules.version,
            "received_at": envelope.now,
            "account_id": account,
        },
    )
    if not is_new:
        return FeedResult({FactState.KNOWN: len(read) - 1}, 0, (), repeated=True)
    return _keep(envelope, feed, _rows(read, envelope, rules), rules)


def _supervisor(actor: Actor) -> int:
    supervises = any(grant.role is Role.SUPERVISOR for grant in actor.grants)
    if not supervises or actor.account_id is None:
        raise FeedNotYours
    return actor.account_id


def _table(kind: FileType, path: Path, rules: MatchingRules) -> list[SheetRow]:
    if kind is not FileType.XLSX:
        raise TypeNotTaken
    read = list(read_rows(path, rows_max=rules.rows_max + 1))
    titles = {column.title for column in rules.columns}
    if not read or not titles <= set(read[0].cells):
        raise HeadingUnknown("、".join(column.title for column in rules.columns))
    if len(read) == 1:
        raise FeedEmpty
    return read


def _places(heading: SheetRow, rules: MatchingRules) -> dict[str, int]:
    return {one.code: heading.cells.index(one.title) for one in rules.columns}


def _rows(
    read: list[SheetRow], envelope: Envelope, rules: MatchingRules
) -> Iterator[tuple[_Row, dict[str, int]]]:
    places = _places(read[0], rules)
    seen: set[str] = set()
    for row in read[1:]:
        cells = {
            code: row.cells[place] if place < len(row.cells) else ""
            for code, place in places.items()
        }
        cells["id_number"] = plain(cells["id_number"])
        faults = list(faults_of(cells, today=envelope.today))
        party = None if faults else find_person(cells["id_number"])
        if party is not None and _folded(party.name) != _folded(cells["name"]):
            faults.append(CellFault("name", FactFault.NAME_DIFFERS))
        if not faults and cells["id_number"] in seen:
            faults.append(CellFault("id_number", FactFault.SAID_TWICE))
        if not faults:
            seen.add(cells["id_number"])
        yield _Row(row.number, cells, tuple(faults), party), places


def _folded(name: str) -> str:
    return "".join(name.split())


def _keep(
    envelope: Envelope,
    feed: Feed,
    rows: Iterable[tuple[_Row, dict[str, int]]],
    rules: MatchingRules,
) -> FeedResult:
    counted: Counter[FactState] = Counter()
    refused: list[RefusedCell] = []
    proposals = 0
    for row, places in rows:
        state, fact = _fact(envelope, feed, row)
        counted[state] += 1
        refused += [_refused(row.number, fault, places) for fault in row.faults]
        if fact is not None and propose_for(fact, rules, now=envelope.now):
            proposals += 1
    return FeedResult(dict(counted), proposals, tuple(refused))


def _fact(
    envelope: Envelope, feed: Feed, row: _Row
) -> tuple[FactState, SharedFact | None]:
    if row.faults:
        return FactState.FAULTY, None
    if row.party is None:
        return FactState.UNREGISTERED, None
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


def _refused(number: int, fault: CellFault, places: Mapping[str, int]) -> RefusedCell:
    return RefusedCell(
        cell_name(number, places[fault.column] + 1),
        FAULT_WORDS[fault.fault],
        CURE_WORDS[fault.fault],
    )
