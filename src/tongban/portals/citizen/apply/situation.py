"""The page that asks for the applicant's situation (选择情形)."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from tongban.core.items.situations import check_situations, open_questions
from tongban.core.refusals import Refusal
from tongban.portals.citizen.apply.saving import go_on, save, shown
from tongban.portals.citizen.guide_page import answers_in
from tongban.portals.citizen.sending import envelope_of
from tongban.portals.shared.filling.work import Leaf, Work, work_of
from tongban.portals.shared.layout.fields import (
    Field,
    FieldKind,
    Option,
    Problem,
    problems_of,
)
from tongban.portals.shared.layout.parts import TrailStep
from tongban.services.messages.queries import sentence_of


@dataclass(frozen=True, slots=True)
class SituationPage:
    """What the page draws."""

    work: Work
    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]

    @property
    def trail(self) -> tuple[TrailStep, ...]:
        """The steps of the wizard."""
        return self.work.trail(Leaf.SITUATION)

    @property
    def back(self) -> str:
        """The address of the page before; empty on the first."""
        before = self.work.before(Leaf.SITUATION)
        return "" if before is None else self.work.url(before)


def answer(request: HttpRequest, work: Work) -> HttpResponse:
    """Take the answers and go on, or ask again."""
    if request.method != "POST":
        return _shown(request, work, work.situations, problems=())
    chosen = answers_in(request.POST, work.terms.situations)
    try:
        check_situations(work.terms, chosen)
    except Refusal as no:
        return _shown(request, work, chosen, problems=(Problem(sentence_of(no)),))
    ordered: list[str] = [
        one.code
        for group in work.terms.situations
        for one in group.options
        if one.code in chosen
    ]
    save(request, work, {"situations": ordered})
    if open_questions(work.terms, chosen):
        return _shown(request, work, chosen, problems=None)
    return go_on(
        request, work_of(envelope_of(request), work.draft.code), Leaf.SITUATION
    )


def _shown(
    request: HttpRequest,
    work: Work,
    chosen: frozenset[str],
    *,
    problems: tuple[Problem, ...] | None,
) -> HttpResponse:
    asked_again = problems is None
    fields = _fields(work, chosen, asked_again=asked_again)
    found = problems_of(fields) if problems is None else problems
    if asked_again:
        work = work_of(envelope_of(request), work.draft.code)
    page = SituationPage(work, fields, found)
    return shown(request, "citizen/apply/situation.html", page, wrong=bool(found))


def _fields(
    work: Work, chosen: frozenset[str], *, asked_again: bool
) -> tuple[Field, ...]:
    waiting = {group.code for group in open_questions(work.terms, chosen)}
    return tuple(
        Field(
            name=f"s.{group.code}",
            label=group.question,
            kind=FieldKind.CHECKBOXES if group.multiple else FieldKind.RADIO,
            required=not group.multiple,
            hint="可以多选，没有就不选" if group.multiple else "",
            error="请选一项" if asked_again and group.code in waiting else "",
            options=tuple(
                Option(one.code, one.name, one.hint, one.code in chosen)
                for one in group.options
            ),
        )
        for group in work.terms.situations
    )
