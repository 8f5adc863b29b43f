"""Messages of the demo region on their way, for tests of notices."""

from datetime import datetime, timedelta

from tests.services.cases.stage import INJURY, PAPERS, at, envelope, submitted

from tongban.core.cases.parts import Fault, Lack
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case
from tongban.records.notices.models import Delivery, Message
from tongban.services.cases.intake import accept_case
from tongban.services.cases.notices import NewNotice, send_notice
from tongban.services.notices.rounds import run_round

MONDAY = "2023-09-11"
NOON = at(MONDAY, 12)
YOUNG = "zhaolei"  # born 1978
OLD = "zhangguilan"  # born 1951


def phone_of(login: str) -> str:
    account = Account.objects.select_related("party").get(login_name=login)
    assert account.party is not None
    return account.party.phone


def received(login: str = YOUNG, day: str = MONDAY) -> Case:
    """A case handed in at a window; its applicant is told that it was received."""
    return Case.objects.get(number=submitted(day, login=login).number)


def told(login: str = YOUNG) -> Message:
    """A legal message with words for the phone: a one-time notice."""
    case = received(login)
    accept_case(envelope("clerk1", MONDAY), number=case.number)
    lack = Lack(PAPERS[0], Fault.WRONG, "请换一张", pledge_allowed=False)
    notice = NewNotice(lacks=(lack,))
    send_notice(envelope("clerk1", MONDAY), number=case.number, notice=notice)
    Message.objects.exclude(template="case.notice_sent").update(
        planned_at=NOON, blanks={}
    )
    return Message.objects.get(template="case.notice_sent", case=case)


def rounds(first: datetime, *hours: int) -> None:
    """Rounds of the background at a moment and so many hours after it."""
    for hour in (0, *hours):
        run_round(first + timedelta(hours=hour))


def ways(message: Message) -> dict[str, str]:
    """The ways of a message with their states, in the order they were opened."""
    found = Delivery.objects.filter(message=message).order_by("created_at", "pk")
    return {row.way: row.state for row in found}


def steps(message: Message) -> list[str]:
    return [row.kind for row in message.steps.order_by("seq")]


__all__ = ["INJURY", "at", "envelope"]
