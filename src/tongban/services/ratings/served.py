"""The service that is rated: a case of one's own, one by its code, a visit."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from tongban.core.access.actor import Actor
from tongban.core.queue.tickets import SERVED_ENDINGS
from tongban.core.refusals import Refusal
from tongban.records.cases.models import Case
from tongban.records.offices.models import Office
from tongban.records.queues.models import Ticket
from tongban.services.cases.engine import CaseUnknown
from tongban.services.cases.envelope import CHINA
from tongban.services.cases.guard import NotYours
from tongban.services.cases.queries.public import progress
from tongban.services.cases.scope import seen_by_code
from tongban.services.queues.scope import in_hall
from tongban.services.queues.tickets import open_office
from tongban.services.ratings.guessing import check_guesses, note_wrong_guess
from tongban.services.ratings.people import concerned_in
from tongban.services.ratings.scope import seen_by_subject


class VisitUnknown(Refusal):
    """Number and code do not belong to one visit of today."""

    code = "ratings.visit_unknown"

    def __init__(self) -> None:
        super().__init__("No such visit today.")


@dataclass(frozen=True, slots=True)
class Served:
    """One service with what its rating keeps of it; ``key`` names it once."""

    key: str
    case: Case | None
    ticket: Ticket | None
    party_id: int | None
    office: Office
    item: str
    item_name: str
    window: int | None
    ended_at: datetime | None
    concerned: tuple[int, ...]

    @property
    def ended_on(self) -> date | None:
        """The day it ended where the office stands."""
        return None if self.ended_at is None else self.ended_at.astimezone(CHINA).date()

    @property
    def name(self) -> str:
        """What it was about, in words."""
        return self.item_name or "窗口服务"

    @property
    def number(self) -> str:
        """The number people know it by."""
        if self.case is not None:
            return self.case.number
        return "" if self.ticket is None else self.ticket.number


@dataclass(frozen=True, slots=True)
class CaseCodes:
    """Number and query code of a case, as printed on its receipt."""

    number: str
    code: str


@dataclass(frozen=True, slots=True)
class VisitCodes:
    """Office, number and code of a visit, as printed on its ticket."""

    office: str
    number: str
    code: str


@contextmanager
def own_case(actor: Actor, number: str) -> Iterator[Served]:
    """Give a case of one's own party to rate."""
    record = Case.objects.select_related("office").filter(number=number).first()
    if record is None:
        raise CaseUnknown(number)
    if record.party_id not in actor.party_ids:
        raise NotYours
    yield _of_case(record)


@contextmanager
def case_by_code(codes: CaseCodes, *, today: date) -> Iterator[Served]:
    """Give the case that has this number and code to rate.

    Wrong codes are counted; refuses like ``progress``.
    """
    progress(codes.number, codes.code, today=today)
    with seen_by_code(codes.number, codes.code):
        record = Case.objects.select_related("office").get(number=codes.number)
        served = _of_case(record)
        with seen_by_subject(served.key):
            yield served


@contextmanager
def visit(codes: VisitCodes, *, today: date) -> Iterator[Served]:
    """Give a visit of today to rate, to whoever holds the ticket.

    Refuses ``ratings.visit_unknown``.
    """
    hall = open_office(codes.office)
    name = f"{hall.code} {codes.number.strip().upper()}"
    check_guesses(name, today)
    with in_hall(hall.path):
        row = (
            Ticket.objects.select_related("office", "window")
            .filter(
                office=hall,
                day=today,
                number=codes.number.strip().upper(),
                code=codes.code.strip().upper(),
            )
            .first()
        )
        if row is None:
            note_wrong_guess(name, today)
            raise VisitUnknown
        served = _of_visit(row)
        with seen_by_subject(served.key):
            yield served


def _of_case(record: Case) -> Served:
    return Served(
        key=f"case:{record.pk}",
        case=record,
        ticket=None,
        party_id=record.party_id,
        office=record.office,
        item=record.item,
        item_name=record.item_name,
        window=None,
        ended_at=record.closed_at,
        concerned=tuple(concerned_in(record)),
    )


def _of_visit(row: Ticket) -> Served:
    return Served(
        key=f"ticket:{row.pk}",
        case=None,
        ticket=row,
        party_id=row.party_id,
        office=row.office,
        item=row.item,
        item_name="",
        window=None if row.window is None else row.window.number,
        ended_at=row.ended_at if row.ending in SERVED_ENDINGS else None,
        concerned=() if row.account_id is None else (row.account_id,),
    )
