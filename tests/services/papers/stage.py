"""Cases of the demo region that have come so far that papers were issued."""

from tests.services.cases.stage import envelope, submitted

from tongban.core.cases.parts import Fault, Lack
from tongban.core.papers.content import PaperContent
from tongban.core.papers.kinds import PaperKind
from tongban.records.papers.models import Paper
from tongban.services.cases.intake import accept_case, refuse_case
from tongban.services.cases.notices import NewNotice, send_notice
from tongban.services.papers.queries import content_of_row


def accepted() -> str:
    number = submitted().number
    accept_case(envelope("clerk1"), number=number)
    return number


def told(number: str, day: str = "2023-09-12", *, late_reason: str = "") -> None:
    """Send a notice about the invoice; a later one about the fee list."""
    subject = "fee-list" if late_reason else "medical-invoice"
    lack = Lack(subject, Fault.WRONG, "请补盖医院收费章", pledge_allowed=False)
    who = "supervisor" if late_reason else "reviewer1"
    notice = NewNotice((lack,), late_reason=late_reason)
    send_notice(envelope(who, day), number=number, notice=notice)


def refused() -> str:
    number = submitted(incomplete=True, papers=()).number
    sent = envelope("clerk1")
    refuse_case(sent, number=number, reason="not-required", words="已在外地报销")
    return number


def paper(number: str, kind: PaperKind) -> Paper:
    rows = Paper.objects.filter(case__number=number, kind=kind.value)
    return rows.latest("event_seq")


def content(number: str, kind: PaperKind) -> PaperContent:
    return content_of_row(paper(number, kind))
