"""A person's word that another may act for them (帮办代办授权)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from tongban.core.access.actor import ActorKind
from tongban.core.access.rights import Act, check_may
from tongban.core.notices.blanks import day_words
from tongban.core.refusals import Refusal
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Mandate
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.guard import NotYours
from tongban.services.cases.rules import case_rules
from tongban.services.notices.operations import tell_party


class MandateDaysWrong(Refusal):
    """A mandate begins today or later and lasts at most the days allowed."""

    code = "cases.mandate_days_wrong"

    def __init__(self, most: int) -> None:
        super().__init__(f"At most {most} days from today on.", most=most)


class HelperUnknown(Refusal):
    """No account of that name can act for others."""

    code = "cases.helper_unknown"

    def __init__(self) -> None:
        super().__init__("No such active account.")


class EvidenceNeeded(Refusal):
    """At a window a mandate needs the signed paper on file."""

    code = "cases.mandate_evidence_needed"

    def __init__(self) -> None:
        super().__init__("Lay the signed authorisation into the file.")


@dataclass(frozen=True, slots=True)
class NewMandate:
    """Who may act, for what, and until which day (included)."""

    principal_id: int
    helper_login: str
    items: tuple[str, ...]
    covers_pledges: bool
    from_on: date
    until_on: date
    evidence_id: str | None = None


@transaction.atomic
def give_mandate(envelope: Envelope, new: NewMandate) -> int:
    """Record a mandate and tell both; giving the same again changes nothing.

    The person gives it online; a clerk may record one signed on paper, with
    the paper on file. Returns the mandate's id.
    """
    _check_giver(envelope, new)
    helper = Account.objects.filter(
        login_name=new.helper_login.strip().lower(), is_active=True
    ).first()
    if helper is None or helper.party_id == new.principal_id:
        raise HelperUnknown
    _check_days(envelope, new)
    mandate, is_new = Mandate.objects.get_or_create(
        principal_id=new.principal_id,
        helper=helper,
        items=sorted(new.items),
        covers_pledges=new.covers_pledges,
        from_on=new.from_on,
        until_on=new.until_on,
        revoked_at=None,
        defaults={
            "given_at": envelope.now,
            "given_by_id": _giver(envelope),
            "evidence_id": new.evidence_id,
        },
    )
    if is_new:
        _tell(mandate, "mandate.given", helper=helper.display_name, envelope=envelope)
    return mandate.pk


@transaction.atomic
def revoke_mandate(envelope: Envelope, *, mandate_id: int) -> None:
    """Take a mandate back at once; taking it back twice is harmless."""
    mandate = (
        Mandate.objects.select_for_update(of=("self",))
        .select_related("helper")
        .filter(pk=mandate_id, principal_id__in=envelope.actor.party_ids)
        .first()
    )
    if mandate is None:
        raise NotYours
    if mandate.revoked_at is None:
        mandate.revoked_at = envelope.now
        mandate.save(update_fields=["revoked_at"])
        _tell(
            mandate,
            "mandate.revoked",
            helper=mandate.helper.display_name,
            envelope=envelope,
        )


def _check_giver(envelope: Envelope, new: NewMandate) -> None:
    actor = envelope.actor
    if new.principal_id in actor.party_ids:
        return
    if actor.kind is not ActorKind.STAFF:
        raise NotYours
    check_may(actor, Act.ACCEPT)
    if new.evidence_id is None:
        raise EvidenceNeeded


def _giver(envelope: Envelope) -> int:
    if envelope.actor.account_id is None:
        raise NotYours
    return envelope.actor.account_id


def _check_days(envelope: Envelope, new: NewMandate) -> None:
    most = case_rules().mandate_days_max
    last = new.from_on + timedelta(days=most - 1)
    if new.from_on < envelope.today or not new.from_on <= new.until_on <= last:
        raise MandateDaysWrong(most)


def _tell(mandate: Mandate, template: str, *, helper: str, envelope: Envelope) -> None:
    tell_party(
        mandate.principal_id,
        template,
        values={"helper": helper, "until": day_words(mandate.until_on)},
        now=envelope.now,
    )
