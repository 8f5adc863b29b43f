"""What staff see of notices: calls to make, what did not arrive, replies to answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.db.models.functions import Coalesce

from tongban.core.access.actor import Actor
from tongban.core.access.masking import mask_name, mask_phone
from tongban.core.access.parties import PartyKind
from tongban.core.access.rights import Act, may
from tongban.core.notices.moments import BY_STAFF, WAY_WORDS, Way
from tongban.core.notices.replies import TASK_WORDS, Task
from tongban.records.notices.models import Delivery, Message, Reply
from tongban.records.parties.models import Party
from tongban.records.security.row_conditions import below
from tongban.services.access.looks import record_look
from tongban.services.cases.envelope import Envelope
from tongban.services.notices.answering import ReplyUnknown
from tongban.services.notices.calls import DeliveryUnknown

LINES_PER_PAGE: Final = 30
RowT = TypeVar("RowT", bound=Model)
LineT = TypeVar("LineT")
CALLING: Final = "拨打告知电话"
ANSWERING: Final = "答复短信回复"
REASON_WORDS: Final[Mapping[str, str]] = {
    "no_phone": "没有登记电话",
    "no_receipt": "72小时没有回执",
    "not_sent": "一直没有发出",
    "unreachable": "运营商连接不上",
    "switched_off": "对方关机",
    "no_answer": "无人接听",
    "wrong_number": "号码不对",
    "returned": "邮件被退回",
    "posted": "已寄出",
}


@dataclass(frozen=True, slots=True)
class Lines(Generic[LineT]):
    """One page of a list."""

    lines: tuple[LineT, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A call to make, a paper to post, or a message that did not arrive."""

    id: int
    message_id: int
    way: Way
    way_word: str
    who: str
    masked_phone: str
    number: str
    item_name: str
    text: str
    reason: str
    tries: int
    since: datetime
    not_before: datetime
    can_wait: bool
    posted: str
    version: int


