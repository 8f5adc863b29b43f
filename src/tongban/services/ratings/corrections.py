"""Following up a bad rating: call-back, correction, claims and their review."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.core.access.actor import SYSTEM
from tongban.core.access.rights import Act, check_may
from tongban.core.cases.clock_rules import Rung
from tongban.core.json_values import Json, JsonObject
from tongban.core.ratings.corrections import (
    ENDED,
    CorrectionState,
    Deed,
    EvidenceMissing,
    check_claim,
    check_part,
    check_reopening,
    check_review,
)
from tongban.core.ratings.giving import check_rater
from tongban.core.ratings.voices import check_words
from tongban.core.refusals import Refusal
from tongban.records.accounts.models import Account
from tongban.records.ratings.models import Correction
from tongban.services.cases import engine
from tongban.services.cases.envelope import CHINA, Envelope, Receipt
from tongban.services.ratings import following
from tongban.services.ratings.limits import limits_of
from tongban.services.ratings.people import find_owner
from tongban.services.ratings.rules import rating_rules
from tongban.services.ratings.served import Served

CONTACT_LATE = "contact"
REACHED = "reached"
NOT_REACHED = "not_reached"
SWEPT_MAX = 2_000


class CorrectionUnknown(Refusal):
    """No correction of this number is within reach."""

    code = "ratings.correction_unknown"

    def __init__(self) -> None:
        super().__init__("No such correction.")


class NotYourWork(Refusal):
    """Somebody else follows this up."""

    code = "ratings.not_your_work"

    def __init__(self) -> None:
        super().__init__("Somebody else follows this up.")


class NotAWorker(Refusal):
    """The person chosen cannot follow this up."""

    code = "ratings.worker_unknown"

    def __init__(self) -> None:
        super().__init__("Choose somebody of the office who is not concerned.")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A correction locked for one command."""

    correction: Correction
    envelope: Envelope

    @property
    def actor_id(self) -> int:
        """The account that acts."""
        return self.envelope.actor.account_id or 0


def contact(
    envelope: Envelope, *, correction_id: int, reached: bool, words: str
) -> Receipt:
    """Note a call-back (回访): one that reached the person, or enough in vain."""

    def decide(loaded: Loaded) -> None:
        _check_worker(loaded)
        check_words(words)
        if reached:
            _append(loaded, Deed.CONTACTED, words=words, detail=REACHED)
            return
        _append(loaded, Deed.TRIED, words=words, detail=NOT_REACHED)
        if _tries(loaded.correction) == rating_rules().correction.tries_max:
            _append(loaded, Deed.CONTACTED, detail=NOT_REACHED)

    payload: dict[str, Json] = {"reached": reached, "words": words}
    return _run(envelope, correction_id, act="contact", payload=payload, decide=decide)


def _tries(correction: Correction) -> int:
    """Return how many calls in vain there were since the round began."""
    deeds = correction.events.order_by("seq").values_list("deed", flat=True)
    tries = 0
    for deed in deeds:
        tries = 0 if deed == Deed.REOPENED.value else tries
        tries += deed == Deed.TRIED.value
    return tries


def start(envelope: Envelope, *, correction_id: int) -> Receipt:
    """Begin to put right what was complained about."""

    def decide(loaded: Loaded) -> None:
        _check_worker(loaded)
        _append(loaded, Deed.STARTED)

    return _run(envelope, correction_id, act="start", payload={}, decide=decide)


def claim(
    envelope: Envelope,
    *,
    correction_id: int,
    deed: Deed,
    words: str,
    file_id: UUID | None = None,
) -> Receipt:
    """Say that it is fixed, cannot be, or was no fair rating; somebody reviews it."""

    def decide(loaded: Loaded) -> None:
        _check_worker(loaded)
        check_claim(following.view_of(loaded.correction), deed, words=words)
        _append(loaded, deed, words=words, file_id=file_id)

    payload = {
        "deed": deed.value,
        "words": words,
        "file": "" if file_id is None else str(file_id),
    }
    return _run(envelope, correction_id, act="claim", payload=payload, decide=decide)


def review(
    envelope: Envelope, *, correction_id: int, approved: bool, words: str
) -> Receipt:
    """Approve a claim or send it back; a supervisor who had no hand in it."""

    def decide(loaded: Loaded) -> None:
        correction = loaded.correction
        path = correction.rating.office_path
        check_may(envelope.actor, Act.SPOT_CHECK.value, office_path=path)
        check_review(
            following.view_of(correction),
            actor_id=loaded.actor_id,
            owner_id=correction.owner_id,
        )
        if not approved and not words.strip():
            raise EvidenceMissing
        _append(loaded, Deed.APPROVED if approved else Deed.SENT_BACK, words=words)

    payload: dict[str, Json] = {"approved": approved, "words": words}
    return _run(envelope, correction_id, act="review", payload=payload, decide=decide)


def assign(envelope: Envelope, *, correction_id: int, account_id: int) -> Receipt:
    """Give the work to somebody of the office who is not concerned (交办)."""

    def decide(loaded: Loaded) -> None:
        correction = loaded.correction
        path = correction.rating.office_path
        check_may(envelope.actor, Act.DISTRIBUTE.value, office_path=path)
        found = worker_of(account_id, path)
        if found is None or account_id in correction.rating.concerned:
            raise NotAWorker
        correction.owner = found
        _append(loaded, Deed.ASSIGNED, detail=found.display_name)

    payload = {"account": account_id}
    return _run(envelope, correction_id, act="assign", payload=payload, decide=decide)


