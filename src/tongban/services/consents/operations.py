"""Saying yes to the use of one's data, taking it back, saying what is wrong in it."""

from dataclasses import dataclass
from typing import Final

from django.db import transaction

from tongban.core.access.actor import ActorKind
from tongban.core.access.rights import Act, check_may
from tongban.core.refusals import Refusal
from tongban.records.consents.models import WORDS_MAX, Consent, WrongData
from tongban.records.parties.models import Party
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.guard import NotYours, mandate_for
from tongban.services.cases.routing import handling_office

PREFILL: Final = "预填申请表"
REGISTERED: Final = "姓名、证件号码、联系电话等登记信息"


class NothingRight(Refusal):
    """A report says what would be right."""

    code = "consents.nothing_right"

    def __init__(self) -> None:
        super().__init__("Say what is right.")


class ReportUnknown(Refusal):
    """No such report waits within reach."""

    code = "consents.report_unknown"

    def __init__(self) -> None:
        super().__init__("No such report.")


class AnswerMissing(Refusal):
    """A report is answered in words."""

    code = "consents.answer_missing"

    def __init__(self) -> None:
        super().__init__("Say what was found.")


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody says is wrong: the field's label, the value held, the right one."""

    party_id: int
    item: str
    label: str
    held: str
    right: str
    words: str = ""


@transaction.atomic
def agree(envelope: Envelope, *, party_id: int, item: str) -> None:
    """Keep the yes to prefilling one item's form with registered data; once."""
    mandate_for(envelope, party_id=party_id, item=item)
    if envelope.actor.account_id is None:
        raise NotYours
    Consent.objects.get_or_create(
        party_id=party_id,
        item=item,
        purpose=PREFILL,
        withdrawn_at=None,
        defaults={
            "account_id": envelope.actor.account_id,
            "what": REGISTERED,
            "given_at": envelope.now,
        },
    )


@transaction.atomic
def withdraw(envelope: Envelope, *, consent_id: int) -> None:
    """Take a yes back; from now on nothing is prefilled for that item."""
    Consent.objects.filter(
        pk=consent_id, party_id__in=envelope.actor.party_ids, withdrawn_at=None
    ).update(withdrawn_at=envelope.now)


@transaction.atomic
def report_wrong(envelope: Envelope, report: Report) -> None:
    """Tell the office that a registered value is wrong; the same request is one."""
    envelope.check()
    if not report.right.strip():
        raise NothingRight
    mandate_for(envelope, party_id=report.party_id, item=report.item)
    if envelope.actor.account_id is None:
        raise NotYours
    party = Party.objects.get(pk=report.party_id)
    office = handling_office(region=party.region, item=report.item)
    WrongData.objects.get_or_create(
        key=f"{envelope.sender} {envelope.key}",
        defaults={
            "party": party,
            "account_id": envelope.actor.account_id,
            "office_path": office.path,
            "item": report.item,
            "label": report.label,
            "held": report.held,
            "right": report.right.strip()[:WORDS_MAX],
            "words": report.words.strip()[:WORDS_MAX],
            "told_at": envelope.now,
        },
    )


@transaction.atomic
def answer_report(
    envelope: Envelope, *, report_id: int, was_right: bool, answer: str
) -> None:
    """Answer a report; the registered data changes only through its own item."""
    if not answer.strip():
        raise AnswerMissing
    row = WrongData.objects.select_for_update().filter(pk=report_id).first()
    if row is None or envelope.actor.kind is not ActorKind.STAFF:
        raise ReportUnknown
    check_may(
        envelope.actor, Act.ACCEPT.value, item=row.item, office_path=row.office_path
    )
    if row.state != WrongData.State.OPEN:
        return
    row.state = WrongData.State.RIGHT if was_right else WrongData.State.KEPT
    row.answer, row.answered_at = answer.strip()[:WORDS_MAX], envelope.now
    row.answered_by_id = envelope.actor.account_id
    row.save(update_fields=["state", "answer", "answered_at", "answered_by"])
