"""Complaints and suggestions (投诉、建议): answered in time, reopened once."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from tongban.core.ratings.rules import VoiceRules
from tongban.core.refusals import Refusal

WORDS_MIN: Final = 5


class VoiceKind(StrEnum):
    """What somebody has to say."""

    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"


VOICE_WORDS: Final[Mapping[VoiceKind, str]] = {
    VoiceKind.COMPLAINT: "投诉",
    VoiceKind.SUGGESTION: "建议",
}


class VoiceState(StrEnum):
    """Where it stands."""

    OPEN = "open"
    ANSWERED = "answered"


VOICE_STATE_WORDS: Final[Mapping[VoiceState, str]] = {
    VoiceState.OPEN: "办理中",
    VoiceState.ANSWERED: "已答复",
}


class VoiceMove(StrEnum):
    """What can happen to it."""

    SENT = "sent"
    ASSIGNED = "assigned"
    NOTED = "noted"
    ANSWERED = "answered"
    REOPENED = "reopened"
    RUNG = "rung"


MOVE_WORDS: Final[Mapping[VoiceMove, str]] = {
    VoiceMove.SENT: "提交",
    VoiceMove.ASSIGNED: "交办",
    VoiceMove.NOTED: "调查记录",
    VoiceMove.ANSWERED: "答复",
    VoiceMove.REOPENED: "不满意答复，要求重新办理",
    VoiceMove.RUNG: "督办提醒",
}
# What the sender sees; the rest is the office's own business.
FOR_THE_SENDER: Final = frozenset(
    {VoiceMove.SENT, VoiceMove.ANSWERED, VoiceMove.REOPENED}
)


class TopicUnknown(Refusal):
    """A voice is about one of the topics of its kind."""

    code = "ratings.topic_unknown"

    def __init__(self) -> None:
        super().__init__("Choose a topic.")


class WordsTooShort(Refusal):
    """Say what happened."""

    code = "ratings.words_too_short"

    def __init__(self) -> None:
        super().__init__(f"At least {WORDS_MIN} characters.", least=WORDS_MIN)


class ContactMissing(Refusal):
    """Somebody without an account says how to be reached."""

    code = "ratings.contact_missing"

    def __init__(self) -> None:
        super().__init__("Leave a phone number.")


class VoiceNotNow(Refusal):
    """It does not fit where the voice stands."""

    code = "ratings.voice_not_now"

    def __init__(self, state: VoiceState) -> None:
        super().__init__(f"Not while {state}.", state=VOICE_STATE_WORDS[state])


class VoiceReopenedBefore(Refusal):
    """A voice is reopened a fixed number of times."""

    code = "ratings.voice_reopened_before"

    def __init__(self, most: int) -> None:
        super().__init__(f"Reopened {most} times already.", most=most)


class VoiceReopenTooLate(Refusal):
    """The days for reopening are over."""

    code = "ratings.voice_reopen_too_late"

    def __init__(self, days: int) -> None:
        super().__init__(f"Answered more than {days} days ago.", days=days)


def check_voice(topic: str, words: str, *, rules: VoiceRules) -> None:
    """Refuse an unknown topic, or next to no words."""
    if topic not in rules.topics:
        raise TopicUnknown
    check_words(words)


def check_words(words: str) -> None:
    """Refuse next to no words."""
    if len(words.strip()) < WORDS_MIN:
        raise WordsTooShort


def check_open(state: VoiceState) -> None:
    """Refuse work on what was answered already."""
    if state is not VoiceState.OPEN:
        raise VoiceNotNow(state)


def check_reopening(
    state: VoiceState,
    *,
    answered_on: date | None,
    reopened: int,
    today: date,
    rules: VoiceRules,
) -> None:
    """Refuse reopening before the answer, too often, or too late."""
    if state is not VoiceState.ANSWERED or answered_on is None:
        raise VoiceNotNow(state)
    if reopened >= rules.reopened_max:
        raise VoiceReopenedBefore(rules.reopened_max)
    if today > answered_on + timedelta(days=rules.reopen_days):
        raise VoiceReopenTooLate(rules.reopen_days)
