"""How one wants to be told (通知方式): short message, phone; legal ones always."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.core.notices.delivery import CallChoice, Preference
from tongban.core.refusals import Refusal
from tongban.portals.citizen.sending import envelope_of, new_key
from tongban.portals.shared.layout.fields import (
    Field,
    FieldKind,
    Option,
    Problem,
    problems_of,
)
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting, applicants
from tongban.services.messages.queries import sentence_of
from tongban.services.notices.preferences import (
    PreferenceCard,
    choose_ways,
    preference_card,
)

SMS_WORDS: Final = {"yes": "发短信", "no": "不发短信，只在网上看"}
ELDER_CALLS: Final = {
    CallChoice.USUAL: "重要的事打电话告诉我（60岁以上默认）",
    CallChoice.NO: "不用打电话",
}
OTHER_CALLS: Final = {
    CallChoice.USUAL: "不用打电话（默认）",
    CallChoice.YES: "重要的事也打电话告诉我",
}
UNANSWERED: Final = "请选择一项"


@dataclass(frozen=True, slots=True)
class WaysPage:
    """What the page draws."""

    card: PreferenceCard
    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    key: str
    crumbs: tuple[Crumb, ...]


@applicants
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ways(request: HttpRequest) -> HttpResponse:
    """Show how one is told, and keep a change."""
    party_id = acting(request).party_ids[0]
    card = preference_card(envelope_of(request), party_id)
    sent = request.method == "POST"
    sms = request.POST.get("sms", "") if sent else _word(on=card.sms)
    call = request.POST.get("call", "") if sent else card.call.value
    fields = _fields(card, sms=sms, call=call, sent=sent)
    problems = problems_of(fields)
    status = HTTPStatus.OK
    if sent and not problems:
        wanted = Preference(sms=sms == "yes", call=CallChoice(call))
        try:
            choose_ways(envelope_of(request), party_id=party_id, wanted=wanted)
        except Refusal as no:
            problems = (Problem(sentence_of(no)),)
            status = status_of(no)
        else:
            messages.success(request, "通知方式已经保存，下一条消息起生效。")
            return redirect("my-ways")
    crumbs = (
        Crumb("我的办件", reverse("my-cases")),
        Crumb("消息", reverse("my-messages")),
        Crumb("通知方式"),
    )
    page = WaysPage(card, fields, problems, new_key(), crumbs)
    return render(request, "citizen/my/ways.html", {"page": page}, status=status)


def _word(*, on: bool) -> str:
    return "yes" if on else "no"


def _fields(
    card: PreferenceCard, *, sms: str, call: str, sent: bool
) -> tuple[Field, ...]:
    calls = ELDER_CALLS if card.elder else OTHER_CALLS
    known = {choice.value: words for choice, words in calls.items()}
    return (
        _radio("sms", "短信", SMS_WORDS, sms, sent=sent),
        _radio("call", "电话", known, call, sent=sent),
    )


def _radio(
    name: str, label: str, known: dict[str, str], chosen: str, *, sent: bool
) -> Field:
    return Field(
        name=name,
        label=label,
        kind=FieldKind.RADIO,
        value=chosen,
        error=UNANSWERED if sent and chosen not in known else "",
        options=tuple(
            Option(value, words, chosen=value == chosen)
            for value, words in known.items()
        ),
    )
