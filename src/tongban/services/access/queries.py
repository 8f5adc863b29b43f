"""Who acts: accounts turned into actors with the rights of the day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from tongban.core.access.actor import Actor, ActorKind, Grant, Role
from tongban.core.access.offices import OfficeKind
from tongban.core.access.rights import PROVIDER_LEVEL, grant_sentence
from tongban.core.days import Period
from tongban.core.refusals import Refusal
from tongban.core.staff.standing import Paper, Papers, lacking
from tongban.records.accounts.models import Account
from tongban.records.offices.models import Office, StaffGrant, StaffProfile
from tongban.records.parties.models import PartyLink
from tongban.services.staff.rules import staff_rules


class PaperMissing(Refusal):
    """No agreement, or no training, of this member of staff is in force."""


class AgreementMissing(PaperMissing):
    """No confidentiality agreement of this member of staff is in force."""

    code = "access.no_agreement"

    def __init__(self) -> None:
        super().__init__("No confidentiality agreement is in force.")


class TrainingMissing(PaperMissing):
    """The training of this member of staff has run out, or never was."""

    code = "access.no_training"

    def __init__(self) -> None:
        super().__init__("No training is in force.")


@dataclass(frozen=True, slots=True)
class AccountCard:
    """What an account's own page shows; ``rights`` are Chinese sentences."""

    login_name: str
    display_name: str
    kind: ActorKind
    office_name: str
    elder_mode: bool
    rights: tuple[str, ...]


def actor_of(account: Account, today: date) -> Actor:
    """Return the actor an account is on a day; refuse staff without their papers."""
    if account.kind == ActorKind.STAFF.value:
        return _staff_actor(account, today)
    pairs = tuple(
        PartyLink.objects.filter(account=account)
        .order_by("party_id", "duty")
        .values_list("party_id", "duty")
    )
    own = [account.party_id] if account.party_id is not None else []
    return Actor(
        kind=ActorKind(account.kind),
        account_id=account.pk,
        name=account.display_name,
        party_ids=tuple(dict.fromkeys([*own, *(party for party, _ in pairs)])),
        duties=frozenset(pairs),
    )


def find_actor(user: object, *, is_verified: bool, today: date) -> Actor | None:
    """Return the actor of a session's user, or nobody.

    Staff who have not passed the second step, or whose agreement or training
    has run out since they signed in, are nobody.
    """
    if not isinstance(user, Account) or not user.is_active:
        return None
    if user.kind == ActorKind.STAFF.value and not is_verified:
        return None
    try:
        return actor_of(user, today)
    except PaperMissing:
        return None


def papers_of(profile: StaffProfile | None) -> Papers:
    """Return the agreement and the training a profile holds."""
    if profile is None:
        return Papers(agreement=None, training=None)
    return Papers(
        agreement=_period(profile.agreement_signed_on, profile.agreement_until),
        training=_period(profile.trained_on, profile.trained_until),
    )


def check_papers(account: Account, today: date) -> None:
    """Refuse staff whose agreement or training is not in force on the day."""
    profile = StaffProfile.objects.filter(account=account).first()
    lacks = lacking(papers_of(profile), today, staff_rules())
    if Paper.AGREEMENT in lacks:
        raise AgreementMissing
    if lacks:
        raise TrainingMissing


def _period(start: date | None, end: date | None) -> Period | None:
    return None if start is None else Period(start, end)


def account_card(
    actor: Actor, item_names: Mapping[str, str] = MappingProxyType({})
) -> AccountCard:
    """Return what the account's own page shows, rights as sentences."""
    if actor.account_id is None:
        raise ValueError("The system has no account to show.")
    account = Account.objects.select_related("office").get(pk=actor.account_id)
    names = dict(
        Office.objects.filter(
            path__in=[grant.office_path for grant in actor.grants]
        ).values_list("path", "name")
    )
    return AccountCard(
        login_name=account.login_name,
        display_name=account.display_name,
        kind=actor.kind,
        office_name=account.office.name if account.office else "",
        elder_mode=account.elder_mode,
        rights=tuple(
            grant_sentence(
                grant,
                office_name=names.get(grant.office_path, grant.office_path),
                item_names=item_names,
            )
            for grant in actor.grants
        ),
    )


def _staff_actor(account: Account, today: date) -> Actor:
    check_papers(account, today)
    office = account.office
    return Actor(
        kind=ActorKind.STAFF,
        account_id=account.pk,
        name=account.display_name,
        office_code=office.code if office else "",
        office_path=office.path if office else "",
        office_level=level_of(office) if office else "",
        grants=_grants(account, today),
    )


def level_of(office: Office) -> str:
    """Return the level that delegations name: a hospital station is a provider."""
    return PROVIDER_LEVEL if office.kind == OfficeKind.HOSPITAL.value else office.level


def _grants(account: Account, today: date) -> tuple[Grant, ...]:
    rows = StaffGrant.objects.filter(
        account=account, in_force__contains=today, office__is_active=True
    ).select_related("office")
    return tuple(
        Grant(
            role=Role(row.role),
            office_path=row.office.path,
            items=frozenset(row.items),
            steps=frozenset(row.steps),
        )
        for row in rows.order_by("id")
    )
