"""Applications being written: saved at each step, files kept, resumable by code."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from tongban.core.access.actor import ActorKind
from tongban.core.access.masking import mask_name
from tongban.core.collecting.wishes import Way, Wish
from tongban.core.items.catalogue import Audience
from tongban.core.json_values import JsonObject, flag_of, text_of, texts_of
from tongban.core.refusals import Refusal
from tongban.records.cases.models import Case, Draft, DraftFile
from tongban.records.desk.models import TakenDraft
from tongban.records.parties.models import Party
from tongban.services.cases import engine
from tongban.services.cases.content import (
    FILES_PER_CASE_MAX,
    NewCase,
    TooManyFiles,
    check_files,
)
from tongban.services.cases.envelope import Envelope, Receipt
from tongban.services.cases.guard import mandate_for
from tongban.services.cases.intake import submit_case
from tongban.services.cases.rules import case_rules
from tongban.services.items.queries import item_on

DRAFTS_PER_ACCOUNT_MAX: Final = 50
CODE_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH: Final = 8


class DraftUnknown(Refusal):
    """No draft of this code belongs to this account."""

    code = "cases.draft_unknown"

    def __init__(self) -> None:
        super().__init__("No such draft.")


class DraftStale(Refusal):
    """The draft was saved elsewhere in the meantime."""

    code = "cases.draft_stale"

    def __init__(self) -> None:
        super().__init__("The draft was saved in another window.")


class TooManyDrafts(Refusal):
    """An account keeps at most fifty drafts."""

    code = "cases.too_many_drafts"

    def __init__(self) -> None:
        super().__init__(
            f"At most {DRAFTS_PER_ACCOUNT_MAX} drafts.", most=DRAFTS_PER_ACCOUNT_MAX
        )


@dataclass(frozen=True, slots=True)
class DraftFileView:
    """A file in a draft."""

    id: int
    file_id: str
    material: str
    name: str


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft as its account sees it.

    ``content`` holds what was filled in: ``form``, ``situations``, ``pledges``,
    ``papers``, ``incomplete``, and how the result is wanted: ``collect`` with
    ``receiver``, ``collect_phone``, ``collect_address``. ``writer`` prepared
    it, masked.
    """

    code: str
    item: str
    item_name: str
    audience: Audience
    party_id: int
    region: str
    content: JsonObject
    version: int
    files: tuple[DraftFileView, ...]
    saved_at: datetime
    expires_on: date
    account_id: int = 0
    writer: str = ""


@transaction.atomic
def start_draft(
    envelope: Envelope, *, item: str, audience: Audience, party_id: int, region: str
) -> DraftView:
    """Open a draft, or return the one already open for the same thing.

    Refuses when the account may not act for the party, or keeps too many.
    """
    mandate_for(envelope, party_id=party_id, item=item)
    account = _account(envelope)
    service_item = item_on(item, region, envelope.today)
    same = _drafts(envelope).filter(
        item=item, audience=audience.value, party_id=party_id
    )
    found = same.first()
    if found is not None:
        return view_of(found)
    if _drafts(envelope).count() >= DRAFTS_PER_ACCOUNT_MAX:
        raise TooManyDrafts
    draft = Draft.objects.create(
        code="".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)),
        account_id=account,
        party=Party.objects.get(pk=party_id),
        region=region,
        item=item,
        item_name=service_item.name,
        audience=audience.value,
        content={},
        created_at=envelope.now,
        saved_at=envelope.now,
        expires_on=envelope.today + timedelta(days=case_rules().draft_days),
    )
    return view_of(draft)


@transaction.atomic
def take_draft(envelope: Envelope, *, code: str) -> DraftView:
    """Go on at a window with a draft the applicant saved; its files stay in it.

    Whoever prepared it still sees it; the case will say who that was. Taking it
    again, or after a colleague, changes only who goes on with it.
    """
    draft = (
        Draft.objects.select_for_update(of=("self",))
        .filter(code=code, case=None, expires_on__gte=envelope.today)
        .first()
    )
    if draft is None or envelope.actor.kind is not ActorKind.STAFF:
        raise DraftUnknown
    mandate_for(envelope, party_id=draft.party_id, item=draft.item)
    account = _account(envelope)
    if draft.account_id != account:
        TakenDraft.objects.update_or_create(
            draft=draft, defaults={"account_id": account, "taken_at": envelope.now}
        )
    return view_of(draft)


@transaction.atomic
def save_draft(envelope: Envelope, *, code: str, content: JsonObject) -> DraftView:
    """Save what was filled in; parts not named stay as they were."""
    draft = _locked(envelope, code)
    if envelope.version is not None and envelope.version != draft.version:
        raise DraftStale
    draft.content = {**draft.content, **content}
    draft.version += 1
    draft.saved_at = envelope.now
    draft.expires_on = envelope.today + timedelta(days=case_rules().draft_days)
    draft.save(update_fields=["content", "version", "saved_at", "expires_on"])
    return view_of(draft)


@transaction.atomic
def attach_file(envelope: Envelope, *, code: str, material: str, file_id: str) -> None:
    """Lay a stored file into the draft; the same file again changes nothing."""
    draft = _locked(envelope, code)
    if draft.files.count() >= FILES_PER_CASE_MAX:
        raise TooManyFiles
    check_files((file_id,))
    DraftFile.objects.get_or_create(
        draft=draft,
        material=material,
        file_id=UUID(file_id),
        defaults={"added_at": envelope.now},
    )


@transaction.atomic
def detach_file(envelope: Envelope, *, code: str, draft_file_id: str) -> None:
    """Take a file out of the draft again."""
    _locked(envelope, code).files.filter(pk=draft_file_id).delete()


