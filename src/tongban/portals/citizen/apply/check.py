"""The last page: everything at a glance, how to collect, and handing it in."""

from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from tongban.core.collecting.wishes import Way
from tongban.core.json_values import flag_of, text_of
from tongban.core.refusals import Refusal
from tongban.portals.citizen.apply.fill import fill_groups, problems_in
from tongban.portals.citizen.apply.papers import Supply, missing, supplies_of
from tongban.portals.citizen.apply.saving import LATER, go_on, save, shown
from tongban.portals.citizen.sending import KEY_FIELD, envelope_of, new_key
from tongban.portals.shared.filling.collecting import (
    parcel_fields,
    read_wish,
    way_field,
    wish_problems,
)
from tongban.portals.shared.filling.form import TableField
from tongban.portals.shared.filling.work import Leaf, Work, work_of
from tongban.portals.shared.layout.fields import Field, FieldKind, Problem
from tongban.portals.shared.layout.parts import TrailStep
from tongban.portals.shared.templatetags.components import day
from tongban.services.away.filing import KIND_OF
from tongban.services.away.own import RateWords, rate_of_filing
from tongban.services.cases.drafts import submit_draft, wish_in
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import today


@dataclass(frozen=True, slots=True)
class Row:
    """One filled field in words."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Filled fields under one heading."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """What the page draws."""

    work: Work
    answers: tuple[Row, ...]
    groups: tuple[RowGroup, ...]
    supplies: tuple[Supply, ...]
    incomplete: bool
    collect: Field
    parcel: tuple[Field, ...]
    problems: tuple[Problem, ...]
    key: str
    rate: RateWords | None

    @property
    def by_post(self) -> bool:
        """Whether the post was chosen."""
        return text_of(self.work.draft.content, "collect") == Way.POST.value

    @property
    def trail(self) -> tuple[TrailStep, ...]:
        """The steps of the wizard."""
        return self.work.trail(Leaf.CHECK)

    @property
    def back(self) -> str:
        """The address of the page before; empty on the first."""
        before = self.work.before(Leaf.CHECK)
        return "" if before is None else self.work.url(before)

    @property
    def situation_url(self) -> str:
        """Where the situation is changed."""
        return self.work.url(Leaf.SITUATION)

    @property
    def form_url(self) -> str:
        """Where the form is changed."""
        return self.work.url(Leaf.FORM)

    @property
    def materials_url(self) -> str:
        """Where the papers are changed."""
        return self.work.url(Leaf.MATERIALS)


def answer(request: HttpRequest, work: Work) -> HttpResponse:
    """Show everything again, or hand it in."""
    if request.method != "POST":
        return _shown(request, work)
    _save_wish(request, work)
    if request.POST.get("go") == LATER:
        return go_on(request, work, Leaf.CHECK)
    fresh = work_of(envelope_of(request), work.draft.code)
    if _problems(fresh):
        return _shown(request, fresh)
    try:
        receipt = submit_draft(envelope_of(request), code=work.draft.code)
    except Refusal as no:
        return _shown(request, fresh, refused=(Problem(sentence_of(no)),))
    return redirect("my-receipt", receipt.number)


def _save_wish(request: HttpRequest, work: Work) -> None:
    """Keep how the result is wanted as it is typed, faulty or not."""
    sent = read_wish(request.POST)
    held = {name: text_of(work.draft.content, name) for name in sent}
    if sent != held:
        save(request, work, dict(sent))


def _shown(
    request: HttpRequest, work: Work, *, refused: tuple[Problem, ...] = ()
) -> HttpResponse:
    problems = refused + _problems(work)
    page = CheckPage(
        work=work,
        answers=_answers(work),
        groups=_row_groups(work),
        supplies=supplies_of(work, judged=True),
        incomplete=flag_of(work.draft.content, "incomplete"),
        collect=way_field(wish_in(work.draft.content).way),
        parcel=_parcel_fields(work),
        problems=problems,
        key=request.POST.get(KEY_FIELD) or new_key(),
        rate=_rate(work),
    )
    return shown(
        request,
        "citizen/apply/check.html",
        page,
        wrong=bool(problems) and request.method == "POST",
    )


def _rate(work: Work) -> RateWords | None:
    """Return the rate a filing of treatment away will give; nothing for others."""
    kind = KIND_OF.get(work.terms.effect)
    if kind is None:
        return None
    return rate_of_filing(work.draft.party_id, kind, day=today())


def _problems(work: Work) -> tuple[Problem, ...]:
    of_form = problems_in(fill_groups(work, work.form, judged=True))
    return (
        *(Problem(one.text) for one in of_form),
        *(Problem(f"{one.name}：还没有交") for one in missing(work)),
        *wish_problems(work.draft.content),
    )


def _answers(work: Work) -> tuple[Row, ...]:
    chosen = work.situations
    return tuple(
        Row(group.question, "、".join(names))
        for group in work.terms.situations
        if (names := [one.name for one in group.options if one.code in chosen])
    )


def _row_groups(work: Work) -> tuple[RowGroup, ...]:
    groups = fill_groups(work, work.form, judged=False)
    found = (
        RowGroup(
            group.name,
            tuple(
                Row(entry.label, words)
                for entry in group.entries
                if (words := words_of(entry))
            ),
        )
        for group in groups
    )
    return tuple(group for group in found if group.rows)


def words_of(entry: Field | TableField) -> str:
    """Return what was filled into a field, in words."""
    if isinstance(entry, TableField):
        rows = (
            "，".join(words for cell in row if (words := words_of(cell)))
            for row in entry.rows
        )
        return "；".join(row for row in rows if row)
    if entry.kind is FieldKind.YES_NO:
        return "是" if entry.value == "yes" else "否"
    chosen = [one.words for one in entry.options if one.chosen]
    words = chosen[0] if chosen else entry.value
    if entry.kind is FieldKind.DATE:
        return _day_words(words)
    return f"{words} {entry.unit}".strip() if words else ""


def _day_words(text: str) -> str:
    """Return a day in words; what is no day stays as it was typed."""
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def _parcel_fields(work: Work) -> tuple[Field, ...]:
    """Return what the post needs; the person's own name stands there."""
    wish = wish_in(work.draft.content)
    return parcel_fields(replace(wish, receiver=wish.receiver or work.party.name))
