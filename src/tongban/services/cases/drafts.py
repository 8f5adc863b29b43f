"""Applications being written: saved at each step, files kept, resumable by code."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from tongban.core.items.catalogue import Audience
from tongban.core.json_values import JsonObject, flag_of, texts_of
from tongban.core.refusals import Refusal
from tongban.records.cases.models import Case, Draft, DraftFile
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
    ``papers``, ``incomplete``, ``collect``.
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
        .filter(code=code, account_id=_account(envelope))
        .first()
    )
    if draft is None:
        raise DraftUnknown
    if draft.case is not None:
        done = engine.receipt_of(draft.case, query_code=draft.case.query_code)
        return replace(done, repeated=True)
    receipt = submit_case(envelope, new_case_of(view_of(draft)))
    if receipt.joined:
        draft.delete()
    elif draft.case_id is None:
        draft.case = Case.objects.get(number=receipt.number)
        draft.save(update_fields=["case"])
    return receipt


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
    )


def delete_expired(today: date) -> int:
    """Delete drafts whose days are over; return how many."""
    gone, _ = Draft.objects.filter(case=None, expires_on__lt=today).delete()
    return gone


def _drafts(envelope: Envelope) -> QuerySet[Draft]:
    return Draft.objects.filter(
        account_id=_account(envelope), case=None, expires_on__gte=envelope.today
    )


def _locked(envelope: Envelope, code: str) -> Draft:
    draft = _drafts(envelope).select_for_update(of=("self",)).filter(code=code).first()
    if draft is None:
        raise DraftUnknown
    return draft


def _account(envelope: Envelope) -> int:
    if envelope.actor.account_id is None:
        raise DraftUnknown
    return envelope.actor.account_id
