"""Sharing an account with relatives (家庭共济): offered, agreed to, used, ended."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection, transaction
from django.db.models import QuerySet

from tongban.core.access.actor import ActorKind
from tongban.core.access.parties import PartyKind
from tongban.core.access.rights import Act, check_may
from tongban.core.ledger.accounts import AccountKind
from tongban.core.ledger.journals import Line, Reason
from tongban.core.money import Fen
from tongban.core.personal_accounts.sharing import (
    SHARED_USE_WORDS,
    Relation,
    SharedUse,
    Sharing,
    check_offer,
    check_use,
    needs_consent,
)
from tongban.core.refusals import Refusal
from tongban.records.ledger.models import Journal
from tongban.records.parties.models import Party
from tongban.records.personal_accounts.models import FamilyShare, ShareUse
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.guard import NotYours
from tongban.services.ledger.operations import Entry, fund, open_personal, post
from tongban.services.parties.queries import person_known
from tongban.services.personal_accounts.terms import account_terms

TARGETS: Final = {
    SharedUse.OUTPATIENT: AccountKind.PAYABLE,
    SharedUse.RESIDENT_PREMIUM: AccountKind.RESIDENT_POOL,
}


class RelativeUnknown(Refusal):
    """No person has this name together with this number."""

    code = "personal_accounts.relative_unknown"

    def __init__(self) -> None:
        super().__init__("No such person.")


class SharedAlready(Refusal):
    """The two share already; change or end that sharing."""

    code = "personal_accounts.shared_already"

    def __init__(self) -> None:
        super().__init__("Shared already.")


class ShareUnknown(Refusal):
    """No such sharing is within reach, or it is over."""

    code = "personal_accounts.share_unknown"

    def __init__(self) -> None:
        super().__init__("No such sharing.")


class ShareChanged(Refusal):
    """The sharing changed since it was looked at."""

    code = "personal_accounts.share_changed"

    def __init__(self) -> None:
        super().__init__("Changed since.")


class NoAccount(Refusal):
    """Only people with an account can share it."""

    code = "personal_accounts.no_account"

    def __init__(self) -> None:
        super().__init__("No personal account.")


@dataclass(frozen=True, slots=True)
class Offer:
    """With whom, for what, up to how much a year (nothing: no limit)."""

    name: str
    identifier: str
    relation: Relation
    uses: frozenset[SharedUse]
    limit_fen: int | None


@transaction.atomic
def offer(envelope: Envelope, new: Offer, *, has_account: bool) -> int:
    """Offer to share one's account; sending it again is the same offer.

    A child under age needs no word of its own; everybody else agrees first.
    """
    envelope.check()
    owner = _own_party(envelope)
    key = f"{envelope.sender} {envelope.key}"
    again = FamilyShare.objects.filter(request_key=key).first()
    if again is not None:
        return again.pk
    if not has_account:
        raise NoAccount
    terms = account_terms(owner.region).sharing
    check_offer(
        relation=new.relation,
        uses=new.uses,
        limit_fen=new.limit_fen,
        others=_open(owner.pk).count(),
        terms=terms,
    )
    relative_id, born_on = _person(new)
    if relative_id == owner.pk:
        raise RelativeUnknown
    if _open(owner.pk).filter(relative_id=relative_id).exists():
        raise SharedAlready
    asks = needs_consent(
        relation=new.relation, born_on=born_on, day=envelope.today, terms=terms
    )
    row = FamilyShare.objects.create(
        owner=owner,
        relative_id=relative_id,
        relation=new.relation.value,
        uses=sorted(use.value for use in new.uses),
        limit_fen=new.limit_fen,
        owner_name=owner.name,
        relative_name=new.name.strip(),
        offered_at=envelope.now,
        offered_by=envelope.actor.account_id,
        confirmed_at=None if asks else envelope.now,
        confirmed_by=None if asks else envelope.actor.account_id,
        request_key=key,
    )
    return row.pk


@transaction.atomic
def answer(envelope: Envelope, *, share_id: int, agreed: bool) -> None:
    """Agree to what was offered, or decline it; only the relative can."""
    row = _locked(share_id)
    if row is None or row.relative_id not in envelope.actor.party_ids:
        raise ShareUnknown
    if row.confirmed_at is not None or row.declined_at is not None:
        return
    if agreed:
        row.confirmed_at = envelope.now
        row.confirmed_by = envelope.actor.account_id
    else:
        row.declined_at = envelope.now
    _keep(row, "confirmed_at", "confirmed_by", "declined_at")


@transaction.atomic
def change_limit(envelope: Envelope, *, share_id: int, limit_fen: int | None) -> None:
    """Change the limit of the year; refused when the sharing changed meanwhile."""
    row = _of_owner(envelope, share_id)
    if envelope.version is not None and envelope.version != row.version:
        if row.limit_fen == limit_fen:
            return
        raise ShareChanged
    check_offer(
        relation=Relation(row.relation),
        uses=frozenset(SharedUse(use) for use in row.uses),
        limit_fen=limit_fen,
        others=0,
        terms=account_terms(row.owner.region).sharing,
    )
    row.limit_fen = limit_fen
    _keep(row, "limit_fen")


@transaction.atomic
def end(envelope: Envelope, *, share_id: int) -> None:
    """End a sharing at once; either side may, and twice is once."""
    row = _locked(share_id)
    mine = envelope.actor.party_ids
    if row is None or not {row.owner_id, row.relative_id} & set(mine):
        raise ShareUnknown
    if row.ended_at is None:
        row.ended_at, row.ended_by = envelope.now, envelope.actor.account_id
        _keep(row, "ended_at", "ended_by")


@transaction.atomic
def use_shared(
    envelope: Envelope,
    *,
    share_id: int,
    use: SharedUse,
    amount_fen: int,
    reference: str = "",
) -> Journal:
    """Pay from a shared account; the same request again is the first payment.

    Refuses a use not agreed to and more than balance and limit leave.
    """
    envelope.check()
    if envelope.actor.kind is not ActorKind.STAFF:
        raise NotYours
    check_may(envelope.actor, Act.ACCEPT.value)
    key = f"{envelope.sender} {envelope.key}"
    again = ShareUse.objects.filter(journal__request_key=key).first()
    if again is not None:
        return again.journal
    row = _locked(share_id)
    if row is None:
        raise ShareUnknown
    left = usable_of(row.pk, year=envelope.today.year)
    check_use(sharing_of(row), use=use, amount_fen=amount_fen, usable_fen=left)
    return _pay(envelope, row, use=use, amount_fen=amount_fen, reference=reference)


def usable_of(share_id: int, *, year: int) -> Fen:
    """Return what a sharing leaves to be used in a year; all that a relative learns."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT share_usable(%s, %s, %s)",
            [share_id, date(year, 1, 1), date(year + 1, 1, 1)],
        )
        (found,) = cursor.fetchone()
    return Fen(found or 0)


