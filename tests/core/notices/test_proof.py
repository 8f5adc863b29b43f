"""The chain of a message: whatever is changed in it is found."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tongban.core.notices.proof import (
    FIRST_HASH,
    STEP_WORDS,
    SealedStep,
    ServiceStep,
    StepKind,
    chain_up,
    faults_of,
    words_digest,
)

TEXT = "您申请的事项已受理"
START = datetime(2023, 9, 11, 2, tzinfo=UTC)


def chain(algorithm: str = "sha256") -> tuple[SealedStep, ...]:
    kinds = (StepKind.CREATED, StepKind.PLANNED, StepKind.HANDED_OVER)
    steps = [
        ServiceStep(
            message_id=7,
            seq=seq,
            kind=kind,
            at=START + timedelta(minutes=seq),
            way="" if seq == 1 else "sms",
            detail=words_digest(TEXT, algorithm=algorithm) if seq == 1 else "",
        )
        for seq, kind in enumerate(kinds, start=1)
    ]
    return chain_up(steps, prev_hash=FIRST_HASH, algorithm=algorithm)


@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_an_untouched_chain_is_whole(algorithm):
    assert faults_of(chain(algorithm), text=TEXT, algorithm=algorithm) == ()
    assert faults_of((), text=TEXT, algorithm=algorithm) == ()


def test_changed_words_are_found():
    assert faults_of(chain(), text="别的", algorithm="sha256") == (
        "the words are not the ones first written",
    )


@pytest.mark.parametrize(
    "change",
    [{"at": START}, {"detail": "x"}, {"way": "post"}, {"actor_id": 3}],
)
def test_a_changed_step_is_found(change):
    whole = chain()
    bad = replace(whole[1], step=replace(whole[1].step, **change))
    faults = faults_of((whole[0], bad, whole[2]), text=TEXT, algorithm="sha256")
    assert faults == ("step 2 does not match its hash",)


def test_a_removed_step_is_found():
    whole = chain()
    faults = faults_of((whole[0], whole[2]), text=TEXT, algorithm="sha256")
    assert faults == (
        "expected step 2, found 3",
        "step 3 does not follow the step before",
    )


def test_every_step_has_its_name():
    assert set(STEP_WORDS) == set(StepKind)
