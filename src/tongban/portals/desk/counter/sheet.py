"""The counter form of one application: questions, form, papers, actions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.http import QueryDict
from django.urls import reverse

from tongban.core.collecting.wishes import Way
from tongban.core.items.catalogue import (
    CHANNEL_WORDS,
    STEP_WORDS,
    Channel,
    Material,
    MaterialKind,
    Step,
    Terms,
)
from tongban.core.items.situations import materials_for, open_questions
from tongban.core.json_values import Json, JsonObject, texts_of
from tongban.portals.shared.filling.collecting import (
    parcel_fields,
    read_wish,
    way_field,
)
from tongban.portals.shared.filling.form import (
    FillGroup,
    Filling,
    groups_of,
    read_form,
)
from tongban.portals.shared.filling.work import Work
from tongban.portals.shared.layout.fields import (
    Field,
    FieldKind,
    Option,
    Problem,
    problems_of,
)
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.cases.drafts import DraftFileView, wish_in
from tongban.services.desk.visitor import OpenCase
from tongban.services.items.citing import cite
from tongban.services.items.queries import region_full_name, regions

SITUATION: Final = "situation."
PAPER: Final = "paper"
PLEDGE: Final = "pledge"
UPLOAD: Final = "upload."
BY_THEMSELVES: Final = frozenset({MaterialKind.FORM, MaterialKind.IDENTITY})
PLACES_KEPT: Final = 1


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """One material of the application with its tick, files and pledge."""

    number: int
    material: Material
    by_itself: bool
    ticked: bool
    pledged: bool
    files: tuple[DraftFileView, ...]
    error: str

    @property
    def pledge_text(self) -> str:
        """The text of the pledge; empty when none is allowed."""
        return "" if self.material.pledge is None else self.material.pledge.text

    @property
    def only_pledge(self) -> bool:
        """Whether the material is itself a pledge to be signed."""
        return self.material.kind is MaterialKind.PLEDGE

    @property
    def standard(self) -> str:
        """The published wording (受理标准), where it says more than the name."""
        one = self.material
        return "" if one.text == one.name else one.text

    @property
    def clause(self) -> str:
        """What the material rests on."""
        return cite(self.material.source.document, self.material.source.clause)

    @property
    def notes(self) -> tuple[str, ...]:
        """What to look at: original, copies, stamp, alternatives."""
        one = self.material
        notes = [
            "原件" if one.original else "",
            f"{one.copies}份" if one.copies > 1 else "",
            "加盖公章" if one.stamped else "",
            "任一即可：" + "、".join(one.alternatives) if one.alternatives else "",
            f"{one.issuer}出具" if one.issuer else "",
            f"{one.valid_months}个月内有效" if one.valid_months else "",
        ]
        return tuple(note for note in notes if note)


@dataclass(frozen=True, slots=True)
class MainAction:
    """One of the main actions, in their fixed order, with its key."""

    do: str
    words: str
    hint: str
    key: str
    look: str


@dataclass(frozen=True, slots=True)
class SheetPage:
    """Everything the counter form draws."""

    code: str
    name: str
    number: int
    party_name: str
    party_identifier: str
    writer: str
    guide_url: str
    twins: tuple[OpenCase, ...]
    limit_words: str
    steps_words: str
    channels_words: str
    expires_on: object
    questions: tuple[Field, ...]
    groups: tuple[FillGroup, ...]
    materials: tuple[MaterialLine, ...]
    unneeded: tuple[DraftFileView, ...]
    collect: Field
    parcel: tuple[Field, ...]
    by_post: bool
    places: tuple[str, ...]
    actions: tuple[MainAction, ...]
    problems: tuple[Problem, ...]
    key: str
    version: int
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong with what was sent: in words, by field, by material."""

    words: str = ""
    question: str = ""
    fields: Mapping[str, str] | None = None
    uploads: Mapping[str, str] | None = None
    more_rows: str = ""
    wish: tuple[Problem, ...] = ()


def read_content(work: Work, sent: QueryDict) -> dict[str, Json]:
    """Return what was typed and ticked, ready to be saved in the draft."""
    situations = read_situations(work.terms, sent)
    return {
        "situations": sorted(situations),
        "form": read_form(work.terms.form, situations, sent, places=codes_of_places()),
        "papers": sent.getlist(PAPER),
        "pledges": sent.getlist(PLEDGE),
        **read_wish(sent),
    }


def read_situations(terms: Terms, sent: QueryDict) -> frozenset[str]:
    """Return the answers to the questions, those the item offers and no others."""
    return frozenset(
        option.code
        for group in terms.situations
        for option in group.options
        if option.code in sent.getlist(SITUATION + group.code)
    )


def questions_of(
    terms: Terms, answers: Iterable[str], *, error: str
) -> tuple[Field, ...]:
    """Return the questions about the situation; an open one carries the error."""
    given = frozenset(answers)
    waiting = {group.code for group in open_questions(terms, given)}
    return tuple(
        Field(
            name=SITUATION + group.code,
            label=group.question,
            kind=FieldKind.CHECKBOXES if group.multiple else FieldKind.RADIO,
            error=error if group.code in waiting else "",
            required=not group.multiple,
            options=tuple(
                Option(one.code, one.name, one.hint, chosen=one.code in given)
                for one in group.options
            ),
        )
        for group in terms.situations
    )


