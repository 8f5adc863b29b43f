"""Rating a service once, and adding to one's rating (评价、追评)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from tongban.core.ratings.corrections import Deed
from tongban.core.ratings.giving import Way, check_day, check_rater
from tongban.core.ratings.grades import Grade
from tongban.core.ratings.voices import check_words
from tongban.core.refusals import Refusal
from tongban.records.ratings.models import Correction, Rating, RatingAddition
from tongban.records.security.cipher import blind_index
from tongban.services.cases import engine
from tongban.services.cases.envelope import CHINA, Envelope, Receipt
from tongban.services.queues.calling import note_rating
from tongban.services.ratings import following
from tongban.services.ratings.limits import limits_of
from tongban.services.ratings.people import find_owner
from tongban.services.ratings.rules import grade_book, rating_rules
from tongban.services.ratings.served import Served

WORDS_MAX: Final = 500


class RatedBefore(Refusal):
    """One service is rated once; a rating is not changed."""

    code = "ratings.rated_before"

    def __init__(self) -> None:
        super().__init__("This service was rated before.")


class RatingUnknown(Refusal):
    """No rating of this service is within reach."""

    code = "ratings.rating_unknown"

    def __init__(self) -> None:
        super().__init__("No such rating.")


class AddedEnough(Refusal):
    """A rating is added to a few times only."""

    code = "ratings.added_enough"

    def __init__(self, most: int) -> None:
        super().__init__(f"{most} additions at most.", most=most)


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody says of a service; nothing is filled in for them.

    ``device`` is what tells devices apart; only a keyed digest of the day is kept.
    """

    grade: str
    reasons: tuple[str, ...] = field(default_factory=tuple)
    words: str = ""
    device: str = ""


def rate(envelope: Envelope, served: Served, *, given: Given, way: Way) -> Receipt:
    """Keep the rating of a service; a bad one opens its correction case.

    Call it inside the ``served`` context that proved who asks. Refuses staff,
    a second rating, a service that has not ended, and in the hall another day.
    """
    check_rater(envelope.actor.kind)
    book = grade_book()
    grade = book.grade(given.grade)
    reasons = book.check_reasons(grade.code, given.reasons)
    payload = {
        "grade": grade.code,
        "reasons": list(reasons),
        "words": given.words[:WORDS_MAX],
    }
    with transaction.atomic():
        command, first = engine.remember(
            envelope, act="ratings.rate", number=served.key, payload=payload
        )
        if first is not None:
            return first
        check_day(
            way,
            ended_on=served.ended_on,
            today=envelope.today,
            rules=rating_rules().giving,
        )
        rating = _kept(envelope, served, given=given, grade=grade, way=way)
        if grade.bad:
            _open_correction(envelope, rating)
        if served.ticket is not None:
            note_rating(envelope, ticket_id=served.ticket.pk)
        return engine.answer(command, _receipt(served, rating))


def _kept(
    envelope: Envelope, served: Served, *, given: Given, grade: Grade, way: Way
) -> Rating:
    book = grade_book()
    reasons = book.check_reasons(grade.code, given.reasons)
    rating = Rating(
        subject=served.key,
        case=served.case,
        ticket=served.ticket,
        party_id=served.party_id,
        office=served.office,
        office_path=served.office.path,
        region=served.office.region,
        item=served.item,
        item_name=served.item_name,
        window=served.window,
        grade=grade.code,
        bad=grade.bad,
        reasons=list(reasons),
        parts=list(book.parts_of(reasons)),
        words=given.words.strip()[:WORDS_MAX],
        way=way.value,
        device_mark=_mark(given.device, envelope.now),
        concerned=list(served.concerned),
        rated_at=envelope.now,
        rated_on=envelope.today,
    )
    try:
        with transaction.atomic():
            rating.save(force_insert=True)
    except IntegrityError as fault:
        raise RatedBefore from fault
    return rating


def _mark(device: str, now: datetime) -> str:
    """Return the mark of a device for one day; it leads back to nobody."""
    if not device:
        return ""
    day = now.astimezone(CHINA).date().isoformat()
    return blind_index(f"{day} {device}", purpose="rating device")


def _open_correction(envelope: Envelope, rating: Rating) -> None:
    rules = rating_rules().correction
    today = envelope.today
    fix = limits_of(today, rules.fix_working_days)
    owner = find_owner(
        envelope, office_path=rating.office_path, concerned=rating.concerned
    )
    correction = Correction.objects.create(
        rating=rating,
        owner_id=owner,
        contact_due_on=limits_of(today, rules.contact_working_days).due_on,
        due_on=fix.due_on,
        warn_on=fix.warn_on,
    )
    following.append(correction, Deed.OPENED, following.by(envelope))


def _receipt(served: Served, rating: Rating) -> Receipt:
    correction = Correction.objects.filter(rating=rating).first()
    return Receipt(
        number=served.number,
        version=1,
        state=rating.grade,
        outcome="",
        step="",
        due_on="" if correction is None else correction.due_on.isoformat(),
    )


def add_to_rating(envelope: Envelope, served: Served, *, words: str) -> None:
    """Add something to the rating of a service; what was said stays."""
    check_rater(envelope.actor.kind)
    check_words(words)
    with transaction.atomic():
        command, first = engine.remember(
            envelope,
            act="ratings.add",
            number=served.key,
            payload={"words": words[:WORDS_MAX]},
        )
        if first is not None:
            return
        rating = Rating.objects.filter(subject=served.key).first()
        if rating is None:
            raise RatingUnknown
        most = rating_rules().giving.additions_max
        if RatingAddition.objects.filter(rating=rating).count() >= most:
            raise AddedEnough(most)
        RatingAddition.objects.create(
            rating=rating, words=words.strip()[:WORDS_MAX], added_at=envelope.now
        )
        engine.answer(command, _receipt(served, rating))
