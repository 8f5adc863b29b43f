"""The twelve moments of a case people are told of, and the ways of telling them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Moment(StrEnum):
    """One of the twelve moments the coverage table has a column for."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    NOTICE = "notice"
    ANSWERED = "answered"
    RESCHEDULED = "rescheduled"
    PLEDGE_CHECKED = "pledge_checked"
    PUBLICITY = "publicity"
    GRANTED = "granted"
    REJECTED = "rejected"
    PAID = "paid"
    PAYMENT_FAILED = "payment_failed"


MOMENT_WORDS: Final[Mapping[Moment, str]] = {
    Moment.RECEIVED: "收到申请",
    Moment.ACCEPTED: "受理",
    Moment.NOT_ACCEPTED: "不予受理",
    Moment.NOTICE: "一次性告知",
    Moment.ANSWERED: "补正收到",
    Moment.RESCHEDULED: "延期或改期",
    Moment.PLEDGE_CHECKED: "承诺核查",
    Moment.PUBLICITY: "公示",
    Moment.GRANTED: "办结（同意）",
    Moment.REJECTED: "办结（不同意）",
    Moment.PAID: "拨付成功",
    Moment.PAYMENT_FAILED: "拨付失败",
}

# Every template a moment needs; one of them missing leaves a hole.
CODES_OF: Final[Mapping[Moment, tuple[str, ...]]] = {
    Moment.RECEIVED: ("case.submitted",),
    Moment.ACCEPTED: ("case.accepted",),
    Moment.NOT_ACCEPTED: ("case.not_accepted.refused",),
    Moment.NOTICE: ("case.notice_sent",),
    Moment.ANSWERED: ("case.notice_answered", "case.notice_answered.undated"),
    Moment.RESCHEDULED: (
        "case.extended",
        "case.suspended",
        "case.resumed",
        "case.due_moved",
    ),
    Moment.PLEDGE_CHECKED: ("case.pledge_checked.kept", "case.decision_reversed"),
    Moment.PUBLICITY: ("case.publicity_posted",),
    Moment.GRANTED: ("case.closed.granted",),
    Moment.REJECTED: ("case.closed.rejected",),
    Moment.PAID: ("case.paid",),
    Moment.PAYMENT_FAILED: ("case.payment_failed",),
}


class Way(StrEnum):
    """How words reach a person (送达方式)."""

    INBOX = "inbox"
    SMS = "sms"
    VOICE = "voice"
    CALL = "call"
    POST = "post"


WAY_WORDS: Final[Mapping[Way, str]] = {
    Way.INBOX: "站内消息",
    Way.SMS: "短信",
    Way.VOICE: "语音电话",
    Way.CALL: "人工电话",
    Way.POST: "邮寄送达",
}

BY_SUPPLIER: Final = (Way.SMS, Way.VOICE)
BY_STAFF: Final = (Way.CALL, Way.POST)
