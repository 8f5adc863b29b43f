"""What may follow what on each side of a transfer."""

import pytest

from tongban.core.transfers.stages import (
    NEXT,
    OPEN,
    SIDE_WORDS,
    STAGE_WORDS,
    Happening,
    NotAtThisStage,
    Side,
    Stage,
    after,
    follows,
)


def test_each_side_has_the_other_one() -> None:
    assert Side.OUT.other is Side.IN
    assert Side.IN.other is Side.OUT
    assert set(SIDE_WORDS) == set(Side)


def test_every_stage_has_its_word() -> None:
    assert set(STAGE_WORDS) == set(Stage)


def test_a_transfer_leaves_in_three_steps() -> None:
    stage = Stage.REQUESTED
    for happening in (Happening.AGREED, Happening.SENT, Happening.SETTLED):
        stage = after(Side.OUT, stage, happening)
    assert stage is Stage.SETTLED


def test_a_transfer_joins_when_sheet_and_money_are_taken_over() -> None:
    stage = after(Side.IN, Stage.REQUESTED, Happening.AGREED)
    assert after(Side.IN, stage, Happening.SETTLED) is Stage.SETTLED


@pytest.mark.clause("SD20-9")
def test_what_was_announced_starts_or_is_objected_to() -> None:
    assert after(Side.IN, Stage.ANNOUNCED, Happening.STARTED) is Stage.REQUESTED
    assert after(Side.IN, Stage.ANNOUNCED, Happening.WITHDRAWN) is Stage.WITHDRAWN


@pytest.mark.parametrize("happening", [Happening.WITHDRAWN, Happening.RETURNED])
def test_what_is_on_its_way_comes_back_when_the_other_side_gives_up(
    happening: Happening,
) -> None:
    assert after(Side.OUT, Stage.SENT, happening) is Stage.RETURNED


@pytest.mark.parametrize("side", list(Side))
def test_nothing_follows_an_end(side: Side) -> None:
    ends = set(Stage) - OPEN
    assert not [stage for stage, _ in NEXT[side] if stage in ends]


def test_a_sheet_is_not_sent_before_both_agreed() -> None:
    assert not follows(Side.OUT, Stage.REQUESTED, Happening.SENT)
    with pytest.raises(NotAtThisStage) as refused:
        after(Side.OUT, Stage.REQUESTED, Happening.SENT)
    assert refused.value.data["stage"] == STAGE_WORDS[Stage.REQUESTED]
