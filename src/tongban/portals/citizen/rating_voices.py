"""Complaints and suggestions: sending one, following it, asking once more."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.core.ratings.voices import VOICE_WORDS, VoiceKind
from tongban.core.refusals import Refusal
from tongban.portals.citizen.rating_sending import anybody, envelope_of_anybody
from tongban.portals.citizen.sending import new_key
from tongban.portals.shared.layout.fields import (
    Field,
    FieldKind,
    Problem,
    fields_of,
    form_problems,
)
from tongban.portals.shared.layout.frame import region_of
from tongban.portals.shared.layout.parts import Chip, Crumb, Entry, Tone
from tongban.services.access.rules import acting, applicants, public
from tongban.services.cases.envelope import Receipt
from tongban.services.items.queries import items_on
from tongban.services.messages.queries import sentence_of
from tongban.services.ratings.limits import limits_of
from tongban.services.ratings.offices import serving_offices
from tongban.services.ratings.own import (
    OwnVoice,
    own_voice,
    own_voices,
    voice_by_code,
)
from tongban.services.ratings.rules import rating_rules
from tongban.services.ratings.served import CaseCodes
from tongban.services.ratings.voices import (
    CONTACT_MAX,
    NAME_MAX,
    WORDS_MAX,
    NewVoice,
    reopen_voice,
    send_voice,
)
from tongban.services.timekeeping.queries import today

SESSION_VOICE: Final = "rating.voice"
NUMBER_MAX: Final = 24
CODE_MAX: Final = 8
INTRO: Final = {
    VoiceKind.COMPLAINT: "多要材料、超过时限、态度不好、乱收费，都可以投诉。"
    "投诉不会交给被投诉的人办理。",
    VoiceKind.SUGGESTION: "对材料、流程、平台、大厅有什么建议，都可以提。",
}


class VoiceForm(forms.Form):
    """What somebody has to say, about what, and how to reach them."""

    topic = forms.ChoiceField(label="哪方面的问题", widget=forms.RadioSelect)
    words = forms.CharField(
        label="具体情况",
        max_length=WORDS_MAX,
        widget=forms.Textarea,
        help_text="什么时候、在哪里、发生了什么。不要写身份证号、银行卡号",
    )
    office = forms.ChoiceField(label="哪个机构", required=False, widget=forms.Select)
    item = forms.ChoiceField(label="哪个事项", required=False, widget=forms.Select)
    case_number = forms.CharField(
        label="受理编号",
        max_length=NUMBER_MAX,
        required=False,
        help_text="与某一件办件有关的请填写",
    )
    case_code = forms.CharField(
        label="查询码",
        max_length=CODE_MAX,
        required=False,
        help_text="不是自己账号里的办件，填回执上的 6 位数字",
    )
    name = forms.CharField(label="怎么称呼您", max_length=NAME_MAX, required=False)
    contact = forms.CharField(
        label="联系电话",
        max_length=CONTACT_MAX,
        required=False,
        help_text="没有登录的请填写，只用来答复您",
    )


class VoiceCodesForm(forms.Form):
    """Number and code of a complaint or suggestion."""

    number = forms.CharField(label="编号", max_length=NUMBER_MAX)
    code = forms.CharField(label="查询码", max_length=CODE_MAX, help_text="6 位数字")


@dataclass(frozen=True, slots=True)
class NewVoicePage:
    """What the page to send one draws."""

    kind: str
    kind_word: str
    intro: str
    days: int
    due_on: object
    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    key: str
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class SentPage:
    """What the page after sending draws."""

    kind_word: str
    receipt: Receipt
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class VoicesPage:
    """What the page to look one up draws."""

    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    own: tuple[OwnVoice, ...]
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class VoicePage:
    """What the page of one draws."""

    voice: OwnVoice
    standing: Chip
    entries: tuple[Entry, ...]
    reopen_field: Field | None
    problems: tuple[Problem, ...]
    key: str
    crumbs: tuple[Crumb, ...]


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Take a complaint or suggestion and show its number and code."""
    voice = VoiceKind(kind)
    form = _form(request, voice)
    sent = request.method == "POST"
    problems = form_problems(form) if sent else ()
    if sent and form.is_valid():
        try:
            receipt = send_voice(
                envelope_of_anybody(request), _said(request, form, voice)
            )
        except Refusal as no:
            problems = (Problem(sentence_of(no)),)
        else:
            return _sent(request, voice, receipt)
    days = rating_rules().voices[voice.value].answer_working_days
    page = NewVoicePage(
        kind=voice.value,
        kind_word=VOICE_WORDS[voice],
        intro=INTRO[voice],
        days=days,
        due_on=limits_of(today(), days).due_on,
        fields=fields_of(
            form, widths={"case_number": "short", "case_code": "tiny", "name": "short"}
        ),
        problems=problems,
        key=new_key(),
        crumbs=(Crumb("我要评", reverse("rate")), Crumb(f"我要{VOICE_WORDS[voice]}")),
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(
        request, "citizen/rating/voice_new.html", {"page": page}, status=status
    )


def _form(request: HttpRequest, kind: VoiceKind) -> VoiceForm:
    asked = {
        "case_number": request.GET.get("case", "")[:NUMBER_MAX],
        "item": request.GET.get("item", ""),
    }
    sent = request.POST if request.method == "POST" else None
    form = VoiceForm(sent, initial=asked)
    region = region_of(request).code
    items = items_on(region, today())
    choices = {
        "topic": tuple(rating_rules().voices[kind.value].topics.items()),
        "office": (("", "不清楚"), *serving_offices(region)),
        "item": (("", "不针对某个事项"), *((str(one.code), one.name) for one in items)),
    }
    for name, offered in choices.items():
        form.fields[name].choices = offered  # type: ignore[attr-defined]
    return form


def _said(request: HttpRequest, form: VoiceForm, kind: VoiceKind) -> NewVoice:
    said = form.cleaned_data
    region = region_of(request).code
    names = {str(one.code): one.name for one in items_on(region, today())}
    number = "".join(said["case_number"].split())
    return NewVoice(
        kind=kind,
        topic=said["topic"],
        words=said["words"],
        region=region,
        name=said["name"],
        contact=said["contact"],
        case=CaseCodes(number, said["case_code"].strip()) if number else None,
        office=said["office"],
        item=said["item"],
        item_name=names.get(said["item"], ""),
    )


def _sent(request: HttpRequest, kind: VoiceKind, receipt: Receipt) -> HttpResponse:
    crumbs = (Crumb("我要评", reverse("rate")), Crumb("已经收到"))
    page = SentPage(VOICE_WORDS[kind], receipt, crumbs)
    return render(request, "citizen/rating/voice_sent.html", {"page": page})


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """Find one by number and code; list one's own."""
    sent = request.method == "POST"
    form = VoiceCodesForm(request.POST if sent else None)
    problems = form_problems(form) if sent else ()
    if sent and form.is_valid():
        number = "".join(form.cleaned_data["number"].split()).upper()
        code = form.cleaned_data["code"].strip()
        try:
            with voice_by_code(number, code, today=today()):
                request.session[SESSION_VOICE] = {"number": number, "code": code}
        except Refusal as no:
            problems = (Problem(sentence_of(no)),)
        else:
            return redirect("voice-found")
    page = VoicesPage(
        fields=fields_of(form),
        problems=problems,
        own=own_voices(anybody(request), today=today()),
        crumbs=(Crumb("我要评", reverse("rate")), Crumb("投诉和建议的进度")),
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "citizen/rating/voices.html", {"page": page}, status=status)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """Show the one whose codes were typed a moment ago."""
    kept = request.session.get(SESSION_VOICE)
    if not isinstance(kept, dict):
        return redirect("voices")
    problems: tuple[Problem, ...] = ()
    with voice_by_code(kept["number"], kept["code"], today=today()) as voice:
        if request.method == "POST":
            problems = _reopened(request, voice)
            if not problems:
                return redirect("voice-found")
        return _shown(request, voice, problems)


@applicants
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, number: str) -> HttpResponse:
    """Show one of one's own."""
    voice = own_voice(acting(request), number, today=today())
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        problems = _reopened(request, voice)
        if not problems:
            return redirect("my-voice", number)
    return _shown(request, voice, problems)


