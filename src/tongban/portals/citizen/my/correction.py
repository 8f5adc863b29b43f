"""Answering a one-time notice: every lack with its cure, on one page (去补正)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.core.files.uploads import FILE_BYTES_MAX, MEBIBYTE, FileType
from tongban.core.refusals import Refusal
from tongban.portals.citizen.my.case import MyCasePage
from tongban.portals.citizen.sending import envelope_of, new_key
from tongban.portals.shared.filling.form import (
    Filling,
    TableField,
    groups_of,
    read_form,
)
from tongban.portals.shared.filling.places import place_codes, place_names
from tongban.portals.shared.layout.fields import Field, FieldKind, Problem
from tongban.services.access.rules import acting, applicants
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.notices import (
    add_materials,
    answer_notice,
    correct_form,
)
from tongban.services.cases.pledges import make_pledge
from tongban.services.cases.queries.page import case_page
from tongban.services.cases.queries.page_values import CasePage, LackLine
from tongban.services.files.operations import Upload, store_upload
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import now, today


@dataclass(frozen=True, slots=True)
class Cure:
    """One lack with the field that cures it."""

    lack: LackLine
    field: Field | TableField | None
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CorrectionPage:
    """What the page draws."""

    shown: MyCasePage
    cures: tuple[Cure, ...]
    place_names: tuple[str, ...]
    problems: tuple[Problem, ...]
    size_max: int = FILE_BYTES_MAX // MEBIBYTE


class _Sending:
    """Sends the parts of one answer one after the other, each under its own key."""

    def __init__(self, envelope: Envelope, number: str) -> None:
        self._envelope = envelope
        self._number = number
        self._part = 0

    def next(self) -> Envelope:
        """Return the envelope of the next part."""
        self._part += 1
        version = self._envelope.version if self._part == 1 else None
        key = f"{self._envelope.key}.{self._part}"
        return replace(self._envelope, key=key, version=version)


@applicants
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """Show every lack and take the cures; the answer goes when all are cured."""
    found = case_page(acting(request), number, today=today())
    if not found.lacks:
        return redirect("my-case", number)
    if request.method != "POST":
        return _shown(request, found, ())
    problems = tuple(_cure_all(request, found))
    fresh = case_page(acting(request), number, today=today())
    if problems or any(not lack.cured for lack in fresh.lacks):
        return _shown(request, fresh, problems or _still_open(fresh))
    answer = replace(envelope_of(request), version=fresh.version)
    answer_notice(replace(answer, key=f"{answer.key}.answer"), number=number)
    messages.success(request, "补正已经提交，我们接着办理。")
    return redirect("my-case", number)


def _cure_all(request: HttpRequest, found: CasePage) -> Iterable[Problem]:
    sending = _Sending(envelope_of(request), found.number)
    for step in (_send_form, _send_files, _send_pledges):
        try:
            step(request, found, sending)
        except Refusal as no:
            yield Problem(sentence_of(no))


def _send_form(request: HttpRequest, found: CasePage, sending: _Sending) -> None:
    names = {field_of(lack) for lack in found.lacks if lack.is_field}
    sent = read_form(
        found.terms.form, found.situations, request.POST, places=place_codes()
    )
    changes = {name: value for name, value in sent.items() if name in names}
    if changes:
        correct_form(sending.next(), number=found.number, changes=changes)


def _send_files(request: HttpRequest, found: CasePage, sending: _Sending) -> None:
    files: dict[str, tuple[str, ...]] = {}
    for lack in found.lacks:
        for sent in request.FILES.getlist(f"file.{lack.subject}"):
            card = store_upload(
                acting(request),
                Upload(sent.name or "", sent.chunks()),
                now=now(),
                party_id=found.party_id,
            )
            held = files.get(lack.subject, ())
            files[lack.subject] = (*held, str(card.id))
    if files:
        add_materials(sending.next(), number=found.number, files=files)


def _send_pledges(request: HttpRequest, found: CasePage, sending: _Sending) -> None:
    wanted = request.POST.getlist("pledge")
    for lack in found.lacks:
        if lack.subject in wanted and lack.pledge_allowed and not lack.cured:
            make_pledge(sending.next(), number=found.number, material=lack.subject)


def field_of(lack: LackLine) -> str:
    """Return the name of the form field a lack speaks of."""
    return lack.subject.removeprefix("field:")


def _still_open(found: CasePage) -> tuple[Problem, ...]:
    return tuple(
        Problem(f"{lack.name}：{lack.cure or '还没有补'}")
        for lack in found.lacks
        if not lack.cured
    )


def _shown(
    request: HttpRequest, found: CasePage, problems: tuple[Problem, ...]
) -> HttpResponse:
    page = CorrectionPage(
        shown=MyCasePage(found, (), new_key()),
        cures=tuple(_cures(found)),
        place_names=tuple(place_names().values()),
        problems=problems,
    )
    return render(request, "citizen/my/correction.html", {"page": page})


def _cures(found: CasePage) -> Iterable[Cure]:
    shown = {line.name: line.shown for line in found.fields}
    files = {line.code: line.files for line in found.materials}
    filling = Filling({}, {}, {}, place_names())
    entries = {
        entry.name: entry
        for group in groups_of(found.terms.form, found.situations, filling)
        for entry in group.entries
    }
    for lack in found.lacks:
        if lack.is_field:
            entry = entries.get(field_of(lack))
            yield Cure(lack, _with_old(entry, shown.get(field_of(lack), "")), ())
        else:
            names = tuple(one.name for one in files.get(lack.subject, ()))
            yield Cure(lack, _upload(lack), names)


def _with_old(entry: Field | TableField | None, old: str) -> Field | TableField | None:
    if isinstance(entry, Field) and old:
        return replace(entry, hint=f"{entry.hint}　原来填的是：{old}".strip())
    return entry


def _upload(lack: LackLine) -> Field:
    return Field(
        name=f"file.{lack.subject}",
        label="拍照或选文件上传",
        kind=FieldKind.FILE,
        required=False,
        accept=",".join(f".{kind.value}" for kind in FileType),
        multiple=True,
    )
