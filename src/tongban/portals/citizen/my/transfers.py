"""我的医保转移: where a transfer stands at both ends, and saying yes or no to one."""

from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tongban.core.refusals import Refusal
from tongban.core.transfers.stages import Stage
from tongban.portals.citizen.sending import envelope_of, new_key
from tongban.portals.shared.layout.parts import Chip, Crumb, Tone
from tongban.services.access.rules import acting, citizens
from tongban.services.cases.intake import withdraw_case
from tongban.services.enrolment.queries import years_paid
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import today
from tongban.services.transfers.automatic import agree
from tongban.services.transfers.queries import TransferLine, own_transfers

TITLE: Final = "我的医保转移"
OBJECTION_WORDS: Final = "本人提出不转"
TONES: Final = {
    Stage.ANNOUNCED: Tone.WARN,
    Stage.REQUESTED: Tone.INFO,
    Stage.AGREED: Tone.INFO,
    Stage.SENT: Tone.INFO,
    Stage.SETTLED: Tone.GOOD,
    Stage.REFUSED: Tone.WARN,
    Stage.WITHDRAWN: Tone.CALM,
    Stage.RETURNED: Tone.WARN,
}


@dataclass(frozen=True, slots=True)
class TransferCard:
    """One transfer with its chip and whether the person has to say something."""

    line: TransferLine
    state: Chip
    announced: bool


@dataclass(frozen=True, slots=True)
class TransfersPage:
    """Transfers, and the months other areas paid that count here."""

    cards: tuple[TransferCard, ...]
    brought_months: int
    key: str
    crumbs: tuple[Crumb, ...]


@citizens
@never_cache
@require_safe
def transfers(request: HttpRequest) -> HttpResponse:
    """Show one's own transfers, or those an employer follows."""
    party_id = next(iter(acting(request).party_ids), None)
    lines = () if party_id is None else own_transfers(party_id, day=today())
    page = TransfersPage(
        cards=tuple(_card(line) for line in lines),
        brought_months=0 if party_id is None else years_paid(party_id).brought_months,
        key=new_key(),
        crumbs=(Crumb("我的参保", reverse("my-insurance")), Crumb(TITLE)),
    )
    return render(request, "citizen/my/transfers.html", {"page": page})


@citizens
@require_POST
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Agree to an announced transfer, or object to it."""
    party_id = next(iter(acting(request).party_ids), 0)
    line = next(
        (one for one in own_transfers(party_id, day=today()) if one.number == number),
        None,
    )
    try:
        if line is not None and request.POST.get("act") == "object":
            withdraw_case(
                envelope_of(request), number=line.case_number, words=OBJECTION_WORDS
            )
            messages.success(request, "已经登记，不转。以后要转，随时可以申请。")
        else:
            agree(envelope_of(request), number=number)
            messages.success(request, "好的，现在就开始转。")
    except Refusal as no:
        messages.error(request, sentence_of(no))
    return redirect("my-transfers")


def _card(line: TransferLine) -> TransferCard:
    return TransferCard(
        line=line,
        state=Chip(line.stage_words, TONES[line.stage]),
        announced=line.stage is Stage.ANNOUNCED,
    )
