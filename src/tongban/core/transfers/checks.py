"""What both sides check before a transfer is accepted (医保办发〔2021〕43号).

Each check returns every reason that stands against the transfer, so that all
are told at once; no reason means it is met.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tongban.core.refusals import Refusal


class Against(StrEnum):
    """Why a side does not agree."""

    NOT_KNOWN = "not_known"
    NOT_COVERED_HERE = "not_covered_here"
    STILL_COVERED = "still_covered"
    RETIRED = "retired"
    ACCOUNT_HELD = "account_held"
    STAY_OPEN = "stay_open"
    MOVING_ELSEWHERE = "moving_elsewhere"
    NOT_JOINED = "not_joined"
    MOVED_ALREADY = "moved_already"


AGAINST_WORDS: Final[Mapping[Against, str]] = {
    Against.NOT_KNOWN: "原参保地没有查到这个人的参保信息，请核对姓名、证件号码和转出地",
    Against.NOT_COVERED_HERE: "在转出地没有这个险种的参保记录，请核对转出地和险种",
    Against.STILL_COVERED: "原参保地还没有停保，请先由原单位或者本人办理停保",
    Against.RETIRED: "退休人员不办理医保关系转移接续，继续由原参保地保障",
    Against.ACCOUNT_HELD: "个人账户正在办理一次性支取，办完或者撤回后再申请",
    Against.STAY_OPEN: "还有没结算的住院，请先结算出院",
    Against.MOVING_ELSEWHERE: "已经有一笔转往别的地区的业务在办",
    Against.NOT_JOINED: "在转入地还没有参保，请先办理参保登记",
    Against.MOVED_ALREADY: "这段参保关系已经转走，不用再转",
}


@dataclass(frozen=True, slots=True)
class OutFacts:
    """What the area somebody leaves knows of them on the day of the check."""

    known: bool
    was_covered: bool
    covered_today: bool
    retired: bool
    account_held: bool
    stay_open: bool
    open_to: str = ""
    to_region: str = ""
    moved_already: bool = False


@dataclass(frozen=True, slots=True)
class InFacts:
    """What the area somebody joins knows of them on the day of the check."""

    known: bool
    joined_on: date | None
    retired: bool


def check_out(facts: OutFacts) -> tuple[Against, ...]:
    """Return what stands against leaving; cover must have stopped there."""
    if not facts.known:
        return (Against.NOT_KNOWN,)
    if not facts.was_covered:
        return (Against.NOT_COVERED_HERE,)
    found = {
        Against.MOVED_ALREADY: facts.moved_already,
        Against.RETIRED: facts.retired,
        Against.STILL_COVERED: facts.covered_today,
        Against.ACCOUNT_HELD: facts.account_held,
        Against.STAY_OPEN: facts.stay_open,
        Against.MOVING_ELSEWHERE: facts.open_to not in {"", facts.to_region},
    }
    return tuple(reason for reason, stands in found.items() if stands)


def check_in(facts: InFacts) -> tuple[Against, ...]:
    """Return what stands against joining; cover must have started there."""
    if not facts.known or facts.joined_on is None:
        return (Against.NOT_JOINED,)
    return (Against.RETIRED,) if facts.retired else ()


def words_against(reasons: tuple[Against, ...]) -> str:
    """Return the reasons as one Chinese sentence."""
    return "；".join(AGAINST_WORDS[reason] for reason in reasons)


class CheckFailed(Refusal):
    """A side's own check speaks against the transfer."""

    code = "transfers.check_failed"

    def __init__(self, reasons: tuple[Against, ...]) -> None:
        super().__init__("The check is not met.", reasons=words_against(reasons))


class CheckPending(Refusal):
    """The other side has not answered yet."""

    code = "transfers.check_pending"

    def __init__(self) -> None:
        super().__init__("The other side has not checked yet.")
