"""Rules and templates for tests of notices."""

from dataclasses import replace
from datetime import date, time

from tongban.core.days import Period
from tongban.core.notices.blanks import FILLED_BY
from tongban.core.notices.book import NoticeBook, Template, Wording
from tongban.core.notices.delivery import DeliveryRules
from tongban.core.notices.moments import Way
from tongban.core.notices.replies import Task

ALWAYS = Period(date(2021, 1, 1), None)
RULES = DeliveryRules(
    quiet_from=time(21),
    quiet_until=time(8),
    second_way_hours=72,
    elder_age=60,
    usual=(Way.SMS,),
    elder=(Way.SMS, Way.CALL),
    ladder=(Way.SMS, Way.VOICE, Way.CALL),
    retry_minutes=(1, 5),
    call_tries_max=3,
    call_again_hours=2,
    signature="潍坊医保",
    sms_characters_max=335,
    reply_words={
        Task.PROGRESS: ("进度", "查询"),
        Task.CONFIRM: ("确认",),
        Task.WITHDRAW: ("撤回",),
    },
)
WORDING = Wording(ALWAYS, inbox="站内", sms="短信", voice="电话")


def template(code: str, wording: Wording = WORDING, **changes: object) -> Template:
    return replace(Template(code, (wording,)), **changes)


def book(**changes: object) -> NoticeBook:
    """A book with every template in it."""
    whole = NoticeBook({code: template(code) for code in FILLED_BY}, RULES)
    return replace(whole, **changes)
