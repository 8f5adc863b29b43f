"""The page for papers: upload, pledge, or ask what is missing (材料)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse

from tongban.core.files.uploads import FILE_BYTES_MAX, MEBIBYTE, FileType
from tongban.core.items.catalogue import Material, MaterialKind
from tongban.core.json_values import flag_of, texts_of
from tongban.core.refusals import Refusal
from tongban.portals.citizen import wording
from tongban.portals.citizen.apply.saving import LATER, go_on, save, shown
from tongban.portals.citizen.sending import envelope_of
from tongban.portals.shared.filling.work import Leaf, Work, work_of
from tongban.portals.shared.layout.fields import Field, FieldKind, Problem
from tongban.portals.shared.layout.parts import TrailStep
from tongban.services.access.rules import acting
from tongban.services.cases.drafts import DraftFileView, attach_file, detach_file
from tongban.services.files.operations import Upload, store_upload
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import now

STAY: Final = "stay"
REMOVE: Final = "remove:"
PLEDGE: Final = "pledge"
INCOMPLETE: Final = "incomplete"


@dataclass(frozen=True, slots=True)
class Supply:
    """One paper to bring: how it may be supplied, and what lies there already."""

    material: wording.MaterialLine
    optional: bool
    field: Field
    files: tuple[DraftFileView, ...]
    pledge_allowed: bool
    pledged: bool
    lacking: bool


@dataclass(frozen=True, slots=True)
class PapersPage:
    """What the page draws."""

    work: Work
    supplies: tuple[Supply, ...]
    by_themselves: tuple[str, ...]
    incomplete: bool
    problems: tuple[Problem, ...]
    size_max: int = FILE_BYTES_MAX // MEBIBYTE

    @property
    def trail(self) -> tuple[TrailStep, ...]:
        """The steps of the wizard."""
        return self.work.trail(Leaf.MATERIALS)

    @property
    def back(self) -> str:
        """The address of the page before; empty on the first."""
        before = self.work.before(Leaf.MATERIALS)
        return "" if before is None else self.work.url(before)


def answer(request: HttpRequest, work: Work) -> HttpResponse:
    """Keep uploads and pledges, and go on when nothing is missing."""
    if request.method != "POST":
        return _shown(request, work)
    go = request.POST.get("go", "")
    if go.startswith(REMOVE):
        _remove(request, work, go.removeprefix(REMOVE))
        return _shown(request, work_of(envelope_of(request), work.draft.code))
    problems = tuple(_store_all(request, work))
    pledged = request.POST.getlist(PLEDGE)
    allowed = [one.code for one in work.to_bring if one.pledge is not None]
    save(
        request,
        work,
        {
            "pledges": [code for code in allowed if code in pledged],
            "incomplete": INCOMPLETE in request.POST,
        },
    )
    fresh = work_of(envelope_of(request), work.draft.code)
    if problems or go == STAY:
        return _shown(request, fresh, problems=problems)
    if go != LATER and missing(fresh):
        return _shown(request, fresh, judged=True)
    return go_on(request, fresh, Leaf.MATERIALS)


def missing(work: Work) -> tuple[Material, ...]:
    """Return the papers nothing was supplied for; none when the office is to tell."""
    if flag_of(work.draft.content, "incomplete"):
        return ()
    held = {file.material for file in work.draft.files}
    given = held | set(texts_of(work.draft.content, "pledges"))
    return tuple(
        one for one in work.to_bring if not one.optional and one.code not in given
    )


def supplies_of(work: Work, *, judged: bool) -> tuple[Supply, ...]:
    """Return every paper to bring with what lies there already."""
    lacking = {one.code for one in missing(work)} if judged else set()
    pledged = set(texts_of(work.draft.content, "pledges"))
    return tuple(
        Supply(
            material=wording.material_line(one, work.terms.situations, answered=True),
            optional=one.optional,
            field=_upload_field(one, lacking=one.code in lacking),
            files=tuple(file for file in work.draft.files if file.material == one.code),
            pledge_allowed=one.pledge is not None,
            pledged=one.code in pledged,
            lacking=one.code in lacking,
        )
        for one in work.to_bring
    )


def _upload_field(material: Material, *, lacking: bool) -> Field:
    words = "或者签承诺书" if material.pledge is not None else ""
    return Field(
        name=f"file.{material.code}",
        label="拍照或选文件上传",
        kind=FieldKind.FILE,
        required=False,
        error=f"还没有上传{words}" if lacking else "",
        accept=",".join(f".{kind.value}" for kind in FileType),
        multiple=True,
    )


def _store_all(request: HttpRequest, work: Work) -> Iterable[Problem]:
    present = len(work.draft.files)
    for material in work.to_bring:
        name = f"file.{material.code}"
        for sent in request.FILES.getlist(name):
            try:
                card = store_upload(
                    acting(request),
                    Upload(sent.name or "", sent.chunks()),
                    now=now(),
                    party_id=work.draft.party_id,
                    present=present,
                )
            except Refusal as no:
                text = f"{material.name}（{sent.name}）：{sentence_of(no)}"
                yield Problem(text, f"f-file-{material.code}")
                continue
            present += 1
            attach_file(
                envelope_of(request),
                code=work.draft.code,
                material=material.code,
                file_id=str(card.id),
            )


def _remove(request: HttpRequest, work: Work, draft_file: str) -> None:
    if draft_file in {str(file.id) for file in work.draft.files}:
        detach_file(
            envelope_of(request), code=work.draft.code, draft_file_id=draft_file
        )


def _shown(
    request: HttpRequest,
    work: Work,
    *,
    judged: bool = False,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    supplies = supplies_of(work, judged=judged)
    found = problems + tuple(
        Problem(f"{one.material.name}：{one.field.error}", one.field.id)
        for one in supplies
        if one.lacking
    )
    page = PapersPage(
        work=work,
        supplies=supplies,
        by_themselves=tuple(_by_themselves(work)),
        incomplete=flag_of(work.draft.content, "incomplete"),
        problems=found,
    )
    return shown(request, "citizen/apply/papers.html", page, wrong=bool(found))


def _by_themselves(work: Work) -> Iterable[str]:
    for one in work.materials:
        if one.kind is MaterialKind.FORM:
            yield f"{one.name}：由您填写的内容自动生成，不用另交"
        if one.kind is MaterialKind.IDENTITY:
            yield f"{one.name}：登录时已经核验身份，不用另交"
