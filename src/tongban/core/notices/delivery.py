"""When and by which ways a message goes out: quiet hours, elders, retries, ladder."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from tongban.core.notices.moments import Way
from tongban.core.notices.replies import Task


class CallChoice(StrEnum):
    """Whether somebody wants to be told by phone as well."""

    USUAL = "usual"
    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Preference:
    """What a party chose; the usual ways when it never chose."""

    sms: bool = True
    call: CallChoice = CallChoice.USUAL


@dataclass(frozen=True, slots=True)
class Reachable:
    """What is known of the one to be told; ``born_on`` is nothing for units."""

    born_on: date | None
    has_phone: bool
    preference: Preference = Preference()


@dataclass(frozen=True, slots=True)
class DeliveryRules:
    """The figures of delivery (policy/notices/delivery.yaml).

    Quiet from ``quiet_from`` up to, not including, ``quiet_until``, over
    midnight. ``retry_minutes`` are the waits after each failed try; one more
    failure and the supplier is given up.
    """

    quiet_from: time
    quiet_until: time
    second_way_hours: int
    elder_age: int
    usual: tuple[Way, ...]
    elder: tuple[Way, ...]
    ladder: tuple[Way, ...]
    retry_minutes: tuple[int, ...]
    call_tries_max: int
    call_again_hours: int
    signature: str
    sms_characters_max: int
    reply_words: Mapping[Task, tuple[str, ...]]


def is_quiet(rules: DeliveryRules, moment: datetime) -> bool:
    """Say whether nobody is disturbed at this moment (aware, in local time)."""
    clock = moment.timetz().replace(tzinfo=None)
    return clock >= rules.quiet_from or clock < rules.quiet_until


def allowed_from(rules: DeliveryRules, moment: datetime, *, urgent: bool) -> datetime:
    """Return the first moment from this one on at which a message may go out."""
    if urgent or not is_quiet(rules, moment):
        return moment
    clock = moment.timetz().replace(tzinfo=None)
    day = moment.date() + timedelta(days=1 if clock >= rules.quiet_from else 0)
    return datetime.combine(day, rules.quiet_until, moment.tzinfo)


def age_on(born_on: date, day: date) -> int:
    """Return somebody's full years on a day."""
    before = (day.month, day.day) < (born_on.month, born_on.day)
    return day.year - born_on.year - before


def is_elder(rules: DeliveryRules, born_on: date | None, day: date) -> bool:
    """Say whether somebody has reached the age of the elders' ways."""
    return born_on is not None and age_on(born_on, day) >= rules.elder_age


def ways_of(
    rules: DeliveryRules,
    reader: Reachable,
    *,
    spoken: Collection[Way],
    legal: bool,
    day: date,
) -> tuple[Way, ...]:
    """Return the ways a message goes out by at first, besides the inbox.

    ``spoken`` are the ways its template has words for. A legal notice keeps
    its short message whatever was chosen; without a phone it is posted.
    """
    if not reader.has_phone:
        return (Way.POST,) if legal and Way.POST in spoken else ()
    ways = rules.elder if is_elder(rules, reader.born_on, day) else rules.usual
    if reader.preference.call is CallChoice.YES:
        ways = (*ways, Way.CALL)
    refused = set()
    if reader.preference.call is CallChoice.NO:
        refused.add(Way.CALL)
    if not reader.preference.sms and not legal:
        refused.add(Way.SMS)
    return tuple(
        way for way in dict.fromkeys(ways) if way in spoken and way not in refused
    )


def next_way(
    rules: DeliveryRules,
    *,
    tried: Collection[Way],
    spoken: Collection[Way],
    legal: bool,
) -> Way | None:
    """Return the way to try when the others did not reach, or nothing.

    The ladder goes upwards only: what lies below a way already tried is left
    out. A legal notice is posted in the end.
    """
    ladder = (*rules.ladder, Way.POST) if legal else rules.ladder
    reached = max((ladder.index(way) for way in tried if way in ladder), default=-1)
    return next((way for way in ladder[reached + 1 :] if way in spoken), None)


def retry_at(rules: DeliveryRules, *, tries: int, now: datetime) -> datetime | None:
    """Return when to try the supplier again after so many tries, or nothing."""
    if tries > len(rules.retry_minutes):
        return None
    return now + timedelta(minutes=rules.retry_minutes[tries - 1])
