"""The handling guide of one item, in the fixed order every hall uses (办事指南)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import QueryDict

from tongban.core.items.catalogue import (
    AUDIENCE_WORDS,
    CHANNEL_WORDS,
    STEP_WORDS,
    DifferenceField,
    FlowStep,
    Guide,
    Misprint,
    Place,
    Ruling,
    ServiceItem,
    SituationGroup,
    Terms,
)
from tongban.core.items.depth import depth_of, visits_of
from tongban.core.items.situations import materials_for, open_questions
from tongban.core.items.terms import guide_for
from tongban.core.refusals import Refusal
from tongban.portals.citizen import wording
from tongban.portals.shared.layout.fields import Option
from tongban.portals.shared.layout.frame import Phone
from tongban.portals.shared.layout.parts import Chip, Tone
from tongban.services.guidance.questions import Asked, asked_about
from tongban.services.messages.queries import sentence_of

WHO: Final = "服务对象"
WAYS: Final = "办理方式"
FLOW: Final = "办理流程"
QUALITY: Final = "服务质量及满意度测评"
CONTENTS: Final = (
    ("basic", "基本信息"),
    ("where", "办理方式与地点"),
    ("who", "申请条件"),
    ("materials", "申请材料"),
    ("flow", "办理流程"),
    ("special", "特殊环节"),
    ("limit", "办理时限"),
    ("fee", "收费"),
    ("result", "结果"),
    ("basis", "设定依据"),
    ("asked", "常见问题"),
    ("phones", "咨询与监督"),
)
_INTERNAL: Final = frozenset({DifferenceField.NAME, DifferenceField.NUMBERING})


@dataclass(frozen=True, slots=True)
class Question:
    """One question about the applicant's situation."""

    name: str
    question: str
    multiple: bool
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class GuideView:
    """What the guide page draws besides its frame."""

    item: ServiceItem
    terms: Terms
    guide: Guide | None
    region_name: str
    chosen: frozenset[str]

    @property
    def number(self) -> int:
        """The item's number in the published list."""
        return self.item.number

    @property
    def name(self) -> str:
        """The name for this audience."""
        return self.terms.name

    @property
    def main_item(self) -> str:
        """The main item it belongs to."""
        return self.item.main_item

    @property
    def audience(self) -> str:
        """The audience the page speaks to."""
        return self.terms.audience.value

    @property
    def audience_words(self) -> str:
        """The audience in words."""
        return AUDIENCE_WORDS[self.terms.audience]

    @property
    def limit_words(self) -> str:
        """The limit in the headline."""
        return wording.limit_words(self.terms.limits)

    @property
    def material_words(self) -> str:
        """How many papers to bring."""
        return wording.material_words(self.terms.materials)

    @property
    def visit_words(self) -> str:
        """How often to come."""
        return wording.visit_words(self.terms.channels)

    @property
    def basics(self) -> tuple[tuple[str, str], ...]:
        """Names and values of the first section."""
        instant = self.limit_words == "即时办结"
        return (
            ("清单序号", f"第 {self.item.number} 项（{self.item.code}）"),
            ("办件类型", "即办件" if instant else "承诺件"),
            ("服务对象", self.audience_words),
            ("办理环节", self.steps_words),
            ("通办范围", f"{self.region_name}内任一窗口都可以受理"),
            ("到现场次数", f"{visits_of(self.terms)} 次"),
            ("网上办理深度", wording.depth_words(depth_of(self.terms))),
        )

    @property
    def steps_words(self) -> str:
        """The steps in the list's order."""
        return " — ".join(STEP_WORDS[step] for step in self.terms.steps)

    @property
    def channels(self) -> tuple[Chip, ...]:
        """The ways to reach the office."""
        return tuple(
            Chip(CHANNEL_WORDS[channel], Tone.INFO, wording.CHANNEL_ICONS[channel])
            for channel in self.terms.channels
        )

    @property
    def channel_lines(self) -> tuple[str, ...]:
        """What the guide says about the ways."""
        return self._lines(WAYS)

    @property
    def condition_lines(self) -> tuple[str, ...]:
        """What the guide says about who may apply."""
        return self._lines(WHO)

    @property
    def flow_lines(self) -> tuple[str, ...]:
        """What the guide says about the course."""
        return self._lines(FLOW)

    @property
    def quality_lines(self) -> tuple[str, ...]:
        """What the guide says about the standard of service."""
        return self._lines(QUALITY)

    @property
    def places(self) -> tuple[Place, ...]:
        """Where to go."""
        return self.item.places

    @property
    def sites(self) -> tuple[str, ...]:
        """Where to apply on the net, besides here."""
        return self.item.sites

    @property
    def phones(self) -> tuple[Phone, ...]:
        """Whom to call."""
        return tuple(Phone(*pair) for pair in (self.item.phones or {}).items())

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions that make the list of materials exact."""
        return questions_of(self.terms.situations, self.chosen)

    @property
    def problem(self) -> str:
        """What is wrong with the answers, if anything."""
        try:
            materials_for(self.terms, self.chosen)
        except Refusal as no:
            return sentence_of(no)
        return ""

    @property
    def answered(self) -> tuple[str, ...]:
        """The answers in words, once every question that needs one has one."""
        if not self.chosen or self.problem or open_questions(self.terms, self.chosen):
            return ()
        return tuple(
            option.name
            for group in self.terms.situations
            for option in group.options
            if option.code in self.chosen
        )

    @property
    def materials(self) -> tuple[wording.MaterialLine, ...]:
        """The papers: exact once answered, all with their conditions before."""
        exact = bool(self.answered)
        listed = (
            materials_for(self.terms, self.chosen) if exact else self.terms.materials
        )
        return tuple(
            wording.material_line(one, self.terms.situations, answered=exact)
            for one in listed
        )

    @property
    def flow(self) -> tuple[FlowStep, ...]:
        """The boxes of the flow chart."""
        return () if self.guide is None else self.guide.flow

    @property
    def special_steps(self) -> tuple[wording.SpecialLine, ...]:
        """Steps with days of their own."""
        return wording.special_lines(self.terms.special_steps)

    @property
    def limits(self) -> tuple[wording.LimitRow, ...]:
        """Every limit with its condition and source."""
        return wording.limit_rows(self.terms.limits)

    @property
    def results(self) -> tuple[str, ...]:
        """The documents that come out."""
        return self.terms.results

    @property
    def basis(self) -> tuple[str, ...]:
        """The legal basis as printed."""
        return self.item.basis

    @property
    def asked(self) -> tuple[Asked, ...]:
        """What is often asked, each answer with the words it stands on."""
        return asked_about(self.item)

    @property
    def remarks(self) -> tuple[str, ...]:
        """The list's remarks as printed."""
        return self.item.remarks

    @property
    def rulings(self) -> tuple[Ruling, ...]:
        """What applies where the texts differ, for this audience."""
        return tuple(
            ruling
            for ruling in self.item.rulings
            if ruling.field not in _INTERNAL
            and (not ruling.audiences or self.terms.audience in ruling.audiences)
        )

    @property
    def misprints(self) -> tuple[Misprint, ...]:
        """Slips of the source, printed and corrected."""
        own = () if self.guide is None else self.guide.misprints
        return (*self.item.misprints, *own)

    @property
    def source_words(self) -> str:
        """Where list and guide stand."""
        listed = wording.citation_words(self.item.source)
        return f"{listed}、{self.guide.source.clause}" if self.guide else listed

    @property
    def version(self) -> str:
        """The version of the item."""
        return self.item.version

    @property
    def effective_on(self) -> date:
        """The day the version came into force."""
        return self.item.effective_on

    @property
    def contents(self) -> tuple[tuple[str, str], ...]:
        """The sections for the list beside the page."""
        return CONTENTS

    def _lines(self, heading: str) -> tuple[str, ...]:
        sections = () if self.guide is None else self.guide.sections
        return next((one.lines for one in sections if one.heading == heading), ())


def view_guide(
    item: ServiceItem, terms: Terms, *, region_name: str, chosen: Iterable[str]
) -> GuideView:
    """Return the guide of an item for the audience of its terms."""
    return GuideView(
        item=item,
        terms=terms,
        guide=guide_for(item, terms.audience),
        region_name=region_name,
        chosen=frozenset(chosen),
    )


def questions_of(
    groups: Iterable[SituationGroup], chosen: frozenset[str]
) -> tuple[Question, ...]:
    """Return the questions with the given answers ticked."""
    return tuple(
        Question(
            name=f"s.{group.code}",
            question=group.question,
            multiple=group.multiple,
            options=tuple(
                Option(one.code, one.name, one.hint, one.code in chosen)
                for one in group.options
            ),
        )
        for group in groups
    )


def answers_in(sent: QueryDict, groups: Iterable[SituationGroup]) -> frozenset[str]:
    """Return the situation codes ticked in what was sent; unknown ones left out."""
    return frozenset(
        option.code
        for group in groups
        for option in group.options
        if option.code in sent.getlist(f"s.{group.code}")
    )