@dataclass(frozen=True, slots=True)
class TaskCard:
    """One call or posting with all that is needed to do it."""

    line: TaskLine
    name: str
    phone: str
    born_on: date | None
    words: str


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """A reply a machine could not work on."""

    id: int
    who: str
    masked_phone: str
    number: str
    text: str
    task_word: str
    received_at: datetime
    settled_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits on each list."""

    calls: int
    undelivered: int
    replies: int


def counts(actor: Actor) -> Counts:
    """Return how much waits for this office and those below."""
    return Counts(
        calls=_tasks(actor).count(),
        undelivered=_undelivered(actor).count(),
        replies=_replies(actor, settled=False).count(),
    )


def may_tell(actor: Actor) -> bool:
    """Say whether the actor may note calls, send again and answer."""
    return may(actor, Act.NOTIFY)


def tasks(actor: Actor, *, now: datetime, page: int) -> Lines[TaskLine]:
    """Return the calls and postings to do, the longest waiting first."""
    ordered = _tasks(actor).order_by("not_before", "pk")
    rows, at, pages, total = _paged(ordered, page)
    return Lines(tuple(_task_line(row, now) for row in rows), at, pages, total)


def undelivered(actor: Actor, *, now: datetime, page: int) -> Lines[TaskLine]:
    """Return the messages no way has reached their readers by, newest first."""
    rows, at, pages, total = _paged(_undelivered(actor), page)
    return Lines(tuple(_task_line(row, now) for row in rows), at, pages, total)


def replies(actor: Actor, *, settled: bool, page: int) -> Lines[ReplyLine]:
    """Return the replies for staff, the oldest open one first."""
    order = "-received_at" if settled else "received_at"
    found = _replies(actor, settled=settled).order_by(order, "pk")
    rows, at, pages, total = _paged(found, page)
    return Lines(tuple(map(_reply_line, rows)), at, pages, total)


def task_card(envelope: Envelope, delivery_id: int) -> TaskCard:
    """Return one task with the full phone; the look is written down first."""
    found = (
        _delivery_rows()
        .filter(pk=delivery_id, way__in=[way.value for way in BY_STAFF])
        .first()
    )
    if found is None:
        raise DeliveryUnknown
    line = _task_line(found, envelope.now)
    party = found.message.party
    record_look(
        envelope.actor,
        party.pk,
        at=envelope.now,
        reason=CALLING,
        case_number=line.number,
    )
    return TaskCard(
        line=line,
        name=party.name,
        phone=party.phone,
        born_on=party.born_on,
        words=found.words,
    )


def reply_card(envelope: Envelope, reply_id: int) -> tuple[ReplyLine, str]:
    """Return one reply with the full phone; the look is written down first."""
    found = (
        Reply.objects.select_related("party", "case")
        .prefetch_related("answers")
        .filter(pk=reply_id, for_staff=True)
        .first()
    )
    if found is None:
        raise ReplyUnknown
    if found.party_id is not None:
        record_look(envelope.actor, found.party_id, at=envelope.now, reason=ANSWERING)
    return _reply_line(found), found.phone


def _delivery_rows() -> QuerySet[Delivery]:
    return Delivery.objects.select_related("message__party", "message__case")


def _tasks(actor: Actor) -> QuerySet[Delivery]:
    open_states = (Delivery.State.WAITING, Delivery.State.HANDED_OVER)
    return _delivery_rows().filter(
        below("office_path", actor.office_path),
        way__in=[way.value for way in BY_STAFF],
        state__in=open_states,
    )


def _undelivered(actor: Actor) -> QuerySet[Delivery]:
    """Return the last failed delivery of every message that reached nobody."""
    open_states = (Delivery.State.WAITING, Delivery.State.HANDED_OVER)
    still_open = Delivery.objects.filter(state__in=open_states).values("message_id")
    last = (
        Delivery.objects.filter(
            below("office_path", actor.office_path),
            state=Delivery.State.FAILED,
            followed=True,
            message__delivered_at=None,
            message__read_at=None,
        )
        .exclude(message_id__in=still_open)
        .order_by("message_id", "-created_at", "-pk")
        .distinct("message_id")
    )
    found = _delivery_rows().filter(pk__in=last.values("pk"))
    return found.order_by(Coalesce("ended_at", "created_at").desc(), "-pk")


def _replies(actor: Actor, *, settled: bool) -> QuerySet[Reply]:
    return (
        Reply.objects.select_related("party", "case")
        .prefetch_related("answers")
        .filter(below("office_path", actor.office_path), for_staff=True)
        .filter(settled_at__isnull=not settled)
    )


def _paged(found: QuerySet[RowT], page: int) -> tuple[tuple[RowT, ...], int, int, int]:
    total = found.count()
    pages = max((total + LINES_PER_PAGE - 1) // LINES_PER_PAGE, 1)
    at = min(max(page, 1), pages)
    first = (at - 1) * LINES_PER_PAGE
    return tuple(found[first : first + LINES_PER_PAGE]), at, pages, total


def shown_name(party: Party | None) -> str:
    """Return a name for a list: people masked, organisations as they are."""
    if party is None:
        return ""
    return mask_name(party.name) if party.kind == PartyKind.PERSON else party.name


def _task_line(row: Delivery, now: datetime) -> TaskLine:
    message: Message = row.message
    case = message.case
    return TaskLine(
        id=row.pk,
        message_id=message.pk,
        way=Way(row.way),
        way_word=WAY_WORDS[Way(row.way)],
        who=shown_name(message.party),
        masked_phone=mask_phone(message.party.phone),
        number="" if case is None else case.number,
        item_name="" if case is None else case.item_name,
        text=row.text,
        reason=REASON_WORDS.get(row.reason, row.reason),
        tries=row.tries,
        since=row.created_at,
        not_before=row.not_before,
        can_wait=row.not_before > now,
        posted=row.reference if row.way == Way.POST.value else "",
        version=row.version,
    )


def _reply_line(row: Reply) -> ReplyLine:
    staff_said = [one.text for one in row.answers.all() if one.account_id is not None]
    return ReplyLine(
        id=row.pk,
        who=shown_name(row.party) or "未登记的号码",
        masked_phone=mask_phone(row.phone),
        number="" if row.case is None else row.case.number,
        text=row.text,
        task_word=TASK_WORDS[Task(row.task)] if row.task else "",
        received_at=row.received_at,
        settled_at=row.settled_at,
        answer="；".join(staff_said),
    )
