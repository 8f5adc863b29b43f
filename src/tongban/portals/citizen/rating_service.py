"""Rating one service: one's own case, a case by its codes, today's visit."""

from collections.abc import Callable
from contextlib import AbstractContextManager
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

from tongban.core.access.actor import ActorKind
from tongban.core.ratings.giving import OnlySameDay, Way, check_day
from tongban.core.refusals import Refusal
from tongban.portals.citizen.rating_sending import (
    anybody,
    device_of,
    envelope_of_anybody,
)
from tongban.portals.citizen.sending import new_key
from tongban.portals.shared.layout.fields import (
    Field,
    FieldKind,
    Option,
    Problem,
    fields_of,
    form_problems,
)
from tongban.portals.shared.layout.frame import region_of
from tongban.portals.shared.layout.parts import Chip, Crumb, Entry, Tone
from tongban.services.access.rules import acting, applicants, public
from tongban.services.messages.queries import sentence_of
from tongban.services.queues.tickets import open_office
from tongban.services.queues.views import read_serial
from tongban.services.ratings.corrections import reopen
from tongban.services.ratings.offices import halls_of
from tongban.services.ratings.operations import (
    WORDS_MAX,
    Given,
    add_to_rating,
    rate,
)
from tongban.services.ratings.own import (
    OwnCorrection,
    OwnRating,
    own_rating,
    rate_until,
)
from tongban.services.ratings.rules import grade_book, rating_rules
from tongban.services.ratings.served import (
    CaseCodes,
    Served,
    VisitCodes,
    case_by_code,
    own_case,
    visit,
)
from tongban.services.timekeeping.queries import today

SESSION_CODES: Final = "rating.codes"
NUMBER_MAX: Final = 24
CODE_MAX: Final = 8
Opened = Callable[[], AbstractContextManager[Served]]


class CaseCodesForm(forms.Form):
    """Number and code as printed on the receipt."""

    number = forms.CharField(label="受理编号", max_length=NUMBER_MAX)
    code = forms.CharField(
        label="查询码", max_length=CODE_MAX, help_text="6 位数字，印在回执上"
    )


class VisitCodesForm(forms.Form):
    """Hall, number and code as printed on the queue ticket."""

    office = forms.ChoiceField(label="哪个大厅", widget=forms.Select)
    ticket = forms.CharField(label="排队号", max_length=CODE_MAX, help_text="例如 A007")
    ticket_code = forms.CharField(
        label="评价码", max_length=CODE_MAX, help_text="号票上的 6 位数字"
    )


@dataclass(frozen=True, slots=True)
class CodesPage:
    """What the page asking for codes draws."""

    case_fields: tuple[Field, ...]
    visit_fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class GradeLink:
    """One grade to choose; nothing is chosen beforehand."""

    name: str
    url: str
    level: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class ServicePage:
    """What the page of one service draws."""

    name: str
    number: str
    office: str
    ended_at: object
    until: object
    own: OwnRating | None
    entries: tuple[Entry, ...]
    standing: Chip | None
    grades: tuple[GradeLink, ...]
    chosen: str
    chosen_name: str
    chosen_bad: bool
    fields: tuple[Field, ...]
    add_field: Field | None
    reopen_field: Field | None
    cannot: str
    contact_days: int
    problems: tuple[Problem, ...]
    key: str
    back_url: str
    crumbs: tuple[Crumb, ...]


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def codes(request: HttpRequest) -> HttpResponse:
    """Ask for the codes of a case or of today's visit, then go on to rate it."""
    return _ask_codes(request, _Held())


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def visit_codes(request: HttpRequest, serial: str) -> HttpResponse:
    """Ask for the code of the ticket whose QR code was scanned."""
    office, day, number = read_serial(serial)
    return _ask_codes(request, _Held(office, number, over=day != today()))


@dataclass(frozen=True, slots=True)
class _Held:
    """The ticket that was scanned, if any; ``over`` when it is not of today."""

    office: str = ""
    number: str = ""
    over: bool = False


def _ask_codes(request: HttpRequest, held: _Held) -> HttpResponse:
    halls = halls_of(region_of(request).code)
    if held.office:
        name = open_office(held.office).name
        halls = ((held.office, name),)
    visits = bool(held.office) or "office" in request.POST
    sent = request.POST if request.method == "POST" else None
    case_form = CaseCodesForm(None if visits else sent)
    visit_form = VisitCodesForm(
        sent if visits else None,
        initial={"office": held.office, "ticket": held.number},
    )
    visit_form.fields["office"].choices = [("", "请选择"), *halls]  # type: ignore[attr-defined]
    form = visit_form if visits else case_form
    problems: tuple[Problem, ...] = ()
    if held.over:
        problems = (Problem(sentence_of(OnlySameDay())),)
    elif sent is not None and form.is_valid():
        kept = {
            name: "".join(value.split()) for name, value in form.cleaned_data.items()
        }
        try:
            with _by_codes(kept):
                request.session[SESSION_CODES] = kept
        except Refusal as no:
            problems = (Problem(sentence_of(no)),)
        else:
            return redirect("rate-service")
    elif sent is not None:
        problems = form_problems(form)
    page = CodesPage(
        case_fields=() if held.office else fields_of(case_form),
        visit_fields=fields_of(visit_form) if halls and not held.over else (),
        problems=problems,
        crumbs=(Crumb("我要评", reverse("rate")), Crumb("凭编号评价")),
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "citizen/rating/codes.html", {"page": page}, status=status)


