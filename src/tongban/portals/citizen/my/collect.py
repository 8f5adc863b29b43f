"""Getting the result: the way chosen, the parcel's way, papers sent by post."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.core.collecting.wishes import WAY_WORDS, Way, Wish
from tongban.core.refusals import Refusal
from tongban.portals.citizen.sending import envelope_of, new_key
from tongban.portals.shared.layout.fields import Field, FieldKind, Option
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting, applicants
from tongban.services.cases.queries.page import case_page
from tongban.services.collecting.operations import choose, note_materials
from tongban.services.collecting.queries import Collecting, collecting_of
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import today

TEXT_MAX: Final = 200
SHORT_MAX: Final = 40


@dataclass(frozen=True, slots=True)
class CollectPage:
    """How one case's result is collected, and the forms to change it."""

    number: str
    item_name: str
    found: Collecting
    ways: tuple[Option, ...]
    fields: tuple[Field, ...]
    problem: str
    key: str
    crumbs: tuple[Crumb, ...]


@applicants
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def collect(request: HttpRequest, number: str) -> HttpResponse:
    """Show where the result is; change the way, or note papers sent to the office."""
    case = case_page(acting(request), number, today=today())
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            done = _run(request, number)
        except Refusal as no:
            refusal = no
        else:
            messages.success(request, done)
            return redirect("my-collect", number)
    found = collecting_of(number)
    assert found is not None  # noqa: S101 - the case was read above
    sent = request.POST if refusal is not None else None
    page = CollectPage(
        number=number,
        item_name=case.item_name,
        found=found,
        ways=tuple(
            Option(way.value, words, chosen=way.value == found.way)
            for way, words in WAY_WORDS.items()
        ),
        fields=(
            _field("receiver", "收件人", sent, found.receiver),
            _field("phone", "收件人手机号", sent, found.phone, kind=FieldKind.TEL),
            _field("address", "收件地址", sent, found.address),
        ),
        problem="" if refusal is None else sentence_of(refusal),
        key=new_key(),
        crumbs=(
            Crumb("我的办件", reverse("my-cases")),
            Crumb(case.item_name, reverse("my-case", args=[number])),
            Crumb("领取结果"),
        ),
    )
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return render(request, "citizen/my/collect.html", {"page": page}, status=status)


def _run(request: HttpRequest, number: str) -> str:
    sent = request.POST
    if sent.get("do") == "materials":
        note_materials(
            envelope_of(request),
            number=number,
            carrier_name=sent.get("carrier", "")[:SHORT_MAX],
            waybill=sent.get("waybill", "")[:SHORT_MAX],
        )
        return "已登记运单号，收到材料后这里会显示。"
    given = sent.get("way", "")
    wish = Wish(
        Way(given) if given in set(Way) else Way.ONLINE,
        sent.get("receiver", "")[:TEXT_MAX],
        sent.get("phone", "")[:SHORT_MAX],
        sent.get("address", "")[:TEXT_MAX],
    )
    choose(envelope_of(request), number=number, wish=wish)
    return "领取方式已经改好。"


def _field(
    name: str,
    label: str,
    sent: object,
    held: str,
    *,
    kind: FieldKind = FieldKind.TEXT,
) -> Field:
    typed = sent.get(name, "") if hasattr(sent, "get") else held
    return Field(
        name=name,
        label=label,
        kind=kind,
        value=str(typed),
        required=False,
        length_max=TEXT_MAX,
    )