def sharing_of(row: FamilyShare) -> Sharing:
    """Return the value of a row."""
    return Sharing(
        uses=frozenset(SharedUse(use) for use in row.uses),
        limit_fen=None if row.limit_fen is None else Fen(row.limit_fen),
        confirmed_at=row.confirmed_at,
        declined_at=row.declined_at,
        ended_at=row.ended_at,
    )


def _pay(
    envelope: Envelope,
    row: FamilyShare,
    *,
    use: SharedUse,
    amount_fen: int,
    reference: str,
) -> Journal:
    region = row.owner.region
    account = open_personal(row.owner_id, region=region, on=envelope.today)
    target = fund(TARGETS[use], region, on=envelope.today)
    words = f"家庭共济：{SHARED_USE_WORDS[use]}"
    journal = post(
        Entry(
            reason=Reason.SHARED_USE,
            at=envelope.now,
            day=envelope.today,
            region=region,
            lines=(
                Line(account.pk, Fen(-amount_fen), words),
                Line(target.pk, Fen(amount_fen), words),
            ),
            key=f"{envelope.sender} {envelope.key}",
            source=f"share {row.pk}",
        )
    )
    ShareUse.objects.create(
        share=row,
        journal=journal,
        use=use.value,
        amount_fen=amount_fen,
        day=envelope.today,
        reference=reference,
    )
    return journal


def _own_party(envelope: Envelope) -> Party:
    party = Party.objects.filter(
        pk__in=envelope.actor.party_ids, kind=PartyKind.PERSON.value
    ).first()
    if party is None or envelope.actor.account_id is None:
        raise NotYours
    return party


def _open(owner_id: int) -> QuerySet[FamilyShare]:
    return FamilyShare.objects.filter(
        owner_id=owner_id, ended_at=None, declined_at=None
    )


def _person(new: Offer) -> tuple[int, date | None]:
    """Find the relative by number and name together; one alone tells nothing."""
    found = person_known(new.identifier, new.name)
    if found is None:
        raise RelativeUnknown
    return found


def _locked(share_id: int) -> FamilyShare | None:
    rows = FamilyShare.objects.select_for_update(of=("self",))
    return rows.filter(pk=share_id).first()


def _of_owner(envelope: Envelope, share_id: int) -> FamilyShare:
    row = _locked(share_id)
    if (
        row is None
        or row.owner_id not in envelope.actor.party_ids
        or row.ended_at is not None
    ):
        raise ShareUnknown
    return row


def _keep(row: FamilyShare, *fields: str) -> None:
    row.version += 1
    row.save(update_fields=[*fields, "version"])