def _by_codes(kept: dict[str, str]) -> AbstractContextManager[Served]:
    if "office" in kept:
        held = VisitCodes(kept["office"], kept["ticket"], kept["ticket_code"])
        return visit(held, today=today())
    return case_by_code(CaseCodes(kept["number"], kept["code"]), today=today())


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def service(request: HttpRequest) -> HttpResponse:
    """Rate the service whose codes were shown a moment ago."""
    kept = request.session.get(SESSION_CODES)
    if not isinstance(kept, dict):
        return redirect("rate-code")
    back = reverse("rate")
    crumbs = (Crumb("我要评", back), Crumb("评价"))
    return _serve(request, lambda: _by_codes(kept), _Place(Way.CODE, back, crumbs))


@applicants
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_case(request: HttpRequest, number: str) -> HttpResponse:
    """Rate one of one's own cases, or see what came of it."""
    actor = acting(request)
    back = reverse("my-case", args=[number])
    crumbs = (
        Crumb("我的办件", reverse("my-cases")),
        Crumb("办件", back),
        Crumb("评价"),
    )
    place = _Place(Way.PORTAL, back, crumbs)
    return _serve(request, lambda: own_case(actor, number), place)


@dataclass(frozen=True, slots=True)
class _Place:
    """By which way the page was opened, and the way back."""

    way: Way
    back: str
    crumbs: tuple[Crumb, ...]


def _serve(request: HttpRequest, opened: Opened, place: _Place) -> HttpResponse:
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            with opened() as served:
                said = _do(request, served, place.way)
        except Refusal as no:
            problems = (Problem(sentence_of(no)),)
        else:
            messages.success(request, said)
            return redirect(request.path)
    with opened() as served:
        page = _page(request, served, place, problems)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "citizen/rating/service.html", {"page": page}, status=status)


def _do(request: HttpRequest, served: Served, way: Way) -> str:
    sent, envelope = request.POST, envelope_of_anybody(request)
    words = sent.get("words", "").strip()[:WORDS_MAX]
    if sent.get("do") == "add":
        add_to_rating(envelope, served, words=words)
        return "追评已经收到。"
    if sent.get("do") == "reopen":
        reopen(envelope, served, words=words)
        return "已经转给另外的人重新整改，请留意进度。"
    given = Given(
        grade=sent.get("grade", ""),
        reasons=tuple(sent.getlist("reasons")),
        words=words,
        device=device_of(request),
    )
    receipt = rate(envelope, served, given=given, way=way)
    if receipt.due_on:
        return "谢谢您指出问题。我们会有人联系您，整改进度在这里看。"
    return "谢谢您的评价。"


def _page(
    request: HttpRequest,
    served: Served,
    place: _Place,
    problems: tuple[Problem, ...],
) -> ServicePage:
    book, day = grade_book(), today()
    own = own_rating(served, today=day)
    typed = request.POST if problems else request.GET
    chosen = typed.get("grade", "")
    grade = next((one for one in book.grades if one.code == chosen), None)
    correction = None if own is None else own.correction
    return ServicePage(
        name=served.name,
        number=served.number,
        office=served.office.name,
        ended_at=served.ended_at,
        until=rate_until(served),
        own=own,
        entries=() if correction is None else _entries(correction),
        standing=None if correction is None else _standing(correction),
        grades=tuple(
            GradeLink(one.name, f"?grade={one.code}#say", one.level, one.code == chosen)
            for one in book.grades
        ),
        chosen="" if grade is None else grade.code,
        chosen_name="" if grade is None else grade.name,
        chosen_bad=grade is not None and grade.bad,
        fields=() if grade is None else _fields(grade.code, request, problems),
        add_field=_words("补充说明") if own is not None and own.may_add else None,
        reopen_field=_words("为什么还没有解决")
        if correction is not None and correction.may_reopen
        else None,
        cannot="" if own is not None else _cannot(request, served, place.way),
        contact_days=rating_rules().correction.contact_working_days,
        problems=problems,
        key=new_key(),
        back_url=place.back,
        crumbs=place.crumbs,
    )


def _cannot(request: HttpRequest, served: Served, way: Way) -> str:
    """Return why this service cannot be rated now; empty when it can."""
    if anybody(request).kind is ActorKind.STAFF:
        return "评价由办事的人自己作出，工作人员不能评价，也不能代评。"
    try:
        check_day(
            way,
            ended_on=served.ended_on,
            today=today(),
            rules=rating_rules().giving,
        )
    except Refusal as no:
        return sentence_of(no)
    return ""


def _fields(
    grade: str, request: HttpRequest, problems: tuple[Problem, ...]
) -> tuple[Field, ...]:
    typed = request.POST.getlist("reasons") if problems else []
    return (
        Field(
            name="reasons",
            label="为什么这样评",
            kind=FieldKind.CHECKBOXES,
            required=False,
            hint="可以选几项",
            options=tuple(
                Option(one.code, one.text, chosen=one.code in typed)
                for one in grade_book().reasons_of(grade)
            ),
        ),
        Field(
            name="words",
            label="还想说的",
            kind=FieldKind.LONG_TEXT,
            required=False,
            value=request.POST.get("words", "") if problems else "",
            hint="不要写身份证号、银行卡号等个人信息",
            length_max=WORDS_MAX,
        ),
    )


def _words(label: str) -> Field:
    return Field(
        name="words", label=label, kind=FieldKind.LONG_TEXT, length_max=WORDS_MAX
    )


def _standing(correction: OwnCorrection) -> Chip:
    if correction.late:
        return Chip(f"{correction.state_word}，已逾期", Tone.BAD)
    tone = Tone.GOOD if correction.ended else Tone.INFO
    return Chip(correction.state_word, tone)


def _entries(correction: OwnCorrection) -> tuple[Entry, ...]:
    return tuple(
        Entry(at=line.at, title=line.word, detail=line.words)
        for line in reversed(correction.lines)
    )
