"""Departments whose systems send facts by themselves: signed, within their kinds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.conf import settings

from tongban.core.access.actor import SYSTEM, Actor
from tongban.core.items.catalogue import Channel
from tongban.core.matching.facts import FactKind
from tongban.core.refusals import Refusal
from tongban.records.offices.models import Office
from tongban.services.access.scope import scoped
from tongban.services.access.signatures import SignedRequest, is_of_its_sender
from tongban.services.cases.envelope import CHINA, Envelope
from tongban.services.matching.formats import table_of_rows
from tongban.services.matching.intake import (
    FeedResult,
    KindUnknown,
    SentTable,
    form_of,
    take_table,
)
from tongban.services.matching.rules import matching_rules

ROWS_PER_REQUEST_MAX: Final = 1_000
KEY: Final = "feed"


class SignatureWrong(Refusal):
    """The request was not signed by a department we know, or long ago."""

    code = "matching.signature_wrong"

    def __init__(self) -> None:
        super().__init__("The signature does not match, or is too old.")


@dataclass(frozen=True, slots=True)
class Department:
    """A department as the settings name it; it sends only its own kinds of facts."""

    code: str
    name: str
    region: str
    kinds: frozenset[FactKind]


def check_department(request: SignedRequest) -> Department:
    """Return the department that signed; refuse anybody else."""
    rows = {row[0]: row for row in settings.DEPARTMENTS}
    if not is_of_its_sender(request, {code: row[-1] for code, row in rows.items()}):
        raise SignatureWrong
    code, name, region, kinds, _ = rows[request.sender]
    return Department(code, name, region, frozenset(FactKind(one) for one in kinds))


def take_sent(
    department: Department,
    kind: FactKind,
    rows: Iterable[Mapping[str, str]],
    *,
    now: datetime,
) -> FeedResult:
    """Take the rows a department's system sent; the same rows again add nothing.

    It sees and writes what the department's region may, nothing beyond.
    """
    if kind not in department.kinds:
        raise KindUnknown
    rules = matching_rules(department.region, now.astimezone(CHINA).date())
    table = table_of_rows(rows, form_of(kind, rules))
    actor = _actor(department)
    envelope = Envelope(actor, now, f"{KEY}:{table.digest}", Channel.ONLINE)
    sent = SentTable(kind, department.name, department.region, table, rules)
    with scoped(actor):
        return take_table(envelope, sent)


def _actor(department: Department) -> Actor:
    """Return the system acting in the region of a department."""
    office = Office.objects.get(code=department.region)
    return replace(
        SYSTEM,
        name=department.name,
        office_code=office.code,
        office_path=office.path,
    )
