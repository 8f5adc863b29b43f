"""Proving a paper without signing in, and fetching one's own as PDF (文书核验)."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Final

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongban.core.papers.kinds import NUMBER_MAX
from tongban.core.refusals import Refusal
from tongban.portals.shared.downloads import edition_of, pdf_response
from tongban.portals.shared.layout.fields import Field, Problem, fields_of
from tongban.portals.shared.layout.parts import Chip, Crumb, Tone
from tongban.services.access.rules import acting, applicants, public
from tongban.services.messages.queries import sentence_of
from tongban.services.papers.checking import (
    CheckedPaper,
    PaperMissing,
    Verdict,
    check_by_code,
    check_upload,
)
from tongban.services.papers.queries import paper_within_reach
from tongban.services.papers.rendering import paper_pdf
from tongban.services.timekeeping.queries import now

CODE_MAX: Final = 20
_TONES: Final = {
    Verdict.GENUINE: (Tone.GOOD, "check"),
    Verdict.ALTERED: (Tone.BAD, "alert"),
    Verdict.UNKNOWN: (Tone.WARN, "info"),
    Verdict.REVOKED: (Tone.WARN, "alert"),
}


class VerifyForm(forms.Form):
    """Number and check code as printed beside the QR code."""

    number = forms.CharField(label="文书编号", max_length=NUMBER_MAX)
    code = forms.CharField(
        label="核对码", max_length=CODE_MAX, help_text="印在二维码下面，12 位"
    )


@dataclass(frozen=True, slots=True)
class VerifyPage:
    """What the page of proof draws: a form, and the answer once asked."""

    found: CheckedPaper | None
    fields: tuple[Field, ...]
    problem: str = ""

    @property
    def crumbs(self) -> tuple[Crumb, ...]:
        """The way back."""
        return (Crumb("文书核验"),)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with what was sent."""
        return (Problem(self.problem, "file"),) if self.problem else ()

    @property
    def chip(self) -> Chip | None:
        """The answer in words with its icon."""
        if self.found is None:
            return None
        tone, icon = _TONES[self.found.verdict]
        return Chip(self.found.words, tone, icon)

    @property
    def is_known(self) -> bool:
        """Whether anything may be told of the paper."""
        return self.found is not None and bool(self.found.number)

    @property
    def issued_at(self) -> datetime | None:
        """When the paper was issued."""
        if self.found is None or not self.found.issued_at:
            return None
        return datetime.fromisoformat(self.found.issued_at)

    @property
    def next_words(self) -> str:
        """What to do after an answer that is not good."""
        if self.found is None or self.found.verdict is Verdict.GENUINE:
            return ""
        if self.found.verdict is Verdict.REVOKED:
            return "请向出具单位要新的文书，或者凭办件编号和查询码查看现在的情况。"
        return (
            "打印件、截图和另存过的文件不能凭文件核验，"
            "请扫文书上的二维码，或者填写文书编号和核对码。"
        )


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Take a file, or a number with its code, and say what it proves."""
    if request.method != "POST":
        return _shown(request, VerifyPage(None, fields_of(VerifyForm())))
    form = VerifyForm(request.POST)
    form.is_valid()
    fields = fields_of(VerifyForm(initial=form.cleaned_data))
    try:
        found = _asked(request, form)
    except Refusal as no:
        return _shown(request, VerifyPage(None, fields, sentence_of(no)))
    return _shown(request, VerifyPage(found, fields))


def _asked(request: HttpRequest, form: VerifyForm) -> CheckedPaper:
    sent = request.FILES.get("file")
    number, code = (form.cleaned_data.get(name, "") for name in ("number", "code"))
    if sent is not None:
        return check_upload(sent.chunks())
    if number and code:
        return check_by_code(number, code)
    raise PaperMissing


@public
@never_cache
@require_safe
def proof(request: HttpRequest, number: str) -> HttpResponse:
    """Answer the code of a paper: what it is, with masked names only."""
    fields = fields_of(VerifyForm(initial={"number": number[:NUMBER_MAX]}))
    code = request.GET.get("c", "")[:CODE_MAX]
    if not code:
        return _shown(request, VerifyPage(None, fields))
    try:
        found = check_by_code(number, code)
    except Refusal as no:
        page = VerifyPage(None, fields, sentence_of(no))
        return _shown(request, page, status=HTTPStatus.NOT_FOUND)
    return _shown(request, VerifyPage(found, fields))


@applicants
@never_cache
@require_safe
def my_paper(request: HttpRequest, number: str, paper: str) -> FileResponse:
    """Send one paper of one's own case as PDF; ``form=large`` in large print."""
    row = paper_within_reach(acting(request), number, paper)
    return pdf_response(paper_pdf(row, edition_of(request), now=now()))


def _shown(
    request: HttpRequest, page: VerifyPage, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    return render(request, "citizen/papers/verify.html", {"page": page}, status=status)
