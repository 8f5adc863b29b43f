"""Complaints and suggestions: a topic, some words, an answer, once more."""

from datetime import date

import pytest

from tongban.core.ratings.rules import VoiceRules
from tongban.core.ratings.voices import (
    TopicUnknown,
    VoiceNotNow,
    VoiceReopenedBefore,
    VoiceReopenTooLate,
    VoiceState,
    WordsTooShort,
    check_open,
    check_reopening,
    check_voice,
)

RULES = VoiceRules(15, reopen_days=15, reopened_max=1, topics={"attitude": "态度"})
ANSWERED = date(2023, 9, 26)


def test_a_topic_of_its_kind_and_words_are_needed():
    check_voice("attitude", "态度很不好", rules=RULES)
    with pytest.raises(TopicUnknown):
        check_voice("", "态度很不好", rules=RULES)
    with pytest.raises(WordsTooShort):
        check_voice("attitude", "  不好  ", rules=RULES)


def test_what_is_answered_is_not_worked_on():
    check_open(VoiceState.OPEN)
    with pytest.raises(VoiceNotNow):
        check_open(VoiceState.ANSWERED)


@pytest.mark.parametrize(
    ("state", "reopened", "day", "refusal"),
    [
        (VoiceState.OPEN, 0, 26, VoiceNotNow),
        (VoiceState.ANSWERED, 1, 26, VoiceReopenedBefore),
        (VoiceState.ANSWERED, 0, 12, VoiceReopenTooLate),
    ],
)
def test_reopening_waits_for_the_answer_and_has_its_limits(
    state, reopened, day, refusal
):
    today = date(2023, 10, day) if day < 26 else date(2023, 9, day)
    with pytest.raises(refusal):
        check_reopening(
            state, answered_on=ANSWERED, reopened=reopened, today=today, rules=RULES
        )


def test_the_last_day_is_in_time():
    check_reopening(
        VoiceState.ANSWERED,
        answered_on=ANSWERED,
        reopened=0,
        today=date(2023, 10, 11),
        rules=RULES,
    )
