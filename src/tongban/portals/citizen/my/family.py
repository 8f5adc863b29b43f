"""Sharing one's account with relatives (家庭共济): offer, agree, change, end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tongban.core.money import fen_from_yuan, plain_yuan
from tongban.core.personal_accounts.sharing import (
    RELATION_WORDS,
    SHARED_USE_WORDS,
    LimitWrong,
    Relation,
    SharedUse,
    ShareState,
)
from tongban.core.refusals import Refusal
from tongban.portals.citizen.sending import envelope_of, new_key
from tongban.portals.shared.layout.fields import (
    Field,
    Problem,
    fields_of,
    form_problems,
)
from tongban.portals.shared.layout.parts import Chip, Crumb, Tone
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting, citizens
from tongban.services.cases.envelope import Envelope
from tongban.services.ledger.queries import personal_account
from tongban.services.messages.queries import sentence_of
from tongban.services.personal_accounts import sharing
from tongban.services.personal_accounts.queries import ShareLine, own_shares
from tongban.services.timekeeping.queries import today

NAME_MAX: Final = 50
NUMBER_MAX: Final = 30
AMOUNT_MAX: Final = 12
TONES: Final[Mapping[ShareState, Tone]] = {
    ShareState.ASKED: Tone.WARN,
    ShareState.ACTIVE: Tone.GOOD,
    ShareState.DECLINED: Tone.CALM,
    ShareState.ENDED: Tone.CALM,
}


class OfferForm(forms.Form):
    """With whom, for what, up to how much."""

    name = forms.CharField(label="近亲属姓名", max_length=NAME_MAX)
    identifier = forms.CharField(
        label="近亲属证件号码",
        max_length=NUMBER_MAX,
        help_text="姓名和证件号码都要与参保登记一致",
    )
    relation = forms.ChoiceField(
        label="对方是您的",
        choices=[(one.value, word) for one, word in RELATION_WORDS.items()],
        widget=forms.RadioSelect,
    )
    uses = forms.MultipleChoiceField(
        label="可以用来",
        choices=[(one.value, word) for one, word in SHARED_USE_WORDS.items()],
    )
    limit = forms.CharField(
        label="每年最多（元）",
        required=False,
        max_length=AMOUNT_MAX,
        help_text="不填就是不设额度，以余额为限；随时可以改",
    )


@dataclass(frozen=True, slots=True)
class ShareCard:
    """One sharing with what may be done about it."""

    line: ShareLine
    state: Chip
    limit: str
    can_answer: bool
    can_change: bool
    can_end: bool


@dataclass(frozen=True, slots=True)
class FamilyPage:
    """Sharings both ways, and the form for a new one."""

    has_account: bool
    given: tuple[ShareCard, ...]
    held: tuple[ShareCard, ...]
    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    key: str
    crumbs: tuple[Crumb, ...]


@citizens
@never_cache
@sensitive_post_parameters("identifier", "name")
@require_http_methods(["GET", "HEAD", "POST"])
def family(request: HttpRequest) -> HttpResponse:
    """List the sharings; take an offer of a new one."""
    sent = request.method == "POST"
    form = OfferForm(request.POST if sent else None)
    if not sent:
        return _shown(request, form, ())
    if not form.is_valid():
        return _shown(request, form, form_problems(form))
    try:
        sharing.offer(
            envelope_of(request), _offer(form), has_account=_has_account(request)
        )
    except Refusal as no:
        problems = (Problem(sentence_of(no)),)
        return _shown(request, form, problems, status=status_of(no))
    messages.success(request, "授权已经登记。对方满18周岁的，由对方同意以后生效。")
    return redirect("my-family")


@citizens
@require_POST
def share(request: HttpRequest, share_id: int) -> HttpResponse:
    """Agree, decline, change the limit, or end; then show how it stands."""
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise sharing.ShareUnknown
    try:
        told = act(envelope_of(request), share_id, request.POST.get("limit", ""))
    except Refusal as no:
        messages.error(request, sentence_of(no))
    else:
        messages.success(request, told)
    return redirect("my-family")


def _agree(envelope: Envelope, share_id: int, _limit: str) -> str:
    sharing.answer(envelope, share_id=share_id, agreed=True)
    return "已经同意，现在就可以使用。"


def _decline(envelope: Envelope, share_id: int, _limit: str) -> str:
    sharing.answer(envelope, share_id=share_id, agreed=False)
    return "已经谢绝。"


def _limit(envelope: Envelope, share_id: int, limit: str) -> str:
    sharing.change_limit(envelope, share_id=share_id, limit_fen=_fen(limit))
    return "额度已经修改。"


def _end(envelope: Envelope, share_id: int, _limit: str) -> str:
    sharing.end(envelope, share_id=share_id)
    return "已经结束，不能再使用。"


_ACTS: Final[Mapping[str, Callable[[Envelope, int, str], str]]] = {
    "agree": _agree,
    "decline": _decline,
    "limit": _limit,
    "end": _end,
}


def _offer(form: OfferForm) -> sharing.Offer:
    said = form.cleaned_data
    return sharing.Offer(
        name=said["name"],
        identifier=said["identifier"],
        relation=Relation(said["relation"]),
        uses=frozenset(SharedUse(use) for use in said["uses"]),
        limit_fen=_fen(said["limit"]),
    )


def _fen(text: str) -> int | None:
    typed = text.strip().replace(",", "").replace("，", "")
    if not typed:
        return None
    try:
        return fen_from_yuan(typed)
    except ValueError:
        raise LimitWrong from None


def _has_account(request: HttpRequest) -> bool:
    found = [personal_account(one) for one in acting(request).party_ids]
    return any(one is not None and one.closed_on is None for one in found)


def _shown(
    request: HttpRequest,
    form: OfferForm,
    problems: tuple[Problem, ...],
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    cards = tuple(_card(one) for one in own_shares(acting(request), today=today()))
    page = FamilyPage(
        has_account=_has_account(request),
        given=tuple(card for card in cards if card.line.mine),
        held=tuple(card for card in cards if not card.line.mine),
        fields=fields_of(form, widths={"limit": "short"}),
        problems=problems,
        key=new_key(),
        crumbs=(
            Crumb("我的办件", reverse("my-cases")),
            Crumb("我的个人账户", reverse("my-account")),
            Crumb("家庭共济"),
        ),
    )
    return render(request, "citizen/my/family.html", {"page": page}, status=status)


def _card(line: ShareLine) -> ShareCard:
    is_open = line.state in {ShareState.ASKED, ShareState.ACTIVE}
    return ShareCard(
        line=line,
        state=Chip(line.state_word, TONES[line.state]),
        limit="" if line.limit_fen is None else plain_yuan(line.limit_fen),
        can_answer=not line.mine and line.state is ShareState.ASKED,
        can_change=line.mine and is_open,
        can_end=is_open,
    )
