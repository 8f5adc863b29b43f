"""Cases: submit, list, read, and what applicants do with their own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from ninja import Header, Query, Router, Schema
from pydantic import Field

from tongban.api.collecting import wish_of
from tongban.api.schemas.cases import CaseListOut, CaseOut, ReceiptOut
from tongban.api.schemas.commands import (
    CorrectionIn,
    MaterialIn,
    MaterialsIn,
    NewCaseIn,
    WordsIn,
)
from tongban.api.schemas.values import Code, Id, Short
from tongban.api.sending import (
    CommandHeaders,
    KeyHeader,
    answered,
    envelope_of,
    set_version,
)
from tongban.core.access.actor import ActorKind
from tongban.core.files.uploads import FileUnknown
from tongban.services.access.rules import acting, api_signed_in
from tongban.services.cases.content import NewCase
from tongban.services.cases.envelope import Receipt
from tongban.services.cases.intake import submit_case, withdraw_case
from tongban.services.cases.notices import add_materials, answer_notice, correct_form
from tongban.services.cases.pledges import make_pledge, take_back_pledge
from tongban.services.cases.queries.lists import (
    PAGE_ROWS,
    PAGE_ROWS_MAX,
    CasePage,
    CursorUnknown,
    Filter,
    Order,
    Shelf,
    filter_of,
    my_cases,
    work_list,
)
from tongban.services.cases.queries.page import case_page
from tongban.services.cases.queries.page_values import CasePage as OneCase
from tongban.services.files.queries import file_cards
from tongban.services.timekeeping.queries import today

router = Router(tags=["办件"])
CURSOR_SALT: Final = "tongban.api.cursor"


class ListQuery(Schema):
    """What a list shows; filters but ``shelf`` are for staff."""

    shelf: Shelf = Shelf.ALL
    item: Short = ""
    step: Short = ""
    text: Short = Field("", description="办件编号或其开头")
    order: Order = Order.DUE
    party_id: Id | None = None
    cursor: str = Field("", max_length=500, description="上一页答复中的next")
    rows: int = Field(PAGE_ROWS, ge=1, le=PAGE_ROWS_MAX)


@router.post("/cases", response=ReceiptOut, summary="提交申请")
@api_signed_in
def submit(
    request: HttpRequest,
    response: HttpResponse,
    sent: Header[KeyHeader],
    body: NewCaseIn,
) -> Receipt:
    """Open a case; an application for the same thing joins the open case."""
    new = NewCase(
        item=body.item,
        audience=body.audience,
        party_id=body.party_id,
        form=body.form,
        situations=tuple(body.situations),
        files=files_within_reach(body.files),
        papers=tuple(body.papers),
        pledges=tuple(body.pledges),
        incomplete=body.incomplete,
        region=body.region or "",
        collection=None if body.collection is None else wish_of(body.collection),
    )
    return answered(response, submit_case(envelope_of(request, sent), new))


def files_within_reach(
    files: Mapping[str, Sequence[UUID]],
) -> dict[str, tuple[str, ...]]:
    """Return the files by material; refuses ids the sender may not see."""
    wanted = [file_id for ids in files.values() for file_id in ids]
    if len(file_cards(wanted)) != len(wanted):
        raise FileUnknown
    return {name: tuple(str(one) for one in ids) for name, ids in files.items()}


@router.get("/cases", response=CaseListOut, summary="办件列表")
@api_signed_in
def list_cases(request: HttpRequest, chosen: Query[ListQuery]) -> dict[str, object]:
    """Return one page: the office's cases for staff, one's own for others."""
    actor = acting(request)
    staff = actor.kind is ActorKind.STAFF
    order = chosen.order if staff else Order.RECEIVED
    cursor = _read_cursor(chosen.cursor, order)
    page = (
        work_list(
            actor, _filter(chosen), today=today(), cursor=cursor, rows=chosen.rows
        )
        if staff
        else my_cases(actor, today=today(), shelf=chosen.shelf, cursor=cursor)
    )
    return {"cases": page.rows, "next": _write_cursor(page, order)}


def _filter(chosen: ListQuery) -> Filter:
    words = {
        "shelf": chosen.shelf.value,
        "item": chosen.item,
        "step": chosen.step,
        "text": chosen.text,
        "order": chosen.order.value,
    }
    return replace(filter_of(words), party_id=chosen.party_id)


def _write_cursor(page: CasePage, order: Order) -> str:
    """Return the cursor signed with its order: it fits no other list."""
    return _signer(order).sign(page.next) if page.next else ""


def _read_cursor(cursor: str, order: Order) -> str:
    if not cursor:
        return ""
    try:
        return _signer(order).unsign(cursor)
    except signing.BadSignature as fault:
        raise CursorUnknown from fault


def _signer(order: Order) -> signing.Signer:
    return signing.Signer(salt=f"{CURSOR_SALT}.{order.value}")


@router.get("/cases/{number}", response=CaseOut, summary="一个办件")
@api_signed_in
def read(request: HttpRequest, response: HttpResponse, number: Code) -> OneCase:
    """Return one case; sensitive fields are masked for everybody but its party."""
    page = case_page(acting(request), number, today=today())
    set_version(response, page.version)
    return page


@router.post("/cases/{number}/withdraw", response=ReceiptOut, summary="撤回申请")
@api_signed_in
def withdraw(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[CommandHeaders],
    body: WordsIn,
) -> Receipt:
    """Take an application back, free until the decision."""
    envelope = envelope_of(request, sent)
    return answered(response, withdraw_case(envelope, number=number, words=body.words))


@router.post("/cases/{number}/materials", response=ReceiptOut, summary="补充材料")
@api_signed_in
def materials(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[CommandHeaders],
    body: MaterialsIn,
) -> Receipt:
    """Add files, or at a counter papers, to an open case."""
    receipt = add_materials(
        envelope_of(request, sent),
        number=number,
        files=files_within_reach(body.files),
        papers=tuple(body.papers),
    )
    return answered(response, receipt)


@router.post("/cases/{number}/correct", response=ReceiptOut, summary="更正表单")
@api_signed_in
def correct(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[CommandHeaders],
    body: CorrectionIn,
) -> Receipt:
    """Correct the fields an open notice named."""
    envelope = envelope_of(request, sent)
    return answered(
        response, correct_form(envelope, number=number, changes=body.changes)
    )


@router.post("/cases/{number}/answer", response=ReceiptOut, summary="补正完成")
@api_signed_in
def answer(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[CommandHeaders],
) -> Receipt:
    """Answer the notice once everything is put right; the clock runs again."""
    return answered(response, answer_notice(envelope_of(request, sent), number=number))


@router.post("/cases/{number}/pledges", response=ReceiptOut, summary="作出承诺")
@api_signed_in
def pledge(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[CommandHeaders],
    body: MaterialIn,
) -> Receipt:
    """Sign a pledge in place of a proof, where a clause allows it."""
    envelope = envelope_of(request, sent)
    return answered(
        response, make_pledge(envelope, number=number, material=body.material)
    )


@router.post(
    "/cases/{number}/pledges/take-back", response=ReceiptOut, summary="收回承诺"
)
@api_signed_in
def pledge_taken_back(
    request: HttpRequest,
    response: HttpResponse,
    number: Code,
    sent: Header[CommandHeaders],
    body: MaterialIn,
) -> Receipt:
    """Take a pledge back before the decision; the proof is asked for again."""
    envelope = envelope_of(request, sent)
    return answered(
        response, take_back_pledge(envelope, number=number, material=body.material)
    )