def material_lines(
    work: Work, *, errors: Mapping[str, str]
) -> tuple[MaterialLine, ...]:
    """Return the papers these answers call for, numbered for the number keys."""
    content = work.draft.content
    papers, pledges = texts_of(content, "papers"), texts_of(content, "pledges")
    return tuple(
        MaterialLine(
            number=number,
            material=one,
            by_itself=one.kind in BY_THEMSELVES,
            ticked=one.code in papers,
            pledged=one.code in pledges,
            files=files_under(work.draft.files, one.code),
            error=errors.get(one.code, ""),
        )
        for number, one in enumerate(materials_for(work.terms, work.situations), 1)
    )


def files_under(
    files: Iterable[DraftFileView], material: str
) -> tuple[DraftFileView, ...]:
    """Return the files that lie under one material."""
    return tuple(file for file in files if file.material == material)


def unneeded_files(work: Work) -> tuple[DraftFileView, ...]:
    """Return files whose material these answers no longer call for."""
    needed = {one.code for one in materials_for(work.terms, work.situations)}
    return tuple(file for file in work.draft.files if file.material not in needed)


def sheet_page(
    work: Work, trouble: Trouble, *, key: str, twins: tuple[OpenCase, ...]
) -> SheetPage:
    """Return the counter form ready to be drawn.

    ``twins`` are the applicant's open cases of the same item, to be seen before
    anything is typed.
    """
    terms, form = work.terms, work.form
    groups = _groups(work, form, trouble)
    questions = questions_of(terms, work.situations, error=trouble.question)
    problems = (*problems_of(questions), *_form_problems(groups), *trouble.wish)
    wish = wish_in(work.draft.content)
    if trouble.words:
        problems = (Problem(trouble.words), *problems)
    return SheetPage(
        code=work.draft.code,
        name=terms.name,
        number=terms.number,
        party_name=work.party.masked_name,
        party_identifier=work.party.masked_identifier,
        writer=work.draft.writer,
        guide_url=reverse("item", args=[work.draft.item]),
        twins=twins,
        limit_words="；".join(dict.fromkeys(one.label for one in terms.limits)),
        steps_words=" → ".join(STEP_WORDS[step] for step in terms.steps),
        channels_words="、".join(CHANNEL_WORDS[one] for one in terms.channels),
        expires_on=work.draft.expires_on,
        questions=questions,
        groups=groups,
        materials=material_lines(work, errors=trouble.uploads or {}),
        unneeded=unneeded_files(work),
        collect=way_field(wish.way),
        parcel=parcel_fields(wish),
        by_post=wish.way is Way.POST,
        places=tuple(place_names().values()) if _asks_place(terms) else (),
        actions=main_actions(terms),
        problems=problems,
        key=key,
        version=work.draft.version,
        crumbs=(Crumb("窗口受理", "/desk/counter/"), Crumb(terms.name)),
    )


def _form_problems(groups: Iterable[FillGroup]) -> tuple[Problem, ...]:
    """Return one line for each faulty field or list of rows, in page order."""
    return tuple(
        Problem(f"{entry.label}：{entry.error}", entry.id)
        for group in groups
        for entry in group.entries
        if entry.error
    )


def _groups(work: Work, form: JsonObject, trouble: Trouble) -> tuple[FillGroup, ...]:
    filling = Filling(
        values=form,
        faults=trouble.fields or {},
        prefill=work.prefill,
        place_names=place_names(),
        more_rows=trouble.more_rows,
    )
    return groups_of(work.terms.form, work.situations, filling)


def main_actions(terms: Terms) -> tuple[MainAction, ...]:
    """Return the five main actions in the order every window knows.

    Their keys are ones a browser lets a page have; one that finishes at once
    stands behind them.
    """
    first = (
        MainAction("accept", "提交并即时办结", "按规则核对后当场生效", "F2", "primary")
        if terms.automatic
        else MainAction("accept", _receive_words(terms), "材料齐全时", "F2", "primary")
    )
    instant = any(limit.immediate for limit in terms.limits) and not terms.automatic
    at_once = (
        (MainAction("finish", "受理并当场办结", "即时办结事项", "F9", ""),)
        if instant and Step.ACCEPT in terms.steps
        else ()
    )
    return (
        first,
        MainAction("notice", "一次性告知", "材料不齐或有误", "F3", ""),
        MainAction("refuse", "不予受理", "须有依据和救济", "F4", "danger"),
        MainAction("transfer", "转办／分办", "不属于本机构办理", "F6", ""),
        MainAction("save", "暂存", "保留30天", "F8", "quiet"),
        *at_once,
    )


def _receive_words(terms: Terms) -> str:
    accepts = Step.ACCEPT in terms.steps
    return "受理并打印回执" if accepts else "收件并打印回执"


def is_offered_here(terms: Terms) -> bool:
    """Say whether the item is handled at windows at all."""
    return Channel.COUNTER in terms.channels


def _asks_place(terms: Terms) -> bool:
    properties = terms.form.get("properties")
    if not isinstance(properties, Mapping):
        return False
    return any(
        isinstance(one, Mapping) and one.get("x-widget") == "region"
        for one in properties.values()
    )


@lru_cache(maxsize=PLACES_KEPT)
def place_names() -> Mapping[str, str]:
    """Return the full name of every region on file, by its code."""
    return {one.code: region_full_name(one.code) for one in regions()}


@lru_cache(maxsize=PLACES_KEPT)
def codes_of_places() -> Mapping[str, str]:
    """Return the code of every region on file, by its full name."""
    return {name: code for code, name in place_names().items()}
