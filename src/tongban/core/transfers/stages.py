"""Where a transfer stands on each of its two sides, and what may follow what."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from tongban.core.refusals import Refusal


class Side(StrEnum):
    """Which end of a transfer: the area somebody leaves, or the one they join."""

    OUT = "out"
    IN = "in"

    @property
    def other(self) -> "Side":
        """The other end."""
        return Side.IN if self is Side.OUT else Side.OUT


SIDE_WORDS: Final[Mapping[Side, str]] = {Side.OUT: "转出地", Side.IN: "转入地"}


class Basis(StrEnum):
    """What started a transfer: an application, or a new enrolment (免申即享)."""

    APPLIED = "applied"
    AUTOMATIC = "automatic"


class Stage(StrEnum):
    """Where one side stands."""

    ANNOUNCED = "announced"
    REQUESTED = "requested"
    AGREED = "agreed"
    SENT = "sent"
    SETTLED = "settled"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"


STAGE_WORDS: Final[Mapping[Stage, str]] = {
    Stage.ANNOUNCED: "已告知本人，可以提出不转",
    Stage.REQUESTED: "等待对方地区校验",
    Stage.AGREED: "两地校验通过",
    Stage.SENT: "信息表和账户资金已转出",
    Stage.SETTLED: "已转入",
    Stage.REFUSED: "校验未通过",
    Stage.WITHDRAWN: "已撤回",
    Stage.RETURNED: "已退回",
}

OPEN: Final = frozenset({Stage.ANNOUNCED, Stage.REQUESTED, Stage.AGREED, Stage.SENT})
GONE: Final = frozenset({Stage.SENT, Stage.SETTLED})


class Happening(StrEnum):
    """What moves a side from one stage to the next."""

    STARTED = "started"
    AGREED = "agreed"
    REFUSED = "refused"
    SENT = "sent"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"


_BOTH: Final[Mapping[tuple[Stage, Happening], Stage]] = {
    (Stage.REQUESTED, Happening.AGREED): Stage.AGREED,
    (Stage.REQUESTED, Happening.REFUSED): Stage.REFUSED,
    (Stage.REQUESTED, Happening.WITHDRAWN): Stage.WITHDRAWN,
    (Stage.AGREED, Happening.WITHDRAWN): Stage.WITHDRAWN,
}

NEXT: Final[Mapping[Side, Mapping[tuple[Stage, Happening], Stage]]] = {
    Side.OUT: {
        **_BOTH,
        (Stage.AGREED, Happening.SENT): Stage.SENT,
        (Stage.AGREED, Happening.RETURNED): Stage.WITHDRAWN,
        (Stage.SENT, Happening.SETTLED): Stage.SETTLED,
        (Stage.SENT, Happening.RETURNED): Stage.RETURNED,
        # The other side gave up while sheet and money were on their way.
        (Stage.SENT, Happening.WITHDRAWN): Stage.RETURNED,
    },
    Side.IN: {
        **_BOTH,
        (Stage.ANNOUNCED, Happening.STARTED): Stage.REQUESTED,
        (Stage.ANNOUNCED, Happening.WITHDRAWN): Stage.WITHDRAWN,
        (Stage.AGREED, Happening.SETTLED): Stage.SETTLED,
        (Stage.AGREED, Happening.RETURNED): Stage.RETURNED,
    },
}


class NotAtThisStage(Refusal):
    """The side stands where this cannot follow."""

    code = "transfers.not_at_this_stage"

    def __init__(self, stage: Stage) -> None:
        super().__init__(f"It is {stage.value}.", stage=STAGE_WORDS[stage])


def after(side: Side, stage: Stage, happening: Happening) -> Stage:
    """Return the stage that follows on one side, or refuse."""
    following = NEXT[side].get((stage, happening))
    if following is None:
        raise NotAtThisStage(stage)
    return following


def follows(side: Side, stage: Stage, happening: Happening) -> bool:
    """Say whether something may follow where a side stands."""
    return (stage, happening) in NEXT[side]
