"""Other hands and other days: opinions, hand-over, extension, suspension."""

import secrets
from typing import TYPE_CHECKING, Final

from tongban.core.access.rights import Act
from tongban.core.cases.decisions.teamwork import (
    OpinionQuestion,
    decide_extension,
    decide_handover,
    decide_opinion_asked,
    decide_opinion_given,
    decide_resumption,
    decide_return,
    decide_suspension,
    decide_transfer,
)
from tongban.core.cases.events import NewEvent
from tongban.core.refusals import Refusal
from tongban.records.accounts.models import Account
from tongban.records.offices.models import Office
from tongban.services.cases import engine
from tongban.services.cases.envelope import Envelope, Receipt
from tongban.services.cases.handling import staff_command
from tongban.services.cases.routing import NoOffice

if TYPE_CHECKING:
    from tongban.core.json_values import Json

OPINION_BYTES: Final = 5


class NotAColleague(Refusal):
    """A case is handed to active staff whose office covers it."""

    code = "cases.not_a_colleague"

    def __init__(self) -> None:
        super().__init__("That account cannot take the case.")


class ClockNotStarted(Refusal):
    """There is no limit yet that could be extended."""

    code = "cases.clock_not_started"

    def __init__(self) -> None:
        super().__init__("The case has not been accepted.")


def ask_opinion(
    envelope: Envelope, *, number: str, desk: str, question: str, days: int
) -> Receipt:
    """Ask another desk; it has its own limit in working days, ours runs on."""
    code = secrets.token_hex(OPINION_BYTES)
    payload: dict[str, Json] = {"desk": desk, "question": question, "days": days}
    return staff_command(
        envelope,
        number=number,
        act=Act.HAND_OVER,
        step=None,
        payload=payload,
        decide=lambda loaded: decide_opinion_asked(
            loaded.view,
            OpinionQuestion(id=code, desk=desk, question=question, days=days),
            today=loaded.today,
            rules=loaded.rules,
            calendar=loaded.calendar,
        ),
    )


def give_opinion(
    envelope: Envelope, *, number: str, opinion: str, words: str
) -> Receipt:
    """Answer a question another desk asked."""
    return staff_command(
        envelope,
        number=number,
        act=Act.OPINE,
        step=None,
        payload={"opinion": opinion, "words": words},
        decide=lambda loaded: decide_opinion_given(
            loaded.view, opinion=opinion, words=words
        ),
    )


def hand_over(
    envelope: Envelope, *, number: str, assignee_id: int, words: str
) -> Receipt:
    """Hand a case to a colleague; the first-contact owner stays on it (首问负责)."""

    def decide(loaded: engine.Loaded) -> tuple[NewEvent, ...]:
        colleague = (
            Account.objects.filter(pk=assignee_id, is_active=True, kind="staff")
            .select_related("office")
            .first()
        )
        if colleague is None or colleague.office is None:
            raise NotAColleague
        if not loaded.record.office_path.startswith(colleague.office.path):
            raise NotAColleague
        return decide_handover(
            loaded.view,
            assignee_id=colleague.pk,
            assignee=colleague.display_name,
            words=words,
        )

    return staff_command(
        envelope,
        number=number,
        act=Act.HAND_OVER,
        step=None,
        payload={"assignee": assignee_id, "words": words},
        decide=decide,
    )


def return_case(envelope: Envelope, *, number: str, words: str) -> Receipt:
    """Put a case back into the tray of its office, with the reason."""
    return staff_command(
        envelope,
        number=number,
        act=Act.HAND_OVER,
        step=None,
        payload={"assignee": 0, "words": words},
        decide=lambda loaded: decide_return(loaded.view, words=words),
    )


def transfer_case(
    envelope: Envelope, *, number: str, office: str, words: str
) -> Receipt:
    """Pass a case on to the office in charge (转办); the receipt time is kept."""

    def decide(loaded: engine.Loaded) -> tuple[NewEvent, ...]:
        to_office = Office.objects.filter(code=office, is_active=True).first()
        if to_office is None:
            raise NoOffice(office)
        return decide_transfer(
            loaded.view, office=to_office.code, words=words or to_office.name
        )

    return staff_command(
        envelope,
        number=number,
        act=Act.HAND_OVER,
        step=None,
        payload={"office": office, "words": words},
        decide=decide,
    )


def extend_case(envelope: Envelope, *, number: str, words: str) -> Receipt:
    """Extend the limit once where the item's basis allows it."""

    def decide(loaded: engine.Loaded) -> tuple[NewEvent, ...]:
        if loaded.record.due_on is None:
            raise ClockNotStarted
        return decide_extension(
            loaded.view,
            loaded.terms,
            today=loaded.today,
            due_on=loaded.record.due_on,
            words=words,
            rules=loaded.rules,
        )

    return staff_command(
        envelope,
        number=number,
        act=Act.EXTEND,
        step=None,
        payload={"words": words},
        decide=decide,
    )


def suspend_case(envelope: Envelope, *, number: str, words: str) -> Receipt:
    """Suspend a case (中止) with its reason; the clock stands still."""
    return staff_command(
        envelope,
        number=number,
        act=Act.SUSPEND,
        step=None,
        payload={"words": words},
        decide=lambda loaded: decide_suspension(loaded.view, words=words),
    )


def resume_case(envelope: Envelope, *, number: str, words: str) -> Receipt:
    """Go on with a suspended case."""
    return staff_command(
        envelope,
        number=number,
        act=Act.SUSPEND,
        step=None,
        payload={"words": words, "resume": True},
        decide=lambda loaded: decide_resumption(loaded.view, words=words),
    )
