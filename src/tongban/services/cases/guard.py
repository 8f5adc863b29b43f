"""Who may send which command: staff by their grants, applicants by their party."""

from collections.abc import Mapping, Sequence
from typing import Final

from tongban.core.access.actor import Actor, ActorKind, Role
from tongban.core.access.offices import covers
from tongban.core.access.rights import Act, check_may, check_separate
from tongban.core.cases.rules import CaseRules
from tongban.core.cases.view import CaseView
from tongban.core.items.catalogue import Step, Terms
from tongban.core.refusals import Refusal
from tongban.records.cases.models import Case, Mandate
from tongban.services.cases.envelope import Envelope


class NotYours(Refusal):
    """The case belongs to somebody else who has not asked for help."""

    code = "cases.not_yours"

    def __init__(self) -> None:
        super().__init__("No party or mandate of yours covers this case.")


class MandateMissing(Refusal):
    """Acting for another needs their word on record."""

    code = "cases.mandate_missing"

    def __init__(self) -> None:
        super().__init__("No mandate in force covers this item.")


RECEIVING: Final = frozenset({Act.ACCEPT, Act.NOTIFY, Act.REFUSE, Act.APPLY})


def check_staff(
    actor: Actor,
    act: Act,
    *,
    record: Case,
    step: Step | None = None,
    delegations: Mapping[str, Sequence[Step]] | None = None,
) -> None:
    """Refuse staff whose grants do not cover this act on this case.

    A window that received a case may still tell and accept it though another
    office handles it (异地代收代办).
    """
    path = record.office_path
    if act in RECEIVING and covers(actor.office_path, record.received_path):
        path = record.received_path
    check_may(
        actor,
        act,
        item=record.item,
        step="" if step is None else step.value,
        office_path=path,
        delegations=delegations,
    )


def check_hands(
    actor: Actor, step: Step, *, view: CaseView, terms: Terms, rules: CaseRules
) -> None:
    """Refuse a second of 受理 / 审核 / 拨付 by one person.

    On instant items the steps named in the parameters may be one person's;
    money never is.
    """
    immediate = any(
        limit.immediate for limit in terms.limits if limit.code in view.limits
    )
    check_separate(
        actor,
        done={done.value: account for done, account in view.done_by.items()},
        step=step.value,
        together=rules.instant_same_person if immediate else frozenset(),
    )


def check_applicant(actor: Actor, record: Case) -> None:
    """Refuse anybody but the case's party, its helper, and staff who serve them."""
    if actor.kind is ActorKind.SYSTEM or record.party_id in actor.party_ids:
        return
    if actor.kind is ActorKind.STAFF:
        check_staff(actor, Act.APPLY, record=record)
        return
    if record.account_id is None or record.account_id != actor.account_id:
        raise NotYours


def find_mandate(envelope: Envelope, *, party_id: int, item: str) -> Mandate | None:
    """Return the mandate of the party that covers this helper, item and day."""
    return next(
        (
            mandate
            for mandate in Mandate.objects.filter(
                principal_id=party_id,
                helper_id=envelope.actor.account_id,
                revoked_at=None,
                from_on__lte=envelope.today,
                until_on__gte=envelope.today,
            ).order_by("-given_at")
            if not mandate.items or item in mandate.items
        ),
        None,
    )


def mandate_for(envelope: Envelope, *, party_id: int, item: str) -> Mandate | None:
    """Return nothing for one's own party, else the mandate, or refuse.

    Clerks serve whoever stands before them; helpers need a mandate.
    """
    actor = envelope.actor
    if party_id in actor.party_ids:
        return None
    if actor.kind is ActorKind.STAFF and not is_helper(actor):
        return None
    mandate = find_mandate(envelope, party_id=party_id, item=item)
    if mandate is None:
        raise MandateMissing
    return mandate


def is_helper(actor: Actor) -> bool:
    """Say whether every right of this member of staff is that of a helper."""
    return bool(actor.grants) and all(
        grant.role is Role.HELPER for grant in actor.grants
    )
