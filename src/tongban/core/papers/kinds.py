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


TITLES: Final[Mapping[PaperKind, str]] = {
    PaperKind.RECEIPT: "收件回执",
    PaperKind.ACCEPTANCE: "受理通知书",
    PaperKind.NOTICE: "一次性告知书",
    PaperKind.NON_ACCEPTANCE: "不予受理通知书",
    PaperKind.COMPLETION: "办结通知书",
}
LETTERS: Final[Mapping[PaperKind, str]] = {
    PaperKind.RECEIPT: "SJ",
    PaperKind.ACCEPTANCE: "SL",
    PaperKind.NOTICE: "GZ",
    PaperKind.NON_ACCEPTANCE: "BY",
    PaperKind.COMPLETION: "BJ",
}
ISSUED_BY: Final[Mapping[EventKind, PaperKind]] = {
    EventKind.SUBMITTED: PaperKind.RECEIPT,
    EventKind.ACCEPTED: PaperKind.ACCEPTANCE,
    EventKind.NOTICE_SENT: PaperKind.NOTICE,
    EventKind.NOT_ACCEPTED: PaperKind.NON_ACCEPTANCE,
    EventKind.CLOSED: PaperKind.COMPLETION,
}
# A later event that takes the force out of earlier papers of a kind.
ENDED_BY: Final[Mapping[EventKind, tuple[PaperKind, Standing]]] = {
    EventKind.NOTICE_SENT: (PaperKind.NOTICE, Standing.SUPERSEDED),
    EventKind.DECISION_REVERSED: (PaperKind.COMPLETION, Standing.REVERSED),
}


def paper_number(kind: PaperKind, *, case_number: str, event_seq: int) -> str:
    """Return the number of a paper: kind, case, and the event that issued it.

    One event issues one paper of a kind, so no counter is needed.
    """
    return f"{LETTERS[kind]}{case_number}-{event_seq}"