def _reopened(request: HttpRequest, voice: OwnVoice) -> tuple[Problem, ...]:
    words = request.POST.get("words", "").strip()[:WORDS_MAX]
    try:
        reopen_voice(envelope_of_anybody(request), voice_id=voice.id, words=words)
    except Refusal as no:
        return (Problem(sentence_of(no)),)
    messages.success(request, "已经收到，我们重新办理。")
    return ()


def _shown(
    request: HttpRequest, voice: OwnVoice, problems: tuple[Problem, ...]
) -> HttpResponse:
    late = Chip(f"{voice.state_word}，已逾期", Tone.BAD)
    tone = Tone.GOOD if voice.lines and voice.state == "answered" else Tone.INFO
    page = VoicePage(
        voice=voice,
        standing=late if voice.late else Chip(voice.state_word, tone),
        entries=tuple(
            Entry(at=line.at, title=line.word, detail=line.words)
            for line in reversed(voice.lines)
        ),
        reopen_field=Field(
            name="words",
            label="为什么不满意答复",
            kind=FieldKind.LONG_TEXT,
            value=request.POST.get("words", "") if problems else "",
            length_max=WORDS_MAX,
        )
        if voice.may_reopen
        else None,
        problems=problems,
        key=new_key(),
        crumbs=(
            Crumb("我要评", reverse("rate")),
            Crumb("投诉和建议的进度", reverse("voices")),
            Crumb(voice.number),
        ),
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "citizen/rating/voice.html", {"page": page}, status=status)
