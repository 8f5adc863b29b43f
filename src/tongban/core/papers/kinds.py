"""Kinds of papers, what issues them, and the numbers they carry."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from tongban.core.cases.lifecycle import EventKind

CHECK_CODE_CHARACTERS: Final = 12
NUMBER_MAX: Final = 40


class PaperKind(StrEnum):
    """The papers that go to an applicant."""

    RECEIPT = "receipt"
    ACCEPTANCE = "acceptance"
    NOTICE = "notice"
    NON_ACCEPTANCE = "non_acceptance"
    COMPLETION = "completion"
    COVER = "cover"
    CONTRIBUTIONS = "contributions"
    RIGHTS = "rights"
    UNIT_COVER = "unit_cover"


class Edition(StrEnum):
    """How large a paper or guide is set; the short one is for guides."""

    FULL = "full"
    LARGE = "large"
    SHORT = "short"


class Standing(StrEnum):
    """What became of a paper after it was issued."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    REVERSED = "reversed"
    CORRECTED = "corrected"


TITLES: Final[Mapping[PaperKind, str]] = {
    PaperKind.RECEIPT: "收件回执",
    PaperKind.ACCEPTANCE: "受理通知书",
    PaperKind.NOTICE: "一次性告知书",
    PaperKind.NON_ACCEPTANCE: "不予受理通知书",
    PaperKind.COMPLETION: "办结通知书",
    PaperKind.COVER: "参保凭证",
    PaperKind.CONTRIBUTIONS: "缴费证明",
    PaperKind.RIGHTS: "个人权益记录",
    PaperKind.UNIT_COVER: "单位参保证明",
}
LETTERS: Final[Mapping[PaperKind, str]] = {
    PaperKind.RECEIPT: "SJ",
    PaperKind.ACCEPTANCE: "SL",
    PaperKind.NOTICE: "GZ",
    PaperKind.NON_ACCEPTANCE: "BY",
    PaperKind.COMPLETION: "BJ",
    PaperKind.COVER: "CB",
    PaperKind.CONTRIBUTIONS: "JF",
    PaperKind.RIGHTS: "QY",
    PaperKind.UNIT_COVER: "DW",
}
ISSUED_BY: Final[Mapping[EventKind, PaperKind]] = {
    EventKind.SUBMITTED: PaperKind.RECEIPT,
    EventKind.ACCEPTED: PaperKind.ACCEPTANCE,
    EventKind.NOTICE_SENT: PaperKind.NOTICE,
    EventKind.NOT_ACCEPTED: PaperKind.NON_ACCEPTANCE,
    EventKind.CLOSED: PaperKind.COMPLETION,
}
# What items 7 and 8 hand out when they end, by the effect and what was asked.
CERTIFICATES: Final[Mapping[tuple[str, str], PaperKind]] = {
    ("person-enquiry", "enrolment"): PaperKind.COVER,
    ("person-enquiry", "contributions"): PaperKind.CONTRIBUTIONS,
    ("person-enquiry", "account"): PaperKind.RIGHTS,
    ("employer-enquiry", "enrolment"): PaperKind.UNIT_COVER,
    ("employer-enquiry", "contributions"): PaperKind.UNIT_COVER,
    ("employer-enquiry", "roster"): PaperKind.UNIT_COVER,
}
# A later event that takes the force out of earlier papers of these kinds.
ENDED_BY: Final[Mapping[EventKind, tuple[frozenset[PaperKind], Standing]]] = {
    EventKind.NOTICE_SENT: (frozenset({PaperKind.NOTICE}), Standing.SUPERSEDED),
    EventKind.DECISION_REVERSED: (
        frozenset({PaperKind.COMPLETION, *CERTIFICATES.values()}),
        Standing.REVERSED,
    ),
}


def paper_number(kind: PaperKind, *, case_number: str, event_seq: int) -> str:
    """Return the number of a paper: kind, case, and the event that issued it.

    One event issues one paper of a kind, so no counter is needed.
    """
    return f"{LETTERS[kind]}{case_number}-{event_seq}"