@transaction.atomic
def discard_draft(envelope: Envelope, *, code: str) -> None:
    """Throw a draft away; one that became a case stays with it."""
    _drafts(envelope).filter(code=code).delete()


@transaction.atomic
def submit_draft(envelope: Envelope, *, code: str) -> Receipt:
    """Hand the draft in; its files move into the case with it."""
    draft = (
        Draft.objects.select_for_update(of=("self",))
        .filter(_held_by(_account(envelope)), code=code)
        .first()
    )
    if draft is None:
        raise DraftUnknown
    if draft.case is not None:
        done = engine.receipt_of(draft.case, query_code=draft.case.query_code)
        return replace(done, repeated=True)
    new = new_case_of(view_of(draft))
    if draft.account_id != _account(envelope):
        new = replace(new, prepared_by=draft.account_id)
    receipt = submit_case(envelope, new)
    if receipt.joined:
        draft.delete()
    elif draft.case_id is None:
        draft.case = Case.objects.get(number=receipt.number)
        draft.save(update_fields=["case"])
    return receipt


def wish_in(content: JsonObject) -> Wish:
    """Return how the result is wanted, as a draft says it."""
    given = text_of(content, "collect")
    return Wish(
        way=Way(given) if given in set(Way) else Way.ONLINE,
        receiver=text_of(content, "receiver"),
        phone=text_of(content, "collect_phone"),
        address=text_of(content, "collect_address"),
    )


def wish_as_content(wish: Wish) -> JsonObject:
    """Return how a draft says how the result is wanted."""
    return {
        "collect": wish.way.value,
        "receiver": wish.receiver,
        "collect_phone": wish.phone,
        "collect_address": wish.address,
    }


def new_case_of(draft: DraftView) -> NewCase:
    """Return the application a draft holds."""
    form = draft.content.get("form")
    return NewCase(
        item=draft.item,
        audience=draft.audience,
        party_id=draft.party_id,
        region=draft.region,
        form=form if isinstance(form, Mapping) else {},
        situations=texts_of(draft.content, "situations"),
        files=files_by_material(draft),
        papers=texts_of(draft.content, "papers"),
        pledges=texts_of(draft.content, "pledges"),
        incomplete=flag_of(draft.content, "incomplete"),
        collection=wish_in(draft.content),
    )


def files_by_material(draft: DraftView) -> dict[str, tuple[str, ...]]:
    """Return the draft's stored files under their materials."""
    found: dict[str, tuple[str, ...]] = {}
    for file in draft.files:
        found[file.material] = (*found.get(file.material, ()), file.file_id)
    return found


def find_draft(envelope: Envelope, *, code: str) -> DraftView:
    """Return one's own open draft."""
    found = _drafts(envelope).filter(code=code).first()
    if found is None:
        raise DraftUnknown
    return view_of(found)


def drafts_of_party(envelope: Envelope, *, party_id: int) -> tuple[DraftView, ...]:
    """Return every open draft for a party that may be gone on with, latest first.

    For staff who have the party before them.
    """
    found = Draft.objects.select_related("account").filter(
        party_id=party_id, case=None, expires_on__gte=envelope.today
    )
    return tuple(view_of(draft) for draft in found.order_by("-saved_at"))


def holds_file(envelope: Envelope, file_id: UUID) -> bool:
    """Say whether a file lies in a draft this account wrote or goes on with."""
    return DraftFile.objects.filter(
        draft__in=_drafts(envelope), file_id=file_id
    ).exists()


def my_drafts(envelope: Envelope) -> tuple[DraftView, ...]:
    """Return one's open drafts, the latest first."""
    drafts = _drafts(envelope).order_by("-saved_at")
    return tuple(view_of(draft) for draft in drafts)


def view_of(draft: Draft) -> DraftView:
    """Return a draft as a plain value."""
    files = draft.files.select_related("file").order_by("added_at", "pk")
    return DraftView(
        code=draft.code,
        item=draft.item,
        item_name=draft.item_name,
        audience=Audience(draft.audience),
        party_id=draft.party_id,
        region=draft.region,
        content=draft.content,
        version=draft.version,
        files=tuple(
            DraftFileView(
                id=entry.pk,
                file_id=str(entry.file_id),
                material=entry.material,
                name=entry.file.name,
            )
            for entry in files
        ),
        saved_at=draft.saved_at,
        expires_on=draft.expires_on,
        account_id=draft.account_id,
        writer=_writer(draft),
    )


def _writer(draft: Draft) -> str:
    """Return who prepared a draft: colleagues by name, others masked."""
    account = draft.account
    staff = account.kind == ActorKind.STAFF.value
    return account.display_name if staff else mask_name(account.display_name)


def delete_expired(today: date) -> int:
    """Delete drafts whose days are over; return how many."""
    gone, _ = Draft.objects.filter(case=None, expires_on__lt=today).delete()
    return gone


def _drafts(envelope: Envelope) -> QuerySet[Draft]:
    return Draft.objects.select_related("account").filter(
        _held_by(_account(envelope)), case=None, expires_on__gte=envelope.today
    )


def _held_by(account: int) -> Q:
    """Return the condition that an account wrote a draft or goes on with it."""
    return Q(account_id=account) | Q(taken__account_id=account)


def _locked(envelope: Envelope, code: str) -> Draft:
    draft = _drafts(envelope).select_for_update(of=("self",)).filter(code=code).first()
    if draft is None:
        raise DraftUnknown
    return draft


def _account(envelope: Envelope) -> int:
    if envelope.actor.account_id is None:
        raise DraftUnknown
    return envelope.actor.account_id
