"""Drafting, submitting, publishing and taking back a change of the catalogue.

Every step is an event; whoever writes a change never publishes it. Publishing
runs the checks of ``policy check`` again under a lock that lets publications
come one after another.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection, transaction

from tongban.core.access.rights import Act, check_may
from tongban.core.items.editing import (
    ChangeAct,
    Done,
    after,
    check_before,
    check_day,
    check_reason,
    check_second_person,
    first_day_offered,
    state_of,
)
from tongban.core.refusals import Refusal
from tongban.policy.folder import is_sheet
from tongban.policy.overlays import Body, compose
from tongban.policy.overlays import Publication as Published
from tongban.records.catalogue.models import (
    OPEN_STATES,
    WORDS_MAX,
    Change,
    ChangeEvent,
    Publication,
)
from tongban.services.cases.engine import RequestKeyReused
from tongban.services.cases.envelope import Envelope
from tongban.services.catalogue.drafting import body_in_force, impact_of
from tongban.services.items.catalogue import book, forget_catalogue

PUBLISHING_LOCK: Final = 20_230_626  # names the advisory lock; any fixed number


class ChangeUnknown(Refusal):
    """No change of this number is within reach."""

    code = "catalogue.unknown"

    def __init__(self, number: str) -> None:
        super().__init__(f"No change {number}.", number=number)


class SubjectUnknown(Refusal):
    """The region above has no such item to build on."""

    code = "catalogue.subject_unknown"

    def __init__(self, *, region: str, subject: str) -> None:
        super().__init__(
            f"{region} has nothing above it for {subject}.",
            region=region,
            subject=subject,
        )


class ChangeOpenAlready(Refusal):
    """The subject has an open change in this region."""

    code = "catalogue.open_already"

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} is open.", number=number)


class ChangeStale(Refusal):
    """Somebody else did something to the change in the meantime."""

    code = "catalogue.stale"

    def __init__(self) -> None:
        super().__init__("The change stands at another version.")


class ChangeHasProblems(Refusal):
    """The change breaks a clause or the form of a file."""

    code = "catalogue.has_problems"

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(
            "; ".join(problems), problems=list(problems), count=len(problems)
        )


class NothingChanged(Refusal):
    """The draft says what holds already."""

    code = "catalogue.nothing_changed"

    def __init__(self) -> None:
        super().__init__("Nothing would change.")


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form of a draft says."""

    body: Body
    effective_on: date
    reason: str


@transaction.atomic
def start_change(envelope: Envelope, *, region: str, subject: str) -> str:
    """Begin a draft on what the region has in force; return its number.

    Refuses ``access.not_allowed``, ``catalogue.subject_unknown`` and
    ``catalogue.open_already``.
    """
    former = _former(envelope, ChangeAct.START)
    if former is not None:
        return former.change.number
    path = book().regions.path(region)
    check_may(envelope.actor, Act.PUBLISH_ITEM, item=subject, office_path=path)
    _check_subject(region, subject, envelope.today)
    _lock()
    is_open = Change.objects.filter(
        region=region, subject=subject, state__in=OPEN_STATES
    ).first()
    if is_open is not None:
        raise ChangeOpenAlready(is_open.number)
    row_id = _next_id()
    number = f"{envelope.today.year}-{row_id:04d}"
    first = first_day_offered(envelope.today)
    text = compose(
        region=region,
        subject=subject,
        version=number,
        effective_on=first,
        body=body_in_force(region, subject, first),
    )
    change = Change.objects.create(
        id=row_id,
        number=number,
        region=region,
        region_path=path,
        subject=subject,
        state=OPEN_STATES[0],
        version=0,
        effective_on=first,
        text=text,
        started_at=envelope.now,
        changed_at=envelope.now,
    )
    _append(change, envelope, ChangeAct.START)
    return number


@transaction.atomic
def save_change(envelope: Envelope, *, number: str, draft: Draft) -> None:
    """Keep what the form says, whatever is still wrong with it."""
    if _former(envelope, ChangeAct.EDIT) is not None:
        return
    change = _loaded(envelope, number, ChangeAct.EDIT)
    _write(change, draft)
    _append(change, envelope, ChangeAct.EDIT)


@transaction.atomic
def submit_change(envelope: Envelope, *, number: str, draft: Draft) -> None:
    """Hand a draft to a second person, as the form says it now.

    Refuses a day that has passed, an empty reason, a draft that changes
    nothing and ``catalogue.has_problems`` with every breach.
    """
    if _former(envelope, ChangeAct.SUBMIT) is not None:
        return
    change = _loaded(envelope, number, ChangeAct.SUBMIT)
    _write(change, draft)
    _check(change, today=envelope.today)
    _append(change, envelope, ChangeAct.SUBMIT)


@transaction.atomic
def send_back(envelope: Envelope, *, number: str, words: str) -> None:
    """Give a change back to who wrote it, saying what to put right."""
    if _former(envelope, ChangeAct.SEND_BACK) is not None:
        return
    change = _loaded(envelope, number, ChangeAct.SEND_BACK)
    check_second_person(_history(change), account_id=envelope.actor.account_id)
    check_reason(words)
    _append(change, envelope, ChangeAct.SEND_BACK, words=words)


