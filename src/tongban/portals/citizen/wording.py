"""How limits, materials and places are said on pages, in few plain words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from tongban.core.items.catalogue import (
    Audience,
    Channel,
    Citation,
    Limit,
    LimitLayer,
    Material,
    ServiceItem,
    Situation,
    SituationGroup,
    SpecialStep,
)
from tongban.core.items.depth import Depth
from tongban.portals.shared.layout.parts import Chip, Tone
from tongban.services.items.citing import cite

LAYER_WORDS: Final[Mapping[LimitLayer, str]] = {
    LimitLayer.NATION: "国家规定",
    LimitLayer.PROVINCE: "省级清单",
    LimitLayer.CITY: "本市规定",
    LimitLayer.PROMISE: "本单位承诺",
}
CHANNEL_ICONS: Final[Mapping[Channel, str]] = {
    Channel.COUNTER: "pin",
    Channel.ONLINE: "edit",
    Channel.KIOSK: "print",
    Channel.PROVIDER: "hospital",
    Channel.POST: "message",
    Channel.OTHER: "info",
}

DEPTH_WORDS: Final[Mapping[Depth, str]] = {
    Depth.GUIDE: "一星：网上看指南",
    Depth.FORMS: "二星：网上看指南、打印空白表",
    Depth.APPLICATION: "三星：网上申请，评估或签约时到场",
    Depth.ONE_VISIT: "四星：网上办理，最多到现场核对一次",
    Depth.WHOLE: "五星：全程网上办理",
}


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One time limit in words."""

    when: str
    words: str
    layer: str


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """One material as a person reads it."""

    code: str
    name: str
    text: str
    alternatives: tuple[str, ...]
    marks: tuple[Chip, ...]
    pledge_text: str
    pledge_basis: str
    sharing_text: str


@dataclass(frozen=True, slots=True)
class SpecialLine:
    """One special step in words."""

    name: str
    days: str
    counted: str
    basis: str


def length_words(limit: Limit) -> str:
    """Return how long a limit is."""
    if limit.immediate:
        return "即时办结"
    if limit.collection_period:
        return "集中缴费期内"
    return f"{limit.working_days}个工作日"


def limit_words(limits: Iterable[Limit]) -> str:
    """Return the limits of the strictest layer named, joined; the outer ones left out.

    The nation's ceiling is shown in the table, not in the headline.
    """
    listed = tuple(limits)
    own = [limit for limit in listed if limit.layer is not LimitLayer.NATION]
    words = dict.fromkeys(length_words(limit) for limit in own or listed)
    return " 或 ".join(words) or "未定"


def limit_rows(limits: Iterable[Limit]) -> tuple[LimitRow, ...]:
    """Return every limit with when it holds and who set it."""
    return tuple(
        LimitRow(
            when=limit.label,
            words=length_words(limit),
            layer=f"{LAYER_WORDS[limit.layer]}（{citation_words(limit.source)}）",
        )
        for limit in limits
    )


def citation_words(source: Citation) -> str:
    """Return a clause as a person would quote it: the notice's number and place."""
    return cite(source.document, source.clause)


def limit_chip(item: ServiceItem) -> Chip:
    """Return the limit of an item for a list."""
    instant = bool(item.limits) and all(
        limit.immediate for limit in item.limits if limit.layer is not LimitLayer.NATION
    )
    tone = Tone.GOOD if instant else Tone.INFO
    return Chip(limit_words(item.limits), tone, "check" if instant else "clock")


def material_words(materials: Iterable[Material]) -> str:
    """Return how many papers to bring at least and at most."""
    listed = tuple(materials)
    if not listed:
        return "不用材料"
    always = sum(1 for one in listed if not one.when and not one.optional)
    if always == len(listed):
        return f"{always} 样"
    return f"{always} 至 {len(listed)} 样"


def visit_words(channels: Iterable[Channel]) -> str:
    """Return how often a person has to come."""
    return "网上办，不用跑" if Channel.ONLINE in tuple(channels) else "最多跑 1 次"


def depth_words(depth: Depth) -> str:
    """Return the stars of an item's online depth, and what they mean."""
    return f"{'★' * depth}{'☆' * (Depth.WHOLE - depth)} {DEPTH_WORDS[depth]}"


def material_line(
    material: Material, situations: Iterable[SituationGroup], *, answered: bool
) -> MaterialLine:
    """Return one material with its marks; conditions only while not answered."""
    names = {option.code: option for group in situations for option in group.options}
    return MaterialLine(
        code=material.code,
        name=material.name,
        text=material.text,
        alternatives=material.alternatives,
        marks=tuple(_marks(material, names, answered=answered)),
        pledge_text=material.pledge.text if material.pledge else "",
        pledge_basis=(
            citation_words(material.pledge.clause) if material.pledge else ""
        ),
        sharing_text=material.sharing.text if material.sharing else "",
    )


def _marks(
    material: Material, names: Mapping[str, Situation], *, answered: bool
) -> Iterable[Chip]:
    if material.when and not answered:
        words = "、".join(names[code].name for code in material.when if code in names)
        yield Chip(f"{words}时要", Tone.WARN, "info")
    yield from (chip for wanted, chip in _fixed_marks(material) if wanted)


def _fixed_marks(material: Material) -> Iterable[tuple[bool, Chip]]:
    copies = f"{material.copies} 份"
    issuer = f"由{material.issuer}出具"
    return (
        (material.optional, Chip("可要求提供", Tone.CALM)),
        (material.original, Chip("原件", Tone.CALM, "file")),
        (material.copies > 1, Chip(copies, Tone.CALM, "file")),
        (material.stamped, Chip("加盖公章", Tone.CALM, "edit")),
        (bool(material.issuer), Chip(issuer, Tone.CALM, "building")),
        (material.sharing is not None, Chip("可以数据共享", Tone.GOOD)),
        (material.pledge is not None, Chip("可以签承诺书", Tone.GOOD, "edit")),
        (material.local, Chip("本地增加，已公示", Tone.WARN, "info")),
    )


def special_lines(steps: Iterable[SpecialStep]) -> tuple[SpecialLine, ...]:
    """Return the special steps in words."""
    return tuple(
        SpecialLine(
            name=step.name,
            days="按规定"
            if step.working_days is None
            else f"{step.working_days}个工作日",
            counted="计入" if step.counted else "不计入",
            basis=citation_words(step.source),
        )
        for step in steps
    )


AUDIENCE_TABS: Final[Mapping[Audience, str]] = {
    Audience.EMPLOYEE: "我是参保职工",
    Audience.RESIDENT: "我是参保居民",
    Audience.EMPLOYER: "我是用人单位",
    Audience.SCHOOL: "我是学校",
    Audience.PROVIDER: "我是医疗机构",
    Audience.PHARMACY: "我是零售药店",
}
