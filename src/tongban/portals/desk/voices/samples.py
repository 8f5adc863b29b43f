"""Good ratings of another office to ask about (好评异地抽查)."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.core.refusals import Refusal
from tongban.portals.desk.doors import supervisors
from tongban.portals.desk.sending import (
    ChoiceMissing,
    envelope_of,
    fresh_key,
    reading,
    whole,
    words,
)
from tongban.portals.desk.voices.tabs import (
    SAMPLES,
    Tab,
    chosen_month,
    last_month,
    month_options,
    voice_tabs,
)
from tongban.portals.shared.layout.fields import Option
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting
from tongban.services.messages.queries import sentence_of
from tongban.services.ratings.samples import (
    SampleLine,
    check_sample,
    sample_phone,
    sampled_month,
    samples_of,
)
from tongban.services.timekeeping.queries import today

RESULTS: Final[dict[str, bool | None]] = {"yes": True, "no": False, "unknown": None}
RESULT_WORDS: Final = {
    "yes": "本人评的，属实",
    "no": "不是本人评的，或被要求这样评",
    "unknown": "联系不上",
}


@dataclass(frozen=True, slots=True)
class SamplesPage:
    """The sampled ratings of a month; one of them with its phone, if asked for."""

    tabs: tuple[Tab, ...]
    months: tuple[Option, ...]
    month: str
    lines: tuple[SampleLine, ...]
    called: int
    phone: str
    results: tuple[Option, ...]
    problem: str
    key: str
    crumbs: tuple[Crumb, ...]


@supervisors
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def samples_page(request: HttpRequest) -> HttpResponse:
    """Show what to ask about; show a phone, which is written down; note an answer."""
    refusal: Refusal | None = None
    called, phone = 0, ""
    if request.method == "POST":
        try:
            called = whole(request.POST, "sample", field="抽查件")
            if words(request.POST, "do") == "call":
                phone = sample_phone(reading(request), called) or "没有登记电话"
            else:
                _check(request, called)
                messages.success(request, "抽查结果已登记。")
                again = f"{_month(request):%Y-%m}"
                return redirect(f"{reverse(SAMPLES)}?month={again}")
        except Refusal as no:
            refusal = no
    actor, day = acting(request), today()
    month = _month(request)
    page = SamplesPage(
        tabs=voice_tabs(actor, SAMPLES, today=day),
        months=month_options(month, day),
        month=f"{month:%Y-%m}",
        lines=samples_of(actor, month),
        called=called,
        phone=phone,
        results=tuple(Option(value, said) for value, said in RESULT_WORDS.items()),
        problem="" if refusal is None else sentence_of(refusal),
        key=fresh_key(),
        crumbs=(Crumb("评价和意见", reverse("desk-voices")), Crumb("好评抽查")),
    )
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return render(request, "desk/voices/samples.html", {"page": page}, status=status)


def _month(request: HttpRequest) -> date:
    """Return the month asked for; else the latest that was drawn from."""
    day = today()
    drawn = sampled_month(acting(request), otherwise=last_month(day))
    return chosen_month(request, day, default=drawn)


def _check(request: HttpRequest, sample_id: int) -> None:
    said = words(request.POST, "genuine")
    if said not in RESULTS:
        raise ChoiceMissing("抽查结果")
    check_sample(
        envelope_of(request),
        sample_id=sample_id,
        genuine=RESULTS[said],
        words=words(request.POST, "words"),
    )