def worker_of(account_id: int, path: str) -> Account | None:
    """Return an active account whose office is that of the path or above it."""
    found = (
        Account.objects.filter(pk=account_id, is_active=True, office__isnull=False)
        .select_related("office")
        .first()
    )
    if found is None or found.office is None:
        return None
    return found if path.startswith(found.office.path) else None


def reopen(envelope: Envelope, served: Served, *, words: str) -> Receipt:
    """Ask once more for what was not put right; the limits begin anew."""
    check_rater(envelope.actor.kind)
    check_words(words)
    with transaction.atomic():
        command, first = engine.remember(
            envelope, act="ratings.reopen", number=served.key, payload={"words": words}
        )
        if first is not None:
            return first
        correction = (
            Correction.objects.select_for_update(of=("self",))
            .select_related("rating")
            .filter(rating__subject=served.key)
            .first()
        )
        if correction is None:
            raise CorrectionUnknown
        loaded = Loaded(correction, envelope)
        rules = rating_rules().correction
        view = following.view_of(correction)
        check_reopening(view, today=envelope.today, rules=rules)
        _renew(loaded)
        _append(loaded, Deed.REOPENED, words=words)
        return engine.answer(command, _receipt(correction))


def _renew(loaded: Loaded) -> None:
    """Begin the limits anew, with another owner when one is free."""
    correction, envelope = loaded.correction, loaded.envelope
    rules = rating_rules().correction
    fix = limits_of(envelope.today, rules.fix_working_days)
    correction.due_on, correction.warn_on = fix.due_on, fix.warn_on
    correction.contact_due_on = limits_of(
        envelope.today, rules.contact_working_days
    ).due_on
    rating = correction.rating
    before = [] if correction.owner_id is None else [correction.owner_id]
    correction.owner_id = (
        find_owner(
            envelope,
            office_path=rating.office_path,
            concerned=[*rating.concerned, *before],
        )
        or correction.owner_id
    )


def _run(
    envelope: Envelope,
    correction_id: int,
    *,
    act: str,
    payload: JsonObject,
    decide: Callable[[Loaded], None],
) -> Receipt:
    """Run one command of staff once, on the version they saw."""
    with transaction.atomic():
        command, first = engine.remember(
            envelope, act=f"ratings.{act}", number=str(correction_id), payload=payload
        )
        if first is not None:
            return first
        correction = (
            Correction.objects.select_for_update(of=("self",))
            .select_related("rating")
            .filter(pk=correction_id)
            .first()
        )
        if correction is None:
            raise CorrectionUnknown
        check_part(envelope.actor.account_id, correction.rating.concerned)
        seen = envelope.version
        if seen is not None and seen != correction.version:
            raise engine.StaleVersion(seen=seen, stands=correction.version)
        decide(Loaded(correction, envelope))
        return engine.answer(command, _receipt(correction))


def _check_worker(loaded: Loaded) -> None:
    """Refuse anybody but who follows it up; nobody's work is taken by starting it."""
    correction = loaded.correction
    path = correction.rating.office_path
    check_may(loaded.envelope.actor, Act.SEE.value, office_path=path)
    if correction.owner_id is None:
        correction.owner_id = loaded.actor_id
    elif correction.owner_id != loaded.actor_id:
        raise NotYourWork


def _append(
    loaded: Loaded,
    deed: Deed,
    *,
    words: str = "",
    detail: str = "",
    file_id: UUID | None = None,
) -> None:
    stamp = following.by(
        loaded.envelope, words=words.strip(), detail=detail, file_id=file_id
    )
    following.append(loaded.correction, deed, stamp)


def _receipt(correction: Correction) -> Receipt:
    return Receipt(
        number=str(correction.pk),
        version=correction.version,
        state=correction.state,
        outcome="",
        step="",
        due_on=correction.due_on.isoformat(),
    )


def fire_correction_rungs(now: datetime) -> int:
    """Remind of corrections whose call, warning or limit has come; once a round.

    Safe to run twice and after a stop of days.
    """
    stamp = following.Stamp(at=now, actor_id=None, actor_name=SYSTEM.name)
    fired = 0
    ended = [state.value for state in ENDED]
    waiting = Correction.objects.exclude(state__in=ended).order_by("due_on", "pk")
    for pk in list(waiting.values_list("pk", flat=True)[:SWEPT_MAX]):
        fired += _fire(pk, stamp)
    return fired


@transaction.atomic
def _fire(correction_id: int, stamp: following.Stamp) -> int:
    correction = Correction.objects.select_for_update().get(pk=correction_id)
    if CorrectionState(correction.state) in ENDED:
        return 0
    view = following.view_of(correction)
    today = stamp.at.astimezone(CHINA).date()
    due = {
        CONTACT_LATE: view.contacted_on is None and today > correction.contact_due_on,
        Rung.WARN.value: today >= correction.warn_on,
        Rung.DUE.value: today >= correction.due_on,
        Rung.OVERDUE.value: today > correction.due_on,
    }
    reached = [
        rung for rung, is_due in due.items() if is_due and rung not in view.rungs
    ]
    for rung in reached:
        following.append(
            correction,
            Deed.RUNG,
            following.Stamp(stamp.at, None, stamp.actor_name, detail=rung),
        )
    return len(reached)