@transaction.atomic
def publish_change(envelope: Envelope, *, number: str) -> None:
    """Publish a change from its day on, checked once more.

    Refuses who wrote any of it, a day that has passed, and every breach.
    """
    if _former(envelope, ChangeAct.PUBLISH) is not None:
        return
    _lock()
    forget_catalogue()
    change = _loaded(envelope, number, ChangeAct.PUBLISH)
    check_second_person(_history(change), account_id=envelope.actor.account_id)
    _check(change, today=envelope.today)
    _append(change, envelope, ChangeAct.PUBLISH)
    _announce(change, envelope, Publication.Kind.PUBLISHED, change.reason)


@transaction.atomic
def withdraw_change(envelope: Envelope, *, number: str, words: str) -> None:
    """Take a published change back before its day, saying why."""
    if _former(envelope, ChangeAct.WITHDRAW) is not None:
        return
    _lock()
    change = _loaded(envelope, number, ChangeAct.WITHDRAW)
    check_before(change.effective_on, today=envelope.today)
    check_reason(words)
    _append(change, envelope, ChangeAct.WITHDRAW, words=words)
    _announce(change, envelope, Publication.Kind.WITHDRAWN, words)


@transaction.atomic
def discard_change(envelope: Envelope, *, number: str) -> None:
    """Give up a draft; what happened to it stays on record."""
    if _former(envelope, ChangeAct.DISCARD) is not None:
        return
    change = _loaded(envelope, number, ChangeAct.DISCARD)
    _append(change, envelope, ChangeAct.DISCARD)


def candidate_of(change: Change) -> Published:
    """Return a change as the file it would be."""
    return Published(change.region, change.subject, change.number, change.text)


def with_draft(change: Change, draft: Draft) -> Published:
    """Return a change as the file it would be with what a form says."""
    text = compose(
        region=change.region,
        subject=change.subject,
        version=change.number,
        effective_on=draft.effective_on,
        body=draft.body,
    )
    return Published(change.region, change.subject, change.number, text)


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISHING_LOCK])


def _next_id() -> int:
    """Return the next row number; offices do not see one another's to count them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('catalogue_change', 'id'))"
        )
        return int(cursor.fetchone()[0])


def _check_subject(region: str, subject: str, today: date) -> None:
    above = book().regions.get(region).parent
    if is_sheet(subject):
        known = above is not None
    else:
        known = book().parent_item_on(subject, region, today) is not None
    if not known:
        raise SubjectUnknown(region=region, subject=subject)


def _former(envelope: Envelope, act: ChangeAct) -> ChangeEvent | None:
    """Return the event of an earlier sending of this request, if there was one."""
    envelope.check()
    found = (
        ChangeEvent.objects.filter(sender=envelope.sender, key=envelope.key)
        .select_related("change")
        .first()
    )
    if found is not None and found.act != act.value:
        raise RequestKeyReused
    return found


def _loaded(envelope: Envelope, number: str, act: ChangeAct) -> Change:
    """Return the change, locked, when the sender may do this to it now."""
    change = Change.objects.select_for_update().filter(number=number).first()
    if change is None:
        raise ChangeUnknown(number)
    check_may(
        envelope.actor,
        Act.PUBLISH_ITEM,
        item=change.subject,
        office_path=change.region_path,
    )
    if envelope.version is not None and envelope.version != change.version:
        raise ChangeStale
    after(state_of(_history(change)), act)
    return change


def _history(change: Change) -> tuple[Done, ...]:
    rows = change.events.order_by("seq").values_list("act", "account_id")
    return tuple(Done(ChangeAct(act), account_id) for act, account_id in rows)


def _write(change: Change, draft: Draft) -> None:
    change.text = with_draft(change, draft).text
    change.effective_on = draft.effective_on
    change.reason = draft.reason.strip()[:WORDS_MAX]


def _check(change: Change, *, today: date) -> None:
    check_day(change.effective_on, today=today)
    check_reason(change.reason)
    impact = impact_of(candidate_of(change), change.effective_on)
    if impact.breaches:
        raise ChangeHasProblems(tuple(breach.words for breach in impact.breaches))
    if not impact.changes:
        raise NothingChanged


def _append(
    change: Change, envelope: Envelope, act: ChangeAct, *, words: str = ""
) -> None:
    history = _history(change)
    ChangeEvent.objects.create(
        change=change,
        region_path=change.region_path,
        seq=len(history) + 1,
        act=act.value,
        at=envelope.now,
        account_id=envelope.actor.account_id,
        account_name=envelope.actor.name,
        office_code=envelope.actor.office_code,
        effective_on=change.effective_on,
        reason=change.reason,
        words=words.strip()[:WORDS_MAX],
        text=change.text,
        sender=envelope.sender,
        key=envelope.key,
    )
    done = (*history, Done(act, envelope.actor.account_id))
    change.state = state_of(done).value
    change.version = len(done)
    change.changed_at = envelope.now
    change.save()


def _announce(
    change: Change, envelope: Envelope, kind: Publication.Kind, reason: str
) -> None:
    Publication.objects.create(
        kind=kind,
        change=change,
        number=change.number,
        region=change.region,
        region_path=change.region_path,
        subject=change.subject,
        effective_on=change.effective_on,
        reason=reason.strip()[:WORDS_MAX],
        text=change.text,
        at=envelope.now,
    )
    forget_catalogue()
